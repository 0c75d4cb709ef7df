package io.millwright.pipeline.report;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max_by;

import io.millwright.lake.Lake;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.SensorSpec;
import io.millwright.lake.config.SplitSpec;
import io.millwright.lake.table.Equipment;
import io.millwright.lake.table.Events;
import io.millwright.lake.table.RemainingLife;
import io.millwright.lake.table.WorkOrders;
import io.millwright.pipeline.evaluate.FoldChoice;
import io.millwright.pipeline.evaluate.Metrics;
import io.millwright.training.table.Predictions;
import io.millwright.training.table.Role;
import io.millwright.training.table.RulPredictions;
import io.millwright.training.table.Scores;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** Reads what the timelines show, for a few machines at a time. Costs one small Spark job a table. */
final class TimelineTables {

    private static final String MACHINE = "equipment_id";
    private static final int SENSORS_SHOWN = 4;

    private final Lake lake;
    private final PipelineConfig config;
    private final Metrics metrics;
    private final ReportData.Fleet fleet;

    TimelineTables(Lake lake, PipelineConfig config, Metrics metrics, ReportData.Fleet fleet) {
        this.lake = lake;
        this.config = config;
        this.metrics = metrics;
        this.fleet = fleet;
    }

    List<MachineTimeline> read(List<ShownMachine> shown) {
        if (shown.isEmpty()) {
            return List.of();
        }
        Object[] ids = shown.stream().map(ShownMachine::equipmentId).toArray();
        Map<String, Row> equipment = new HashMap<>();
        lake.read(Equipment.TABLE)
                .where(col(MACHINE).isin(ids))
                .select(MACHINE, Equipment.SITE, Equipment.TYPE)
                .collectAsList()
                .forEach(row -> equipment.put(row.getString(0), row));
        Map<String, List<MachineTimeline.Score>> scores = scores(ids);
        Map<String, List<MachineTimeline.Mark>> failures = failures(ids);
        Map<String, List<MachineTimeline.Life>> lives = lives(ids, failures);
        Map<String, List<MachineTimeline.Mark>> orders = orders(ids);
        Map<String, Map<String, SensorMeans>> means = new SensorMeansTable(lake, config, fleet).read(ids);
        List<MachineTimeline> timelines = new ArrayList<>();
        for (ShownMachine machine : shown) {
            String id = machine.equipmentId();
            Row row = equipment.get(id);
            timelines.add(new MachineTimeline(
                    id,
                    row == null ? config.equipment().defaultSite() : row.getString(1),
                    row == null ? config.equipment().defaultType() : row.getString(2),
                    machine.why(),
                    scores.getOrDefault(id, List.of()),
                    lives.getOrDefault(id, List.of()),
                    failures.getOrDefault(id, List.of()),
                    orders.getOrDefault(id, List.of()),
                    tracks(means.getOrDefault(id, Map.of()))));
        }
        return timelines;
    }

    private Map<String, List<MachineTimeline.Score>> scores(Object[] ids) {
        Map<String, List<MachineTimeline.Score>> scores = new HashMap<>();
        Metrics.Failure headline = metrics.failure();
        if (headline == null || !lake.has(Predictions.TABLE)) {
            return scores;
        }
        lake.read(Predictions.TABLE)
                .where(col(Predictions.TARGET)
                        .equalTo(headline.name())
                        .and(FoldChoice.rows(FoldChoice.of(metrics)))
                        .and(col(Predictions.ROLE).equalTo(Role.TEST))
                        .and(col(MACHINE).isin(ids)))
                .select(col(MACHINE), expr("unix_seconds(as_of)"), expr("coalesce(p, score)"), col(Predictions.FOLD))
                .orderBy(MACHINE, Predictions.AS_OF)
                .collectAsList()
                .forEach(row -> scores.computeIfAbsent(row.getString(0), any -> new ArrayList<>())
                        .add(new MachineTimeline.Score(row.getLong(1), rounded(row.getDouble(2), 4), row.getInt(3))));
        addListed(scores, ids, headline.name());
        return scores;
    }

    /** What work lists said of moments after the tests, by whichever model they were made. */
    private void addListed(Map<String, List<MachineTimeline.Score>> scores, Object[] ids, String target) {
        Optional<Instant> tested =
                metrics.folds().stream().map(Metrics.Fold::testTo).max(Comparator.naturalOrder());
        if (tested.isEmpty() || !lake.has(Scores.TABLE)) {
            return;
        }
        Column said = coalesce(element_at(col(Scores.P), target), element_at(col(Scores.SCORE), target));
        lake.read(Scores.TABLE)
                .where(col(MACHINE)
                        .isin(ids)
                        .and(col(Scores.AS_OF).geq(lit(Timestamp.from(tested.get()))))
                        .and(said.isNotNull()))
                .groupBy(col(MACHINE), expr("unix_seconds(as_of)").as("t"))
                .agg(max_by(said, col(Scores.SCORED_FOR)))
                .orderBy(MACHINE, "t")
                .collectAsList()
                .forEach(row -> addListed(
                        scores.computeIfAbsent(row.getString(0), any -> new ArrayList<>()),
                        new MachineTimeline.Score(
                                row.getLong(1), rounded(row.getDouble(2), 4), MachineTimeline.LISTED)));
    }

    private static void addListed(List<MachineTimeline.Score> scores, MachineTimeline.Score listed) {
        if (scores.isEmpty() || scores.get(scores.size() - 1).t() < listed.t()) {
            scores.add(listed);
        }
    }

