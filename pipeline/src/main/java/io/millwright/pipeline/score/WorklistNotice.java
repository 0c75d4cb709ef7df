package io.millwright.pipeline.score;

import io.millwright.lake.watch.Notice;
import io.millwright.worklist.Status;
import io.millwright.worklist.Tier;
import io.millwright.worklist.WorklistRow;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The notice that a work list is there: how much of it wants to be read, and which machines are newly on it. */
final class WorklistNotice {

    /** Newly listed machines that the text names. */
    private static final int NAMED = 10;

    private WorklistNotice() {}

    /**
     * Of a list that is kept.
     *
     * @param promoted whether the model is the champion
     */
    static Notice of(Instant asOf, List<WorklistRow> rows, String version, boolean promoted) {
        List<WorklistRow> jobs =
                rows.stream().filter(row -> row.rank().isPresent()).toList();
        Map<Tier, Long> tiers = tiers(rows);
        List<String> fresh = jobs.stream()
                .filter(row -> row.status() == Status.NEW)
                .map(WorklistRow::equipmentId)
                .distinct()
                .toList();
        return new Notice(
                Notice.Kind.WORK_LIST,
                Notice.Severity.INFO,
                "work list of " + asOf + ": " + jobs.size() + (jobs.size() == 1 ? " job, " : " jobs, ")
                        + tiers.get(Tier.HIGH) + " of tier high",
                newlyListed(fresh) + " worklist.csv of the results is the list, report.html shows the reasons."
                        + (promoted ? "" : " Its model was not promoted: it is a candidate's opinion."),
                facts(asOf, version, jobs.size(), tiers, fresh));
    }

    private static String newlyListed(List<String> fresh) {
        return fresh.isEmpty()
                ? "No machine is newly on it."
                : "Newly on it: " + fresh.stream().limit(NAMED).collect(Collectors.joining(", "))
                        + (fresh.size() > NAMED ? " and " + (fresh.size() - NAMED) + " more." : ".");
    }

    private static Map<String, String> facts(
            Instant asOf, String version, int jobs, Map<Tier, Long> tiers, List<String> fresh) {
        Map<String, String> facts = new TreeMap<>();
        tiers.forEach((tier, lines) -> facts.put("tier_" + WorklistTable.word(tier), lines.toString()));
        facts.put("as_of", asOf.toString());
        facts.put("jobs", Integer.toString(jobs));
        facts.put("model_version", version);
        facts.put("newly_listed", Integer.toString(fresh.size()));
        facts.put("newly_listed_machines", fresh.stream().limit(NAMED).collect(Collectors.joining(" ")));
        return facts;
    }

    /** Lines of every tier, those that ask for no work too. */
    private static Map<Tier, Long> tiers(List<WorklistRow> rows) {
        Map<Tier, Long> tiers = new EnumMap<>(Tier.class);
        for (Tier tier : Tier.values()) {
            tiers.put(tier, rows.stream().filter(row -> row.tier() == tier).count());
        }
        return tiers;
    }
}
