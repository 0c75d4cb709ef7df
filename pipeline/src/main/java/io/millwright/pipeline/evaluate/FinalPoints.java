package io.millwright.pipeline.evaluate;

import io.millwright.evaluation.TimeWindow;
import io.millwright.evaluation.event.OperatingPoint;
import io.millwright.evaluation.row.ScoredRows;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.TargetSpec;
import io.millwright.pipeline.evaluate.EvaluationInput.Role;
import io.millwright.training.registry.ModelPackage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code operating_points.json}: the thresholds the registered model acts on, chosen on rows its final fit never saw, over the
 * whole period.
 */
public record FinalPoints(String candidate, List<Target> targets) {

    static final String FILE = "operating_points.json";

    /** Number of the fold that trains on all data. */
    private static final int FINAL_FOLD = 0;

    /** Of one target. */
    public record Target(String name, List<Point> points) {}

    /** Alert where the decision score (probability, ties broken by the raw score) is at or above the threshold; null is never. */
    public record Point(String name, double threshold, Metrics.Dates chosenOn, boolean attained, String reason) {}

    static FinalPoints of(PipelineConfig config, EvaluationInput input, Metrics metrics) {
        String candidate = metrics.champion().candidate();
        List<Target> targets = new ArrayList<>();
        for (TargetSpec.Failure target : config.targets().failures()) {
            rows(input, target, candidate)
                    .ifPresent(rows -> targets.add(new Target(
                            target.name(),
                            new PolicyJudge(target, config, input.histories())
                                    .pointsOn(rows, PolicyJudge.watched(rows, config.timeAxis())).stream()
                                            .map(FinalPoints::point)
                                            .toList())));
        }
        return new FinalPoints(candidate, targets);
    }

    /**
     * The model that costs least on rows its final fit never saw, over the whole period; of equals the one configured first. Empty where
     * none has such rows.
     */
    static Optional<String> cheapest(PipelineConfig config, EvaluationInput input, TargetSpec.Failure target) {
        PolicyJudge judge = new PolicyJudge(target, config, input.histories());
        PredictionColumns.Labels labels = input.labelsOf(target.name());
        Map<String, Double> costs = new LinkedHashMap<>();
        for (String candidate : config.targets().candidates()) {
            if (!Policies.isBaseline(candidate)) {
                input.predictions(target.name(), candidate, FINAL_FOLD, Role.FINAL)
                        .map(columns -> columns.decisions(labels))
                        .ifPresent(rows ->
                                costs.put(candidate, judge.costOn(rows, PolicyJudge.watched(rows, config.timeAxis()))));
            }
        }
        return FoldChoice.cheapest(costs);
    }

    /** Those of a package; none of one that has none. */
    public static FinalPoints of(ModelPackage model) {
        return model.has(FILE)
                ? ResultFiles.parse(
                        new String(model.file(FILE), StandardCharsets.UTF_8),
                        FinalPoints.class,
                        "version " + model.version())
                : new FinalPoints(model.manifest().candidate(), List.of());
    }

    /** The threshold of a point of a target; infinite, so that nothing alerts, where it was never chosen. */
    public double threshold(String target, String point) {
        return targets.stream()
                .filter(each -> each.name().equals(target))
                .flatMap(each -> each.points().stream())
                .filter(each -> each.name().equals(point) && !Double.isNaN(each.threshold()))
                .mapToDouble(Point::threshold)
                .findFirst()
                .orElse(Double.POSITIVE_INFINITY);
    }

    private static Optional<ScoredRows> rows(EvaluationInput input, TargetSpec.Failure target, String candidate) {
        PredictionColumns.Labels labels = input.labelsOf(target.name());
        return input.predictions(target.name(), candidate, FINAL_FOLD, Role.FINAL)
                .or(() -> lastValidation(input, target.name(), candidate))
                .map(columns -> columns.decisions(labels));
    }

    private static Optional<PredictionColumns> lastValidation(EvaluationInput input, String target, String candidate) {
        return input.folds().isEmpty()
                ? Optional.empty()
                : input.predictions(
                        target,
                        candidate,
                        input.folds().get(input.folds().size() - 1).fold(),
                        Role.VALIDATION);
    }

    private static Point point(OperatingPoint point) {
        TimeWindow on = point.chosenOn();
        return new Point(
                point.name(),
                point.threshold(),
                new Metrics.Dates(on.from(), on.to()),
                point.attained(),
                point.reason());
    }
}
