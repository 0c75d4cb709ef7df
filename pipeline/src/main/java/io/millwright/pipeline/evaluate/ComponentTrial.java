package io.millwright.pipeline.evaluate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import io.millwright.evaluation.ClusterBootstrap;
import io.millwright.evaluation.row.ComponentMetrics;
import io.millwright.evaluation.row.Label;
import io.millwright.evaluation.row.ScoredRows;
import io.millwright.features.table.Labels;
import io.millwright.lake.Lake;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.training.table.Predictions;
import io.millwright.training.table.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;

/**
 * Which component will fail, on every labelled test row of a target: none below the threshold, above it the component of the mode that
 * the model names. A fold's threshold is the one of highest F1 on its validation rows.
 */
final class ComponentTrial {

    private static final String TRUE_COMPONENT = "true_component";

    private final Lake lake;
    private final ClusterBootstrap bootstrap;

    ComponentTrial(Lake lake, PipelineConfig config) {
        this.lake = lake;
        this.bootstrap = PolicyJudge.bootstrap(config);
    }

    /**
     * A labelled test row.
     *
     * @param decision the score that is held against the threshold
     * @param modes that the model names, joined by {@code +}
     * @param components that failed, joined likewise; empty where none did
     */
    record Said(String machine, int fold, double decision, String modes, String components) {}

    /** A failure that the log names mode and component of. */
    record Named(Instant at, String mode, String component) {}

    /** Empty where the log names no component. */
    Optional<Metrics.Components> hold(TargetVerdict verdict) {
        String target = verdict.champion().figures().name();
        List<Named> failures = failures(target);
        return failures.isEmpty()
                ? Optional.empty()
                : judged(verdict.champion().policy(), rows(target, verdict.chosen()), failures, bootstrap);
    }

    private List<Named> failures(String target) {
        return lake
                .read(Labels.TABLE)
                .where(col(Labels.TARGET)
                        .equalTo(target)
                        .and(expr(Labels.HAPPENED).equalTo(1))
                        .and(expr(Labels.LOGGED_COMPONENT).isNotNull()))
                .select(Labels.EQUIPMENT_ID, Labels.FAILURE_TIME, Labels.MODE, Labels.COMPONENT)
                .distinct()
                .collectAsList()
                .stream()
                .map(row -> new Named(row.getTimestamp(1).toInstant(), text(row, 2), row.getString(3)))
                .toList();
    }

    private List<Said> rows(String target, Map<Integer, String> chosen) {
        List<Said> rows = new ArrayList<>();
        for (Row row : lake.read(Predictions.TABLE)
                .where(col(Predictions.TARGET)
                        .equalTo(target)
                        .and(FoldChoice.rows(chosen))
                        .and(col(Predictions.ROLE).equalTo(Role.TEST)))
                .join(
                        lake.read(Labels.TABLE)
                                .where(col(Labels.TARGET)
                                        .equalTo(target)
                                        .and(expr(Labels.HAPPENED).isNotNull()))
                                .select(
                                        col(Labels.EQUIPMENT_ID),
                                        col(Labels.AS_OF),
                                        expr("CASE WHEN " + Labels.LABEL + " = 1 THEN " + Labels.LOGGED_COMPONENT
                                                        + " END")
                                                .as(TRUE_COMPONENT)),
                        new String[] {Labels.EQUIPMENT_ID, Labels.AS_OF})
                .select(
                        Predictions.EQUIPMENT_ID,
                        Predictions.FOLD,
                        Predictions.SCORE,
                        Predictions.P,
                        Predictions.MODE,
                        TRUE_COMPONENT)
                .collectAsList()) {
            rows.add(new Said(
                    row.getString(0),
                    row.getInt(1),
                    PredictionColumns.decision(row.getDouble(2), EvaluationTables.number(row, 3)),
                    text(row, 4),
                    text(row, 5)));
        }
        return rows;
    }

    private static String text(Row row, int column) {
        return row.isNullAt(column) ? "" : row.getString(column);
    }

