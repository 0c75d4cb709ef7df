package io.millwright.pipeline.evaluate;

import io.millwright.lake.Lake;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.TargetSpec;
import io.millwright.training.TrainedRun;
import java.util.List;

/**
 * What the figures of one candidate would be had the pipeline file said otherwise about costs, alert budget or notice. Thresholds are chosen
 * anew on validation data, as ever. Writes nothing; what it shows of the tests is for the eye, not to choose by.
 */
public final class WhatIf {

    private final EvaluationInput input;
    private final String candidate;

    private WhatIf(EvaluationInput input, String candidate) {
        this.input = input;
        this.candidate = candidate;
    }

    /**
     * Reads predictions and what happened, once for all questions.
     *
     * @param candidate of the configuration, for example the champion
     */
    public static WhatIf of(Lake lake, PipelineConfig config, String candidate) {
        return new WhatIf(new EvaluationTables(TrainedRun.newest(lake).seen(lake), config).read(), candidate);
    }

    /**
     * Figures for the headline target of a pipeline file that names the same targets; of an unchanged one those of {@code metrics.json}.
     *
     * @throws IllegalArgumentException where the candidate has no predictions for it
     */
    public Metrics.Failure figures(PipelineConfig changed) {
        TargetSpec.Failure target = changed.targets().headline().orElseThrow();
        return Policies.of(
                        input,
                        target.name(),
                        List.of(candidate),
                        changed.targets().seed())
                .stream()
                .filter(policy -> policy.name().equals(candidate))
                .findFirst()
                .map(policy -> new PolicyJudge(target, changed, input.histories())
                        .judge(policy)
                        .figures())
                .orElseThrow(() -> new IllegalArgumentException(
                        "there are no predictions of " + candidate + " for " + target.name()));
    }
}