    private Map<String, List<MachineTimeline.Life>> lives(
            Object[] ids, Map<String, List<MachineTimeline.Mark>> failures) {
        Map<String, List<MachineTimeline.Life>> lives = new HashMap<>();
        Metrics.Rul rul = metrics.rul();
        if (rul == null || metrics.failure() != null || !lake.has(RulPredictions.TABLE)) {
            return lives;
        }
        Map<String, List<Row>> rows = new HashMap<>();
        lake.read(RulPredictions.TABLE)
                .where(col(RulPredictions.CANDIDATE)
                        .equalTo(rul.candidate())
                        .and(col(RulPredictions.ROLE).isin(Role.TEST, Role.HISTORY))
                        .and(col(MACHINE).isin(ids)))
                .select(
                        col(MACHINE),
                        expr("unix_seconds(as_of)"),
                        col(RulPredictions.RUL_LOW_H),
                        col(RulPredictions.RUL_MEDIAN_H),
                        col(RulPredictions.RUL_HIGH_H))
                .orderBy(MACHINE, RulPredictions.AS_OF)
                .collectAsList()
                .forEach(row -> rows.computeIfAbsent(row.getString(0), any -> new ArrayList<>())
                        .add(row));
        Map<String, Double> published = publishedEnds(rows);
        rows.forEach((machine, ofMachine) -> ofMachine.forEach(row -> lives.computeIfAbsent(
                        machine, any -> new ArrayList<>())
                .add(new MachineTimeline.Life(
                        row.getLong(1),
                        rounded(number(row, 2), 1),
                        rounded(number(row, 3), 1),
                        rounded(number(row, 4), 1),
                        trueLife(published.get(machine), failures.getOrDefault(machine, List.of()), row.getLong(1))))));
        return lives;
    }

    private static double trueLife(@Nullable Double publishedEnd, List<MachineTimeline.Mark> failures, long t) {
        return publishedEnd == null ? hoursToFailure(failures, t) : publishedEnd - t / 3600.0;
    }

    /**
     * Hours from a moment to the next failure; 0 at one, NaN behind the last.
     *
     * @param failures of one machine, in the order of time
     * @param t seconds from the epoch
     */
    static double hoursToFailure(List<MachineTimeline.Mark> failures, long t) {
        return failures.stream()
                .filter(failure -> failure.t() >= t)
                .findFirst()
                .map(failure -> (failure.t() - t) / 3600.0)
                .orElse(Double.NaN);
    }

    /** When the life of each official test unit ends, in hours from the epoch. */
    private Map<String, Double> publishedEnds(Map<String, List<Row>> rows) {
        Map<String, Double> ends = new HashMap<>();
        if (config.split().kind() == SplitSpec.Kind.OFFICIAL && lake.has(RemainingLife.TABLE)) {
            lake.read(RemainingLife.TABLE)
                    .select(RemainingLife.EQUIPMENT_ID, RemainingLife.RUL_HOURS)
                    .collectAsList()
                    .forEach(row -> {
                        List<Row> ofMachine = rows.getOrDefault(row.getString(0), List.of());
                        if (!ofMachine.isEmpty()) {
                            long last = ofMachine.get(ofMachine.size() - 1).getLong(1);
                            ends.put(row.getString(0), last / 3600.0 + row.getDouble(1));
                        }
                    });
        }
        return ends;
    }

    private Map<String, List<MachineTimeline.Mark>> failures(Object[] ids) {
        if (!lake.has(Events.TABLE)) {
            return Map.of();
        }
        return marks(lake.read(Events.TABLE)
                .where(col(Events.KIND).equalTo("failure").and(col(MACHINE).isin(ids)))
                .select(
                        col(MACHINE),
                        expr("unix_seconds(event_time)").as("t"),
                        expr("'failure'"),
                        expr("concat_ws(' ', 'failure of', component, nullif(mode, component))")));
    }

    private Map<String, List<MachineTimeline.Mark>> orders(Object[] ids) {
        if (!lake.has(WorkOrders.TABLE)) {
            return Map.of();
        }
        return marks(lake.read(WorkOrders.TABLE)
                .where(col(MACHINE).isin(ids).and(col(WorkOrders.STATUS).equalTo("closed")))
                .select(
                        col(MACHINE),
                        expr("unix_seconds(event_time)").as("t"),
                        col(WorkOrders.KIND),
                        expr("concat_ws(' ', kind, 'order,', component)"))
                .distinct());
    }

    private static Map<String, List<MachineTimeline.Mark>> marks(Dataset<Row> rows) {
        Map<String, List<MachineTimeline.Mark>> marks = new HashMap<>();
        rows.orderBy(MACHINE, "t").collectAsList().forEach(row -> marks.computeIfAbsent(
                        row.getString(0), any -> new ArrayList<>())
                .add(new MachineTimeline.Mark(row.getLong(1), row.getString(2), row.getString(3))));
        return marks;
    }

    /** The condition sensors that moved most against their own spread. */
    private List<MachineTimeline.SensorTrack> tracks(Map<String, SensorMeans> means) {
        return config.sensors().stream()
                .filter(sensor -> sensor.role() == SensorSpec.Role.CONDITION && means.containsKey(sensor.name()))
                .sorted(Comparator.comparingDouble(sensor -> -movement(means, sensor)))
                .limit(SENSORS_SHOWN)
                .map(sensor -> means.getOrDefault(sensor.name(), new SensorMeans())
                        .track(sensor.name(), sensor.label(), sensor.unit()))
                .toList();
    }

    private static double movement(Map<String, SensorMeans> means, SensorSpec sensor) {
        SensorMeans ofSensor = means.get(sensor.name());
        return ofSensor == null ? 0 : ofSensor.movement();
    }

    private static double number(Row row, int column) {
        return row.isNullAt(column) ? Double.NaN : row.getDouble(column);
    }

    static double rounded(double value, int decimals) {
        double scale = Math.pow(10, decimals);
        return Double.isNaN(value) ? value : Math.round(value * scale) / scale;
    }
}
