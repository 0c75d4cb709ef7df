package io.millwright.quality.drift;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.millwright.lake.Interval;
import io.millwright.lake.Lake;
import io.millwright.lake.Progress;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.table.Events;
import io.millwright.lake.table.QualityResults;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.jspecify.annotations.Nullable;

/**
 * Compares two periods of a wide table of features, the rate of failures, and the outcomes of the quality rules over time.
 * Two aggregations over the rows of both periods; the statistics are plain Java on one value per machine.
 */
public final class Monitor {

    /** The table {@link #run(Lake, PipelineConfig, Interval, Interval, Progress)} compares. */
    public static final String TRAINING_SET = "training_set";

    private static final String LABELS = "labels";
    private static final String EQUIPMENT_ID = "equipment_id";
    private static final String AS_OF = "as_of";
    private static final double HOURS_PER_WEEK = 168;
    private static final Duration SLICE = Duration.ofDays(28);
    /** Farthest features whose past is told. */
    private static final int REMEMBERED = 12;

    private Monitor() {}

    /** Compares every double column of the training set; see {@link #run(Lake, PipelineConfig, String, List, Interval, Interval, Progress)}. */
    public static DriftReport run(
            Lake lake, PipelineConfig config, Interval reference, Interval current, Progress progress) {
        List<String> features = Arrays.stream(lake.read(TRAINING_SET).schema().fields())
                .filter(field -> field.dataType().equals(DataTypes.DoubleType))
                .map(StructField::name)
                .toList();
        return run(lake, config, TRAINING_SET, features, reference, current, progress);
    }

    /**
     * Compares the named columns of a table keyed by {@code equipment_id} and {@code as_of}, and writes the table
     * {@code drift} under the lake's run id. Of the reference a stretch as long as the current period speaks for each machine
     * ({@link Stretches}). Where a period has no rows, nothing is judged.
     */
    public static DriftReport run(
            Lake lake,
            PipelineConfig config,
            String table,
            List<String> features,
            Interval reference,
            Interval current,
            Progress progress) {
        progress.step("comparing " + features.size() + " features between two periods");
        long seed = config.targets().seed();
        Column stretch = Stretches.number(col(AS_OF), reference, current);
        Dataset<Row> rows = lake.read(table);
        Map<String, Integer> drawn = Stretches.drawn(rows, EQUIPMENT_ID, stretch, seed);
        List<MachineMeans> machines = MachineMeans.of(rows, EQUIPMENT_ID, AS_OF, stretch, drawn, features);
        List<FeatureDrift> ofFleet = drift(machines, features, seed);
        DriftReport report = new DriftReport(
                reference,
                current,
                ofFleet,
                Segments.of(lake).drift(machines, features, seed),
                failures(lake, machines, reference, current, config.features().asOfEvery()),
                labels(lake, reference, current),
                history(lake),
                List.of());
        write(lake, report);
        return report.withPast(past(lake, farthest(ofFleet), current.to()));
    }

    private static Column inside(String column, Interval interval) {
        return col(column)
                .geq(lit(Timestamp.from(interval.from())))
                .and(col(column).lt(lit(Timestamp.from(interval.to()))));
    }

    private static List<FeatureDrift> drift(List<MachineMeans> machines, List<String> features, long seed) {
        int draws = FeatureDrift.drawsFor(features.size());
        List<FeatureDrift> compared = IntStream.range(0, features.size())
                .parallel()
                .mapToObj(i -> FeatureDrift.of(
                        features.get(i),
                        MachineMeans.values(machines, MachineMeans.REFERENCE, i, any -> true),
                        MachineMeans.values(machines, MachineMeans.CURRENT, i, any -> true),
                        draws,
                        seed + i))
                .toList();
        return FeatureDrift.adjusted(compared).stream()
                .sorted(FeatureDrift.FARTHEST_FIRST)
                .toList();
    }