    static Optional<Metrics.Components> judged(
            Policy policy, List<Said> rows, List<Named> failures, ClusterBootstrap bootstrap) {
        Map<Integer, Double> thresholds = new TreeMap<>();
        Map<Integer, Map<String, String>> componentOf = new HashMap<>();
        for (Policy.OnFold on : policy.folds()) {
            thresholds.put(on.fold().fold(), bestThreshold(on.validation()));
            componentOf.put(
                    on.fold().fold(), componentOf(failures, on.fold().train().to()));
        }
        List<ComponentMetrics.Row> judged = new ArrayList<>();
        for (Said row : rows) {
            boolean fails = row.decision() >= thresholds.getOrDefault(row.fold(), Double.POSITIVE_INFINITY);
            Map<String, String> components = componentOf.getOrDefault(row.fold(), Map.of());
            judged.add(new ComponentMetrics.Row(
                    row.machine(), parts(row.components()), fails ? components(row.modes(), components) : Set.of()));
        }
        return judged.isEmpty() ? Optional.empty() : Optional.of(figures(thresholds, judged, bootstrap));
    }

    private static Metrics.Components figures(
            Map<Integer, Double> thresholds, List<ComponentMetrics.Row> rows, ClusterBootstrap bootstrap) {
        ComponentMetrics metrics = new ComponentMetrics(rows);
        List<Metrics.OfComponent> components = new ArrayList<>();
        for (String name : metrics.classes()) {
            ComponentMetrics.Counts counts = metrics.counts(name);
            components.add(new Metrics.OfComponent(
                    name,
                    counts.truth(),
                    counts.said(),
                    counts.right(),
                    bootstrap.estimate(metrics.precision(name)),
                    bootstrap.estimate(metrics.recall(name)),
                    bootstrap.estimate(metrics.f1(name))));
        }
        return new Metrics.Components(
                thresholds,
                rows.stream().filter(row -> row.truth().size() > 1).count(),
                bootstrap.estimate(metrics.macroF1()),
                components);
    }

    /** Of highest F1 over labelled rows, the highest of equals; infinite without positives. */
    static double bestThreshold(ScoredRows rows) {
        int[] order = IntStream.range(0, rows.size())
                .filter(row -> rows.label(row) != Label.UNLABELLED)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer row) -> -rows.score(row)))
                .mapToInt(Integer::intValue)
                .toArray();
        long positives = IntStream.of(order)
                .filter(row -> rows.label(row) == Label.POSITIVE)
                .count();
        double best = Double.POSITIVE_INFINITY;
        double bestF1 = 0;
        long right = 0;
        for (int said = 1; said <= order.length; said++) {
            int row = order[said - 1];
            right += rows.label(row) == Label.POSITIVE ? 1 : 0;
            boolean tied = said < order.length && rows.score(order[said]) == rows.score(row);
            double f1 = 2.0 * right / (said + positives);
            if (!tied && f1 > bestF1) {
                best = rows.score(row);
                bestF1 = f1;
            }
        }
        return best;
    }

    /** The component that most often failed in each mode, of failures before a moment; where several fail at once nobody knows which. */
    private static Map<String, String> componentOf(List<Named> failures, Instant before) {
        Map<String, Map<String, Integer>> counts = new TreeMap<>();
        for (Named failure : failures) {
            if (failure.at().isBefore(before) && parts(failure.component()).size() == 1) {
                counts.computeIfAbsent(failure.mode(), any -> new TreeMap<>())
                        .merge(failure.component(), 1, Integer::sum);
            }
        }
        Map<String, String> most = new HashMap<>();
        counts.forEach((mode, of) -> most.put(
                mode,
                of.entrySet().stream()
                        .max(Map.Entry.comparingByValue())
                        .orElseThrow()
                        .getKey()));
        return most;
    }

    /** A mode whose component is not known stands for itself. */
    private static Set<String> components(String modes, Map<String, String> componentOf) {
        return Set.copyOf(parts(modes).stream()
                .map(mode -> componentOf.getOrDefault(mode, mode))
                .toList());
    }

    private static Set<String> parts(String joined) {
        return joined.isEmpty() ? Set.of() : Set.of(joined.split("\\+"));
    }
}
