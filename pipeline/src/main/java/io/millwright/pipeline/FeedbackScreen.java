package io.millwright.pipeline;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;

import io.millwright.lake.Lake;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.TargetSpec;
import io.millwright.lake.table.Feedback;
import io.millwright.training.table.Scores;
import io.millwright.worklist.Doubt;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Whom it is most worth to ask after the newest scoring, and what was found so far. */
final class FeedbackScreen {

    private static final int ASKED = 10;

    private FeedbackScreen() {}

    static void print(Lake lake, PipelineConfig config, Console console) {
        if (!lake.has(Scores.TABLE)) {
            throw MillwrightException.data(
                    "nothing was scored yet, so nobody has an alert to follow; run ./millwright run");
        }
        TargetSpec.Failure headline = config.targets()
                .headline()
                .orElseThrow(() -> MillwrightException.configuration(
                        config.file() + " has no failure target, so there are no alerts to follow"));
        Dataset<Row> scores = lake.read(Scores.TABLE);
        Row newest =
                Objects.requireNonNull(scores.agg(max(col(Scores.SCORED_FOR))).first());
        Instant scoredFor = newest.getTimestamp(0).toInstant();
        Map<String, Row> byMachine = new TreeMap<>();
        scores.filter(col(Scores.SCORED_FOR).equalTo(newest.get(0)))
                .collectAsList()
                .forEach(row -> byMachine.put(row.getAs(Scores.EQUIPMENT_ID), row));
        found(lake)
                .filter(col(Feedback.EVENT_TIME).gt(java.sql.Timestamp.from(scoredFor.minus(headline.horizon()))))
                .select(Feedback.EQUIPMENT_ID)
                .collectAsList()
                .forEach(row -> byMachine.remove(row.getString(0)));
        cases(headline, scoredFor, byMachine, console);
        soFar(lake, console);
    }

    private static void cases(
            TargetSpec.Failure headline, Instant scoredFor, Map<String, Row> byMachine, Console console) {
        List<Doubt.Case> cases = byMachine.values().stream()
                .map(row -> new Doubt.Case(
                        row.getAs(Scores.EQUIPMENT_ID),
                        row.getAs(Scores.TYPE) + " " + row.getAs(Scores.MODE),
                        row.<String, Double>getJavaMap(row.fieldIndex(Scores.P)).getOrDefault(headline.name(), 0.0)))
                .toList();
        console.line("Most worth a look for what the model would learn, as of " + scoredFor
                + " (the less sure it is, the more; kinds of fault take turns):");
        console.line(String.format(
                Locale.ROOT,
                "  %-16s %-14s %-16s %6s %6s  %s",
                "MACHINE",
                "COMPONENT",
                "FAULT",
                "RISK",
                "DOUBT",
                "WHY"));
        for (Doubt.Case each : Doubt.mostTelling(cases, ASKED)) {
            Row row = Objects.requireNonNull(byMachine.get(each.equipmentId()));
            List<String> reasons = row.getList(row.fieldIndex(Scores.REASONS));
            console.line(String.format(
                    Locale.ROOT,
                    "  %-16s %-14s %-16s %5.0f%% %6.2f  %s",
                    each.equipmentId(),
                    row.<String>getAs(Scores.COMPONENT),
                    row.<String>getAs(Scores.MODE),
                    100 * each.probability(),
                    each.bits(),
                    reasons.isEmpty() ? "" : reasons.get(0)));
        }
        console.line("Doubt in bits, 1 at a risk of a half.");
    }

    private static Dataset<Row> found(Lake lake) {
        return lake.has(Feedback.TABLE)
                ? lake.read(Feedback.TABLE)
                : lake.spark().createDataFrame(List.of(), Feedback.SCHEMA);
    }

    private static void soFar(Lake lake, Console console) {
        Map<String, Long> verdicts = new TreeMap<>();
        found(lake)
                .groupBy(Feedback.VERDICT)
                .count()
                .collectAsList()
                .forEach(row -> verdicts.put(row.getString(0), row.getLong(1)));
        long confirmed = verdicts.getOrDefault(Feedback.CONFIRMED, 0L);
        long told = confirmed + verdicts.getOrDefault(Feedback.FALSE_ALARM, 0L);
        console.line("");
        console.line(
                told == 0
                        ? "No feedback yet. After a look: ./millwright feedback MACHINE confirmed|false_alarm|unsure --at T"
                        : String.format(
                                Locale.ROOT,
                                "Found so far: %s; right in %d of the %d alerts where somebody could tell.",
                                verdicts,
                                confirmed,
                                told));
    }
}
