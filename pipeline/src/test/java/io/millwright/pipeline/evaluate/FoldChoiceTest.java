package io.millwright.pipeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.evaluation.event.OperatingPoints;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.TargetSpec;
import io.millwright.pipeline.evaluate.TwelveMachines.Rule;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two models, of which the first is better before the first test and blind from then on; two baselines likewise. */
final class FoldChoiceTest {

    private static final Map<String, Rule> RULES = Map.of(
            "xgboost", TwelveMachines.CLEAR_AT_FIRST,
            "logistic", TwelveMachines.ONCE_WRONG,
            "robust_z", TwelveMachines.CLEAR_AT_FIRST,
            "age_based", TwelveMachines.ONCE_WRONG);

    @TempDir
    private Path folder;

    private PipelineConfig config;
    private TargetSpec.Failure target;

    @BeforeEach
    void a_pipeline_file() {
        config = TwelveMachines.config(Map.of(), folder);
        target = config.targets().headline().orElseThrow();
    }

    private static TwelveMachines twoTests() {
        return new TwelveMachines().testedFrom(30, 50, RULES).testedFrom(50, TwelveMachines.DAYS, RULES);
    }

    @Test
    void each_test_has_the_model_and_the_baseline_of_its_own_validation_and_their_alerts_are_judged_as_one() {
        TargetVerdict verdict = verdict(twoTests().input());

        assertThat(verdict.chosen()).containsExactly(Map.entry(1, "xgboost"), Map.entry(2, "logistic"));
        assertThat(verdict.champion().name()).isEqualTo("xgboost or logistic");
        assertThat(verdict.incumbent().name()).isEqualTo("robust_z or age_based");
        assertThat(verdict.champion().tally(OperatingPoints.COST_OPTIMAL).detected())
                .as("those of the second test; for the first the model was chosen that is blind in it, honestly")
                .isEqualTo(outcome(verdict, "logistic").on(2).test().tally(0.5).detected())
                .isPositive();
        assertThat(verdict.champion().on(2))
                .isEqualTo(outcome(verdict, "logistic").on(2));
        assertThat(verdict.champion().validationCosts())
                .containsEntry(1, outcome(verdict, "xgboost").validationCost(1))
                .containsEntry(2, outcome(verdict, "logistic").validationCost(2));
    }

    @Test
    void the_tests_say_who_acted_in_them_and_the_figures_of_those_stand_beside_the_candidates() {
        JudgedTargets targets = JudgedTargets.of(config, twoTests().input(), Optional.empty());

        assertThat(targets.folds()).extracting(Metrics.Fold::candidate).containsExactly("xgboost", "logistic");
        assertThat(targets.champion().candidate()).isEqualTo("xgboost or logistic");
        assertThat(targets.candidates()).containsOnlyKeys("xgboost", "logistic", "xgboost or logistic");
        assertThat(targets.details()).singleElement().satisfies(detail -> assertThat(detail.policies())
                .anyMatch(policy -> policy.figures().candidate().equals(detail.champion())));
    }

    @Test
    void one_that_is_always_chosen_keeps_its_name_and_its_figures() {
        TargetVerdict verdict = verdict(new TwelveMachines()
                .testedFrom(30, 50, Map.of("xgboost", TwelveMachines.CLEAR, "logistic", TwelveMachines.ONCE_WRONG))
                .testedFrom(50, 60, Map.of("xgboost", TwelveMachines.CLEAR, "logistic", TwelveMachines.ONCE_WRONG))
                .input());

        assertThat(verdict.champion()).isSameAs(outcome(verdict, "xgboost"));
        assertThat(verdict.policies()).extracting(PolicyOutcome::name).doesNotHaveDuplicates();
    }

    @Test
    void a_choice_made_on_another_target_holds_for_this_one() {
        EvaluationInput input = twoTests().input();
        PolicyJudge judge = new PolicyJudge(target, config, input.histories());

        TargetVerdict verdict = new TargetTrial(judge, input.histories())
                .hold(policies(input), Optional.of(Map.of(1, "logistic", 2, "logistic")), Optional.empty())
                .orElseThrow();

        assertThat(verdict.champion().name()).isEqualTo("logistic");
    }

    @Test
    void the_registered_model_is_the_cheapest_out_of_fold_over_the_whole_period_else_that_of_the_last_test() {
        EvaluationInput withFinal = twoTests()
                .outOfFold(Map.of("xgboost", TwelveMachines.CLEAR, "logistic", TwelveMachines.ONCE_WRONG))
                .input();

        assertThat(JudgedTargets.of(config, withFinal, Optional.empty()).registered())
                .contains("xgboost");
        assertThat(JudgedTargets.of(config, twoTests().input(), Optional.empty())
                        .registered())
                .contains("logistic");
    }

    private TargetVerdict verdict(EvaluationInput input) {
        PolicyJudge judge = new PolicyJudge(target, config, input.histories());
        return new TargetTrial(judge, input.histories())
                .hold(policies(input), Optional.empty(), Optional.empty())
                .orElseThrow();
    }

    private List<Policy> policies(EvaluationInput input) {
        return Policies.of(
                input,
                target.name(),
                config.targets().candidates(),
                config.targets().seed());
    }

    private static PolicyOutcome outcome(TargetVerdict verdict, String name) {
        return verdict.policies().stream()
                .filter(policy -> policy.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
