package io.millwright.pipeline.audit;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.unix_millis;

import io.millwright.features.FleetSummary;
import io.millwright.features.LiveMachine;
import io.millwright.features.LiveMachines;
import io.millwright.features.LivePlan;
import io.millwright.features.table.FeatureGroups;
import io.millwright.lake.Lake;
import io.millwright.lake.Progress;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.training.Packages;
import io.millwright.training.registry.Manifest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * L18: what is served is what was learned from. Rows of a few machines are computed one at a time by {@link LiveMachine}, as an endpoint
 * does, those of several machines from what the others published at the same moment, and must agree with the published rows in every
 * bit; the champion must know the features by the definitions they have now.
 */
final class Serving {

    private static final int MACHINES = 3;
    private static final int ROWS_OF_MACHINE = 4;

    private final Lake lake;
    private final PipelineConfig config;
    private final Progress progress;
    private final Random random;

    Serving(Lake lake, PipelineConfig config, AuditSettings settings, Progress progress) {
        this.lake = lake;
        this.config = config;
        this.progress = progress;
        this.random = new Random(settings.seed());
    }

    AuditOutcome alone() {
        Map<String, List<Long>> moments = moments();
        if (moments.isEmpty()) {
            return new AuditOutcome.NotApplicable("the time domain has no row yet");
        }
        progress.step("features of " + moments.size() + " machines, each alone");
        LivePlan plan = LivePlan.of(lake, config);
        Column ofMachines =
                col(FeatureGroups.EQUIPMENT_ID).isin(moments.keySet().toArray());
        Map<String, Map<Long, Map<String, Double>>> published = published(ofMachines.and(at(moments)), any -> true);
        Map<Long, FleetSummary> fleets = fleets(plan, at(moments));
        FeatureParts parts = new FeatureParts(lake);
        List<String> wrong = new ArrayList<>();
        int rows = 0;
        for (Map.Entry<String, LiveMachine> machine :
                LiveMachines.of(lake, config, plan, moments.keySet()).entrySet()) {
            for (long asOf : moments.getOrDefault(machine.getKey(), List.of())) {
                Map<String, Double> alone =
                        served(machine.getValue(), asOf, fleets.get(asOf)).orElse(Map.of());
                Map<String, Double> batch =
                        published.getOrDefault(machine.getKey(), Map.of()).getOrDefault(asOf, Map.of());
                if (alone.isEmpty() || batch.isEmpty()) {
                    wrong.add(machine.getKey() + " at " + FeatureRows.instant(asOf) + " has a row only "
                            + (alone.isEmpty() ? "among the published ones" : "when computed alone"));
                } else {
                    wrong.addAll(differences(machine.getKey(), asOf, batch, alone, parts));
                }
                rows++;
            }
        }
        return wrong.isEmpty()
                ? new AuditOutcome.Passed(
                        rows,
                        rows + " rows of " + moments.size() + " machines computed one at a time, "
                                + (plan.columns().size() + plan.fleetColumns().size())
                                + " features each, agree with the published ones in every bit")
                : new AuditOutcome.Failed(rows, wrong);
    }

    /** @param fleet null where no feature is of several machines */
    private static Optional<Map<String, Double>> served(LiveMachine machine, long asOf, @Nullable FleetSummary fleet) {
        Instant moment = Instant.ofEpochMilli(asOf);
        return fleet == null ? machine.row(moment) : machine.row(moment, fleet);
    }

    private static List<String> differences(
            String machine, long asOf, Map<String, Double> batch, Map<String, Double> alone, FeatureParts parts) {
        return alone.entrySet().stream()
                .filter(feature -> parts.has(feature.getKey(), asOf))
                .filter(feature -> !feature.getValue().equals(batch.getOrDefault(feature.getKey(), Double.NaN)))
                .map(feature -> feature.getKey() + " of " + machine + " at " + FeatureRows.instant(asOf) + " is "
                        + batch.get(feature.getKey()) + " in the published row and " + feature.getValue()
                        + " when computed alone")
                .toList();
    }

