package io.millwright.pipeline.evaluate;

import io.millwright.evaluation.row.Label;
import io.millwright.evaluation.row.ScoredRows;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One candidate's predictions of one target on one part of one fold: columns of equal length, a row is one machine at one as_of. */
public final class PredictionColumns implements Serializable {

    private static final int FIRST_ROWS = 256;

    /** Breaks the ties a calibration makes, by the raw score, without moving a probability that anyone could notice. */
    static final double TIE_BREAK = 1e-6;

    /** Says where a row's label is kept. */
    @FunctionalInterface
    interface Labels {
        Label of(String machine, long asOfMillis);
    }

    private final List<String> names = new ArrayList<>();
    private final Map<String, Integer> numberOfName = new HashMap<>();
    private int rows;
    /** Each row's place in the names. */
    private int[] machine = new int[FIRST_ROWS];

    private long[] asOfMillis = new long[FIRST_ROWS];
    private double[] score = new double[FIRST_ROWS];
    private double[] probability = new double[FIRST_ROWS];

    /** Adds a row; a policy without probabilities has NaN there. */
    void add(String ofMachine, long at, double rawScore, double calibrated) {
        if (rows == machine.length) {
            resize(Math.max(FIRST_ROWS, 2 * rows));
        }
        machine[rows] = numberOf(ofMachine);
        asOfMillis[rows] = at;
        score[rows] = rawScore;
        probability[rows] = calibrated;
        rows++;
    }

    /** Adds all rows of another part. */
    void addAll(PredictionColumns other) {
        int[] number = other.names.stream().mapToInt(this::numberOf).toArray();
        int before = rows;
        rows += other.rows;
        resize(rows);
        for (int row = 0; row < other.rows; row++) {
            machine[before + row] = number[other.machine[row]];
        }
        System.arraycopy(other.asOfMillis, 0, asOfMillis, before, other.rows);
        System.arraycopy(other.score, 0, score, before, other.rows);
        System.arraycopy(other.probability, 0, probability, before, other.rows);
    }

    /** Without room for more rows. */
    PredictionColumns trimmed() {
        resize(rows);
        return this;
    }

    private void resize(int length) {
        machine = Arrays.copyOf(machine, length);
        asOfMillis = Arrays.copyOf(asOfMillis, length);
        score = Arrays.copyOf(score, length);
        probability = Arrays.copyOf(probability, length);
    }

    private int numberOf(String name) {
        return numberOfName.computeIfAbsent(name, added -> {
            names.add(added);
            return names.size() - 1;
        });
    }

    int size() {
        return rows;
    }

    /** Those that have rows, each once. */
    List<String> machines() {
        return Collections.unmodifiableList(names);
    }

    boolean hasProbabilities() {
        return size() > 0 && !Double.isNaN(probability[0]);
    }

    /** The rows by the score decisions are taken on: the probability where there is one, see {@link #decision}. */
    ScoredRows decisions(Labels labels) {
        ScoredRows.Builder scored = ScoredRows.builder();
        for (int row = 0; row < size(); row++) {
            String name = names.get(machine[row]);
            scored.add(name, asOfMillis[row], decision(score[row], probability[row]), labels.of(name, asOfMillis[row]));
        }
        return scored.build();
    }

    /** The rows by probability alone; only where {@link #hasProbabilities}. */
    ScoredRows probabilities(Labels labels) {
        ScoredRows.Builder scored = ScoredRows.builder();
        for (int row = 0; row < size(); row++) {
            String name = names.get(machine[row]);
            scored.add(name, asOfMillis[row], probability[row], labels.of(name, asOfMillis[row]));
        }
        return scored.build();
    }

    /** The probability with ties broken by the raw score, or the raw score of a policy that has no probability. */
    public static double decision(double rawScore, double calibrated) {
        return Double.isNaN(calibrated) ? rawScore : calibrated + TIE_BREAK * rawScore;
    }
}