    /** Failures of one machine at one instant are one event; exposure is what each machine has rows for. */
    private static DriftReport.RateChange failures(
            Lake lake, List<MachineMeans> machines, Interval reference, Interval current, Duration every) {
        List<Row> counts = lake.read(Events.TABLE)
                .filter(col(Events.KIND).equalTo("failure"))
                .select(Events.EQUIPMENT_ID, Events.EVENT_TIME)
                .distinct()
                .agg(
                        count(when(inside(Events.EVENT_TIME, reference), 1)),
                        count(when(inside(Events.EVENT_TIME, current), 1)))
                .collectAsList();
        EventRate before = rate(counts.get(0).getLong(0), machineWeeks(machines, MachineMeans.REFERENCE, every));
        EventRate after = rate(counts.get(0).getLong(1), machineWeeks(machines, MachineMeans.CURRENT, every));
        return new DriftReport.RateChange(before, after, before.pValueOfEqual(after));
    }

    private static EventRate rate(long events, double machineWeeks) {
        return machineWeeks > 0 ? EventRate.of(events, machineWeeks) : EventRate.unobserved();
    }

    private static double machineWeeks(List<MachineMeans> machines, int period, Duration every) {
        return machines.stream()
                .filter(machine -> machine.period() == period)
                .mapToDouble(machine -> machine.span().plus(every).toMillis() / 3_600_000.0 / HOURS_PER_WEEK)
                .sum();
    }

    private static List<DriftReport.LabelShare> labels(Lake lake, Interval reference, Interval current) {
        if (!lake.has(LABELS)) {
            return List.of();
        }
        Column slice = functions
                .floor(functions
                        .unix_seconds(col(AS_OF))
                        .minus(reference.from().getEpochSecond())
                        .divide(SLICE.toSeconds()))
                .as("slice");
        return lake
                .read(LABELS)
                .filter(Stretches.told(col(AS_OF), reference).or(Stretches.told(col(AS_OF), current)))
                .groupBy(col("target"), slice)
                .agg(avg("label").as("share"), count("label").as("rows"))
                .orderBy("target", "slice")
                .collectAsList()
                .stream()
                .map(row -> {
                    Instant from = reference.from().plus(SLICE.multipliedBy(row.getLong(1)));
                    double share = row.isNullAt(2) ? Double.NaN : row.getDouble(2);
                    return new DriftReport.LabelShare(from, from.plus(SLICE), row.getString(0), share, row.getLong(3));
                })
                .toList();
    }

    private static List<DriftReport.QualityRun> history(Lake lake) {
        if (!lake.has(QualityResults.TABLE)) {
            return List.of();
        }
        Column failed = col(QualityResults.OUTCOME).equalTo("failed");
        return lake
                .read(QualityResults.TABLE)
                .groupBy(QualityResults.RUN_ID)
                .agg(
                        min(QualityResults.INTERVAL_FROM).as("from"),
                        max(QualityResults.INTERVAL_TO).as("to"),
                        countOf(col(QualityResults.OUTCOME).equalTo("passed")),
                        countOf(failed),
                        countOf(col(QualityResults.OUTCOME).equalTo("not_runnable")),
                        countOf(failed.and(col(QualityResults.GATE))))
                .orderBy(col("to"), col("from"), col(QualityResults.RUN_ID))
                .collectAsList()
                .stream()
                .map(row -> new DriftReport.QualityRun(
                        row.getString(0),
                        row.getTimestamp(1).toInstant(),
                        row.getTimestamp(2).toInstant(),
                        row.getLong(3),
                        row.getLong(4),
                        row.getLong(5),
                        row.getLong(6)))
                .toList();
    }

    private static List<String> farthest(List<FeatureDrift> features) {
        return features.stream()
                .filter(feature -> feature.effect() >= 0)
                .limit(REMEMBERED)
                .map(FeatureDrift::feature)
                .toList();
    }

