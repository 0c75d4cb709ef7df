package io.millwright.pipeline.evaluate;

import io.millwright.evaluation.event.Baselines;
import io.millwright.evaluation.row.ScoredRows;
import io.millwright.pipeline.evaluate.EvaluationInput.Role;
import io.millwright.training.Axis;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The policies of a target: every candidate that was trained, and those that need no training. */
final class Policies {

    private static final ScoredRows NONE = ScoredRows.builder().build();
    private static final List<String> BASELINES =
            List.of(Baselines.RUN_TO_FAILURE, Baselines.AGE_BASED, "robust_z", Baselines.RANDOM);

    private Policies() {}

    static boolean isBaseline(String candidate) {
        return BASELINES.contains(candidate);
    }

    /** Candidates in their configured order, run to failure first and random last whether configured or not. */
    static List<Policy> of(EvaluationInput input, String target, List<String> candidates, long seed) {
        List<Policy> policies = new ArrayList<>();
        for (String candidate : candidates) {
            if (!candidate.equals(Baselines.RUN_TO_FAILURE)) {
                trained(input, target, candidate, input.folds(), Role.VALIDATION, Role.TEST)
                        .ifPresent(policies::add);
            }
        }
        policies.stream().findFirst().ifPresent(any -> {
            policies.add(0, runToFailure(any));
            policies.add(random(any, seed));
        });
        return List.copyOf(policies);
    }

    /** A candidate on machines it never trained on; empty without that axis. */
    static Optional<Policy> onNewMachines(EvaluationInput input, String target, String candidate, Axis axis) {
        List<TestFold> tests = input.heldOut().getOrDefault(axis, List.of());
        return trained(input, target, candidate, tests, Role.HELD_OUT_VALIDATION, Role.HELD_OUT_TEST);
    }

    private static Optional<Policy> trained(
            EvaluationInput input,
            String target,
            String candidate,
            List<TestFold> on,
            Role validationRole,
            Role testRole) {
        List<Policy.OnFold> folds = new ArrayList<>();
        for (TestFold fold : on) {
            Optional<PredictionColumns> test = input.predictions(target, candidate, fold.fold(), testRole);
            Optional<PredictionColumns> validation = input.predictions(target, candidate, fold.fold(), validationRole);
            if (test.isPresent()) {
                PredictionColumns.Labels labels = input.labelsOf(target);
                folds.add(new Policy.OnFold(
                        fold,
                        validation.map(columns -> columns.decisions(labels)).orElse(NONE),
                        test.get().decisions(labels),
                        test.get().hasProbabilities() ? test.get().probabilities(labels) : NONE));
            }
        }
        return folds.isEmpty()
                ? Optional.empty()
                : Optional.of(new Policy(candidate, isBaseline(candidate), false, folds));
    }

    private static Policy runToFailure(Policy rowsOf) {
        return rescored(rowsOf, Baselines.RUN_TO_FAILURE, true, rows -> rows.rescored((machine, subject, at) -> 0));
    }

    private static Policy random(Policy rowsOf, long seed) {
        return rescored(rowsOf, Baselines.RANDOM, false, rows -> Baselines.random(rows, seed));
    }

    private static Policy rescored(Policy rowsOf, String name, boolean neverAlerts, UnaryOperator<ScoredRows> score) {
        List<Policy.OnFold> folds = rowsOf.folds().stream()
                .map(on -> new Policy.OnFold(on.fold(), score.apply(on.validation()), score.apply(on.test()), NONE))
                .toList();
        return new Policy(name, true, neverAlerts, folds);
    }
}