    /** The last row and a few others of a few machines. */
    private Map<String, List<Long>> moments() {
        List<String> machines = new ArrayList<>(lake.read(FeatureGroups.TIME_DOMAIN)
                .select(FeatureGroups.EQUIPMENT_ID)
                .distinct()
                .as(Encoders.STRING())
                .collectAsList());
        Collections.sort(machines);
        Collections.shuffle(machines, random);
        List<String> chosen = machines.subList(0, Math.min(MACHINES, machines.size()));
        Map<String, List<Long>> all = new TreeMap<>();
        lake.read(FeatureGroups.TIME_DOMAIN)
                .filter(col(FeatureGroups.EQUIPMENT_ID).isin(chosen.toArray()))
                .select(col(FeatureGroups.EQUIPMENT_ID), unix_millis(col(FeatureGroups.AS_OF)))
                .collectAsList()
                .forEach(row -> all.computeIfAbsent(row.getString(0), any -> new ArrayList<>())
                        .add(row.getLong(1)));
        all.replaceAll((machine, asOfs) -> some(asOfs));
        return all;
    }

    private List<Long> some(List<Long> asOfs) {
        List<Long> sorted = asOfs.stream().sorted().toList();
        List<Long> earlier = new ArrayList<>(sorted.subList(0, sorted.size() - 1));
        Collections.shuffle(earlier, random);
        List<Long> chosen = new ArrayList<>(earlier.subList(0, Math.min(ROWS_OF_MACHINE - 1, earlier.size())));
        chosen.add(sorted.get(sorted.size() - 1));
        return chosen;
    }

    /** At each moment what machines have to know of each other, by the published rows of all. */
    private Map<Long, FleetSummary> fleets(LivePlan plan, Column ofMoments) {
        Map<Long, Map<String, Map<String, Double>>> rows = new HashMap<>();
        published(ofMoments, plan.told()::contains)
                .forEach((machine, byMoment) -> byMoment.forEach((asOf, row) ->
                        rows.computeIfAbsent(asOf, any -> new HashMap<>()).put(machine, row)));
        Map<Long, FleetSummary> fleets = new HashMap<>();
        rows.forEach((asOf, row) -> fleets.put(asOf, FleetSummary.of(plan, row)));
        return fleets;
    }

    private static Column at(Map<String, List<Long>> moments) {
        Object[] all =
                moments.values().stream().flatMap(List::stream).distinct().toArray();
        return unix_millis(col(FeatureGroups.AS_OF)).isin(all);
    }

    /** Machine to moment to feature and published value; NaN for null. */
    private Map<String, Map<Long, Map<String, Double>>> published(Column wanted, Predicate<String> feature) {
        Map<String, Map<Long, Map<String, Double>>> rows = new HashMap<>();
        for (String group : FeatureGroups.ALL) {
            if (lake.has(group)) {
                addPublished(rows, lake.read(group).filter(wanted), feature);
            }
        }
        return rows;
    }

    private static void addPublished(
            Map<String, Map<Long, Map<String, Double>>> rows, Dataset<Row> group, Predicate<String> feature) {
        List<String> names = Arrays.stream(group.columns())
                .filter(name -> !FeatureGroups.FACTS.contains(name))
                .filter(feature)
                .toList();
        if (names.isEmpty()) {
            return;
        }
        List<Column> columns = new ArrayList<>(List.of(col(FeatureGroups.EQUIPMENT_ID), col(FeatureGroups.AS_OF)));
        names.forEach(name -> columns.add(col(name)));
        for (Row row : group.select(columns.toArray(new Column[0])).collectAsList()) {
            Map<String, Double> values = rows.computeIfAbsent(row.getString(0), any -> new HashMap<>())
                    .computeIfAbsent(row.getTimestamp(1).getTime(), any -> new HashMap<>());
            for (int i = 0; i < names.size(); i++) {
                values.put(names.get(i), row.isNullAt(i + 2) ? Double.NaN : row.getDouble(i + 2));
            }
        }
    }

    /** The champion was trained on features of the same definitions. */
    AuditOutcome champion(Optional<Manifest> champion) {
        String now = champion.map(of -> Packages.featureSpecHash(lake, of.features()))
                .orElse("");
        if (champion.isEmpty() || now.isEmpty()) {
            return new AuditOutcome.NotApplicable(
                    champion.isEmpty() ? "the registry has no champion" : "the lake has no catalogue of features");
        }
        return champion.get().featureSpecHash().equals(now)
                ? new AuditOutcome.Passed(0, "the champion was trained on features of the same definitions")
                : new AuditOutcome.Failed(
                        0,
                        "the champion was trained on features of other definitions than the lake has now; train and"
                                + " register again, or go back to its pipeline file");
    }
}
