package io.millwright.pipeline.evaluate;

import io.millwright.evaluation.row.Label;
import io.millwright.evaluation.row.ScoredRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** One candidate's predictions of one target on one part of one fold: columns of equal length, a row is one machine at one as_of. */
public final class PredictionColumns {

    /** Breaks the ties a calibration makes, by the raw score, without moving a probability that anyone could notice. */
    static final double TIE_BREAK = 1e-6;

    /** Says where a row's label is kept. */
    @FunctionalInterface
    interface Labels {
        Label of(String machine, long asOfMillis);
    }

    private final List<String> machine = new ArrayList<>();
    private long[] asOfMillis = new long[256];
    private double[] score = new double[256];
    private double[] probability = new double[256];

    /** Adds a row; a policy without probabilities has NaN there. */
    void add(String ofMachine, long at, double rawScore, double calibrated) {
        int row = machine.size();
        if (row == asOfMillis.length) {
            asOfMillis = Arrays.copyOf(asOfMillis, 2 * row);
            score = Arrays.copyOf(score, 2 * row);
            probability = Arrays.copyOf(probability, 2 * row);
        }
        machine.add(ofMachine);
        asOfMillis[row] = at;
        score[row] = rawScore;
        probability[row] = calibrated;
    }

    int size() {
        return machine.size();
    }

    /** Of every row. */
    List<String> machines() {
        return Collections.unmodifiableList(machine);
    }

    boolean hasProbabilities() {
        return size() > 0 && !Double.isNaN(probability[0]);
    }

    /** The rows by the score decisions are taken on: the probability where there is one, see {@link #decision}. */
    ScoredRows decisions(Labels labels) {
        ScoredRows.Builder rows = ScoredRows.builder();
        for (int row = 0; row < size(); row++) {
            rows.add(
                    machine.get(row),
                    asOfMillis[row],
                    decision(score[row], probability[row]),
                    labels.of(machine.get(row), asOfMillis[row]));
        }
        return rows.build();
    }

    /** The rows by probability alone; only where {@link #hasProbabilities}. */
    ScoredRows probabilities(Labels labels) {
        ScoredRows.Builder rows = ScoredRows.builder();
        for (int row = 0; row < size(); row++) {
            rows.add(machine.get(row), asOfMillis[row], probability[row], labels.of(machine.get(row), asOfMillis[row]));
        }
        return rows.build();
    }

    /** The probability with ties broken by the raw score, or the raw score of a policy that has no probability. */
    public static double decision(double rawScore, double calibrated) {
        return Double.isNaN(calibrated) ? rawScore : calibrated + TIE_BREAK * rawScore;
    }
}