    /** What earlier runs, and this one, said of some features; of several runs over one moment the last by name. */
    private static List<DriftReport.Past> past(Lake lake, List<String> features, Instant to) {
        return lake
                .read(Drift.TABLE)
                .filter(col(Drift.KIND)
                        .equalTo("feature")
                        .and(col(Drift.NAME).isin(features.toArray()))
                        .and(col(Drift.EFFECT).isNotNull())
                        .and(col(Drift.CURRENT_TO).leq(lit(Timestamp.from(to)))))
                .groupBy(Drift.NAME, Drift.CURRENT_TO)
                .agg(
                        functions.max_by(col(Drift.EFFECT), col(Drift.RUN_ID)),
                        functions.max_by(col(Drift.DRIFTED), col(Drift.RUN_ID)))
                .orderBy(Drift.NAME, Drift.CURRENT_TO)
                .collectAsList()
                .stream()
                .map(row -> new DriftReport.Past(
                        row.getString(0), row.getTimestamp(1).toInstant(), row.getDouble(2), row.getBoolean(3)))
                .toList();
    }

    private static Column countOf(Column condition) {
        return sum(when(condition, 1L).otherwise(0L));
    }

    private static void write(Lake lake, DriftReport report) {
        List<Row> rows = Stream.concat(
                        report.features().stream().map(feature -> row(lake, report, feature)),
                        Stream.of(row(lake, report, report.failures())))
                .toList();
        lake.replaceWhere(
                lake.spark().createDataFrame(rows, Drift.SCHEMA).coalesce(1), Drift.TABLE, thisRun(lake), Map.of());
        lake.replaceWhere(
                lake.spark()
                        .createDataFrame(
                                report.segments().stream()
                                        .filter(segment -> segment.drift().judged())
                                        .map(segment -> row(lake, report, segment))
                                        .toList(),
                                DriftBySegment.SCHEMA)
                        .coalesce(1),
                DriftBySegment.TABLE,
                thisRun(lake),
                Map.of());
    }

    private static String thisRun(Lake lake) {
        return Drift.RUN_ID + " = '" + lake.runId().replace("'", "''") + "'";
    }

    private static Row row(Lake lake, DriftReport report, SegmentDrift segment) {
        FeatureDrift drift = segment.drift();
        return RowFactory.create(
                lake.runId(),
                segment.by(),
                segment.segment(),
                drift.feature(),
                Timestamp.from(report.current().from()),
                Timestamp.from(report.current().to()),
                (long) drift.machinesReference(),
                (long) drift.machinesCurrent(),
                finite(drift.effect()),
                drift.pValue(),
                drift.pAdjusted(),
                drift.drifted());
    }

    private static Row row(Lake lake, DriftReport report, FeatureDrift feature) {
        return row(
                lake,
                report,
                "feature",
                feature.feature(),
                feature.machinesReference(),
                feature.machinesCurrent(),
                feature.medianReference(),
                feature.medianCurrent(),
                feature.effect(),
                feature.psi(),
                feature.psiLimit(),
                feature.pValue(),
                feature.pAdjusted(),
                feature.drifted(),
                feature.note());
    }

    private static Row row(Lake lake, DriftReport report, DriftReport.RateChange failures) {
        double none = Double.NaN;
        return row(
                lake,
                report,
                "failure_rate",
                "failures_per_machine_week",
                failures.reference().events(),
                failures.current().events(),
                failures.reference().perMachineWeek(),
                failures.current().perMachineWeek(),
                none,
                none,
                none,
                failures.pValue(),
                none,
                failures.changed(),
                "");
    }

    private static Row row(
            Lake lake,
            DriftReport report,
            String kind,
            String name,
            long nReference,
            long nCurrent,
            double reference,
            double current,
            double effect,
            double psi,
            double psiLimit,
            double pValue,
            double pAdjusted,
            boolean drifted,
            String note) {
        return RowFactory.create(
                lake.runId(),
                kind,
                name,
                Timestamp.from(report.reference().from()),
                Timestamp.from(report.reference().to()),
                Timestamp.from(report.current().from()),
                Timestamp.from(report.current().to()),
                nReference,
                nCurrent,
                finite(reference),
                finite(current),
                finite(effect),
                finite(psi),
                finite(psiLimit),
                finite(pValue),
                finite(pAdjusted),
                drifted,
                note);
    }

    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
