package io.millwright.pipeline.evaluate;

import static org.apache.spark.sql.functions.col;

import io.millwright.evaluation.TimeWindow;
import io.millwright.evaluation.event.AlertEvaluator;
import io.millwright.evaluation.event.Episode;
import io.millwright.evaluation.event.Timeline;
import io.millwright.evaluation.row.ScoredRows;
import io.millwright.features.table.Labels;
import io.millwright.lake.Lake;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.TargetSpec;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.functions;

/** The alerts of lists that were made, judged by the same rules as those of a test. */
public final class ListedAlerts {

    private ListedAlerts() {}

    /**
     * Every alert at a threshold and what became of it, by what was known at a moment. Costs a pass over the labels' keys.
     *
     * @param rows by the score decisions are taken on; rows of a machine without labels are left out
     */
    public static List<Episode> episodes(
            Lake lake,
            PipelineConfig config,
            TargetSpec.Failure target,
            ScoredRows rows,
            double threshold,
            Instant knownBy) {
        if (rows.size() == 0) {
            return List.of();
        }
        TimeWindow listed =
                new TimeWindow(PolicyJudge.watched(rows, config.timeAxis()).from(), knownBy);
        Map<String, Timeline> timelines = new TreeMap<>();
        new EvaluationTables(lake, config)
                .histories(watched(lake, knownBy))
                .forEach((machine, history) ->
                        history.asKnownAtEndOf(listed).ifPresent(timeline -> timelines.put(machine, timeline)));
        TreeSet<String> machines = new TreeSet<>(rows.machines());
        timelines.keySet().retainAll(machines);
        ScoredRows judged = rows.where(row -> timelines.containsKey(rows.machine(row)));
        return AlertEvaluator.of(PolicyJudge.rulesOf(target, config), timelines.values(), judged)
                .episodes(threshold);
    }

    /** First and last labelled moment of each machine, in milliseconds, up to a moment. */
    private static Map<String, long[]> watched(Lake lake, Instant knownBy) {
        Map<String, long[]> watched = new TreeMap<>();
        lake.read(Labels.TABLE)
                .filter(col(Labels.AS_OF).leq(functions.lit(Timestamp.from(knownBy))))
                .groupBy(Labels.EQUIPMENT_ID)
                .agg(
                        functions.min(functions.unix_millis(col(Labels.AS_OF))),
                        functions.max(functions.unix_millis(col(Labels.AS_OF))))
                .collectAsList()
                .forEach(row -> watched.put(row.getString(0), new long[] {row.getLong(1), row.getLong(2)}));
        return watched;
    }
}
