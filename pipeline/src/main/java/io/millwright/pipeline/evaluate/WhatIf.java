package io.millwright.pipeline.evaluate;

import io.millwright.lake.Lake;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.TargetSpec;
import io.millwright.training.TrainedRun;
import java.util.List;
import java.util.Optional;

/**
 * What the figures of one candidate, or of those that are chosen, would be had the pipeline file said otherwise about costs, alert budget or
 * notice. Thresholds are chosen anew on validation data, as ever. Writes nothing; what it shows of the tests is for the eye, not to choose by. It
 * asks no ledger of looks: it is for tests that {@code evaluate} has looked at already, of which it shows the same predictions under other
 * wishes.
 */
public final class WhatIf {

    private final EvaluationInput input;
    private final List<String> candidates;

    private WhatIf(EvaluationInput input, List<String> candidates) {
        this.input = input;
        this.candidates = candidates;
    }

    /**
     * Reads predictions and what happened, once for all questions.
     *
     * @param candidate of the configuration
     */
    public static WhatIf of(Lake lake, PipelineConfig config, String candidate) {
        return new WhatIf(read(lake, config), List.of(candidate));
    }

    /** The same of the models chosen for the tests, which are chosen anew, too. */
    public static WhatIf of(Lake lake, PipelineConfig config) {
        return new WhatIf(
                read(lake, config),
                config.targets().candidates().stream()
                        .filter(candidate -> !Policies.isBaseline(candidate))
                        .toList());
    }

    private static EvaluationInput read(Lake lake, PipelineConfig config) {
        return new EvaluationTables(TrainedRun.newest(lake).seen(lake), config).read();
    }

    /**
     * Figures for the headline target of a pipeline file that names the same targets; of an unchanged one those of {@code metrics.json}.
     *
     * @throws IllegalArgumentException where the candidate has no predictions for it
     */
    public Metrics.Failure figures(PipelineConfig changed) {
        TargetSpec.Failure target = changed.targets().headline().orElseThrow();
        PolicyJudge judge = new PolicyJudge(target, changed, input.histories());
        List<Policy> policies = Policies.of(
                        input, target.name(), candidates, changed.targets().seed())
                .stream()
                .filter(policy -> candidates.contains(policy.name()))
                .toList();
        return (policies.size() == 1
                        ? Optional.of(policies.get(0))
                        : FoldChoice.models(policies, judge::validationCost))
                .map(policy -> judge.judge(policy).figures())
                .orElseThrow(() -> new IllegalArgumentException(
                        "there are no predictions of " + String.join(", ", candidates) + " for " + target.name()));
    }
}
