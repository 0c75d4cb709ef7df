package io.millwright.evaluation.event;

import io.millwright.evaluation.row.ScoredRows;
import io.millwright.evaluation.split.MachineHash;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Policies that need no model, as scores: each takes its threshold from data before the test, like a model. */
public final class Baselines {

    public static final String RUN_TO_FAILURE = "run_to_failure";
    public static final String AGE_BASED = "age_based";
    public static final String RANDOM = "random";

    /** The threshold at which a policy never alerts: run to failure under any score. */
    public static final double NEVER = Double.POSITIVE_INFINITY;

    private static final double MILLIS_PER_HOUR = 3_600_000.0;

    private Baselines() {}

    /** A policy and what it cost per machine-week on data before the test. */
    public record PolicyCost(String name, double costPerMachineWeek) {}

    /** The same rows with scores in [0, 1) that know nothing; the same seed gives the same scores. */
    public static ScoredRows random(ScoredRows rows, long seed) {
        return rows.rescored((machine, subject, asOfMillis) -> MachineHash.unit(seed + asOfMillis, subject));
    }

    /**
     * The same rows scored by hours since the subject's last replacement before {@code as_of}, strictly. Before its first known
     * replacement a subject is as old as the time since its start.
     *
     * @param replacements of each subject, preventive or not, in any order; a subject may be missing
     * @param starts when each subject was installed or first seen; a subject without one is as old as its first row
     */
    public static ScoredRows age(
            ScoredRows rows, Map<String, ? extends Collection<Instant>> replacements, Map<String, Instant> starts) {
        Map<String, long[]> renewals = renewals(rows, replacements, starts);
        return rows.rescored((machine, subject, asOfMillis) ->
                (asOfMillis - lastBefore(renewals.getOrDefault(subject, new long[] {asOfMillis}), asOfMillis))
                        / MILLIS_PER_HOUR);
    }

    /** Who is to be beaten while there is no champion: the cheapest policy before the test, of equals the first by name. */
    public static PolicyCost incumbent(Collection<PolicyCost> policies) {
        return policies.stream()
                .filter(policy -> !Double.isNaN(policy.costPerMachineWeek()))
                .min(Comparator.comparingDouble(PolicyCost::costPerMachineWeek).thenComparing(PolicyCost::name))
                .orElse(new PolicyCost(RUN_TO_FAILURE, Double.NaN));
    }

    private static Map<String, long[]> renewals(
            ScoredRows rows, Map<String, ? extends Collection<Instant>> replacements, Map<String, Instant> starts) {
        Map<String, long[]> renewals = new HashMap<>();
        for (int row = 0; row < rows.size(); row++) {
            String subject = rows.subject(row);
            long firstSeen = rows.asOfMillis(row);
            renewals.computeIfAbsent(subject, any -> {
                Instant start = starts.getOrDefault(subject, Instant.ofEpochMilli(firstSeen));
                TreeSet<Instant> instants = new TreeSet<>(List.of(start));
                Collection<Instant> replaced = replacements.get(subject);
                instants.addAll(replaced == null ? new ArrayList<>() : replaced);
                return instants.stream().mapToLong(Instant::toEpochMilli).toArray();
            });
        }
        return renewals;
    }

    /** The last renewal strictly before {@code asOf}, or the first one there is. */
    private static long lastBefore(long[] rising, long asOf) {
        long last = Math.min(rising[0], asOf);
        for (long renewal : rising) {
            if (renewal < asOf) {
                last = renewal;
            }
        }
        return last;
    }
}
