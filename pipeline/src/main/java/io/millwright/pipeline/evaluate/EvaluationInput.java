package io.millwright.pipeline.evaluate;

import io.millwright.evaluation.row.Label;
import io.millwright.evaluation.rul.KaplanMeier;
import io.millwright.training.Axis;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that is judged, as plain values.
 *
 * @param folds of the split, in time order
 * @param heldOut tests on machines that never trained, by axis
 * @param predictions by target, candidate, fold and role
 * @param labels by target, machine and as_of
 * @param histories by machine
 * @param facts of every machine
 * @param regimes of test rows by machine and as_of; empty where the fleet has none
 * @param lives remaining, of the test rows
 */
record EvaluationInput(
        List<TestFold> folds,
        Map<Axis, List<TestFold>> heldOut,
        Map<Key, PredictionColumns> predictions,
        Map<String, Map<String, Map<Long, Label>>> labels,
        Map<String, MachineHistory> histories,
        Map<String, MachineFacts> facts,
        Map<String, Map<Long, Integer>> regimes,
        Lives lives) {

    /** What a prediction was made for. */
    enum Role {
        /** Out of fold, inside the training period: thresholds and candidates are chosen here. */
        VALIDATION,
        /** A test window. */
        TEST,
        /** Out of fold over the whole period: the registered model's own thresholds are chosen here. */
        FINAL,
        /** As validation, for the training machines of the second axis. */
        HELD_OUT_VALIDATION,
        /** As test, on machines that never trained. */
        HELD_OUT_TEST
    }

    /** One candidate's predictions of one target on one part of one fold. */
    record Key(String target, String candidate, int fold, Role role) implements Serializable {}

    /**
     * One RUL prediction of a test row beside its truth, in hours.
     *
     * @param truth NaN where it is not known
     * @param atLeast where it is not known, what the row's life was watched for at least; NaN where not even that is known
     * @param surviving chance to live on to the ends of equal intervals up to the cap; empty where the candidate gives none
     */
    record RulRow(
            String machine,
            long asOfMillis,
            String candidate,
            int fold,
            double median,
            double low,
            double high,
            double truth,
            double atLeast,
            List<Double> surviving) {

        /** When a life that lasts so long after a row ends: lives of one machine are told apart by it. */
        static long endSecond(long asOfMillis, double hours) {
            return Math.round(asOfMillis / 1_000.0 + hours * 3_600);
        }

        /** Tells lives apart, also those of one machine. */
        static String life(String machine, long asOfMillis, double hours) {
            return machine + "@" + endSecond(asOfMillis, hours);
        }

        /** Without a curve, of the first test, and with nothing known but the truth. */
        static RulRow of(
                String machine,
                long asOfMillis,
                String candidate,
                double median,
                double low,
                double high,
                double truth) {
            return new RulRow(machine, asOfMillis, candidate, 1, median, low, high, truth, Double.NaN, List.of());
        }
    }

    /**
     * What is known of remaining life.
     *
     * @param tests rows that are judged
     * @param before of an official split, the rows of its test units before their last, with the truth that follows from it
     * @param learned of each fold, how long the rows it learned from lived on as far as was known when its test began
     */
    record Lives(List<RulRow> tests, List<RulRow> before, Map<Integer, KaplanMeier> learned) {

        static final Lives NONE = new Lives(List.of(), List.of(), Map.of());
    }

    List<RulRow> rulRows() {
        return lives.tests();
    }

    Optional<PredictionColumns> predictions(String target, String candidate, int fold, Role role) {
        return Optional.ofNullable(predictions.get(new Key(target, candidate, fold, role)));
    }

    PredictionColumns.Labels labelsOf(String target) {
        Map<String, Map<Long, Label>> ofTarget = labels.getOrDefault(target, Map.of());
        return (machine, asOfMillis) ->
                ofTarget.getOrDefault(machine, Map.of()).getOrDefault(asOfMillis, Label.UNLABELLED);
    }
}
