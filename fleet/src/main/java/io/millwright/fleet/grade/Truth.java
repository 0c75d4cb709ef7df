package io.millwright.fleet.grade;

import io.millwright.fleet.Scenario;
import io.millwright.fleet.TruthFiles;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * What really happened, read from a truth folder.
 *
 * @param plantedLead lead of every precursor in {@link Scenario#PLANTED_PRECURSOR}
 * @param end end of the history
 * @param stories by machine
 * @param sites by machine
 * @param faults planted data faults
 * @param health by machine and {@code as_of} in milliseconds, 1 healthy to 0 failed
 */
record Truth(
        Scenario scenario,
        Duration plantedLead,
        Instant end,
        Map<String, List<Story>> stories,
        Map<String, String> sites,
        List<PlantedFault> faults,
        Map<String, Map<Long, Double>> health) {

    /** How a story ended. */
    enum Ending {
        FAILURE,
        REPLACED_EARLY,
        RUNNING
    }

    /**
     * One degradation or sudden failure.
     *
     * @param onset equals {@code ended} for a sudden failure
     * @param ended failure, early replacement, or the failure to come after the history
     * @param repairCost NaN where no repair is on record
     */
    record Story(
            String machine,
            String mode,
            boolean hasPrecursor,
            Instant onset,
            Instant ended,
            Ending ending,
            Instant repaired,
            double repairCost) {
        boolean isFailure() {
            return ending == Ending.FAILURE;
        }
    }

    /** A planted data fault; machine or sensor are empty where it has none. */
    record PlantedFault(String kind, String machine, String sensor, Instant from, Instant to) {}

    static Truth read(Configuration configuration, String folder) throws IOException {
        CsvTable fleet = CsvTable.read(configuration, folder + "/" + TruthFiles.FLEET, TruthFiles.FLEET_COLUMNS);
        if (fleet.rows().size() != 1) {
            throw new IOException("cannot grade: " + folder + " does not hold the truth of exactly one fleet");
        }
        String[] facts = fleet.rows().get(0);
        CsvTable health = CsvTable.read(configuration, folder + "/" + TruthFiles.HEALTH, TruthFiles.HEALTH_COLUMNS);
        Instant start = Instant.parse(fleet.field(facts, "start"));
        return new Truth(
                Scenario.valueOf(fleet.field(facts, "scenario")),
                Duration.ofMinutes(Math.round(60 * Double.parseDouble(fleet.field(facts, "planted_lead_hours")))),
                start.plus(Duration.ofDays(Long.parseLong(fleet.field(facts, "days")))),
                stories(configuration, folder),
                sites(health),
                faults(configuration, folder),
                health(health));
    }

    List<Story> storiesOf(String machine) {
        return stories.getOrDefault(machine, List.of());
    }

    /** Empty where the truth does not know the machine. */
    String siteOf(String machine) {
        return sites.getOrDefault(machine, "");
    }

    /** The failure with a precursor that is developing on a machine at this moment, or null. */
    @Nullable
    Story developing(String machine, Instant asOf) {
        for (Story story : storiesOf(machine)) {
            boolean developing = asOf.isAfter(story.onset()) && asOf.isBefore(story.ended());
            if (story.isFailure() && story.hasPrecursor() && developing) {
                return story;
            }
        }
        return null;
    }

    /** True degradation of a machine at an {@code as_of}; 0 where the truth says nothing. */
    double degradation(String machine, long asOfMillis) {
        return 1 - health.getOrDefault(machine, Map.of()).getOrDefault(asOfMillis, 1.0);
    }

    private static Map<String, List<Story>> stories(Configuration configuration, String folder) throws IOException {
        CsvTable table = CsvTable.read(configuration, folder + "/" + TruthFiles.FAILURES, TruthFiles.FAILURE_COLUMNS);
        Map<String, List<Story>> stories = new HashMap<>();
        for (String[] row : table.rows()) {
            Story story = new Story(
                    table.field(row, "equipment_id"),
                    table.field(row, "mode"),
                    Boolean.parseBoolean(table.field(row, "has_precursor")),
                    Instant.parse(table.field(row, "onset")),
                    Instant.parse(table.field(row, "ended_at")),
                    Ending.valueOf(table.field(row, "outcome").toUpperCase(java.util.Locale.ROOT)),
                    Instant.parse(table.field(row, "repaired_at")),
                    number(table.field(row, "repair_cost")));
            stories.computeIfAbsent(story.machine(), any -> new ArrayList<>()).add(story);
        }
        return stories;
    }

    private static double number(String field) {
        return field.isEmpty() ? Double.NaN : Double.parseDouble(field);
    }

    private static List<PlantedFault> faults(Configuration configuration, String folder) throws IOException {
        CsvTable table = CsvTable.read(configuration, folder + "/" + TruthFiles.FAULTS, TruthFiles.FAULT_COLUMNS);
        List<PlantedFault> faults = new ArrayList<>();
        for (String[] row : table.rows()) {
            faults.add(new PlantedFault(
                    table.field(row, "kind"),
                    table.field(row, "equipment_id"),
                    table.field(row, "sensor"),
                    Instant.parse(table.field(row, "from_time")),
                    Instant.parse(table.field(row, "to_time"))));
        }
        return faults;
    }

    /** A file of the truth is a site's. */
    private static Map<String, String> sites(CsvTable health) {
        Map<String, String> sites = new HashMap<>();
        health.rowsByFile()
                .forEach((site, rows) -> rows.forEach(row -> sites.put(health.field(row, "equipment_id"), site)));
        return sites;
    }

    private static Map<String, Map<Long, Double>> health(CsvTable table) {
        Map<String, Map<Long, Double>> health = new HashMap<>();
        for (String[] row : table.rows()) {
            health.computeIfAbsent(table.field(row, "equipment_id"), any -> new HashMap<>())
                    .put(
                            Instant.parse(table.field(row, "as_of")).toEpochMilli(),
                            Double.parseDouble(table.field(row, "health")));
        }
        return health;
    }
}
