package io.millwright.training.calibration;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Isotonic regression by pooling adjacent violators, drawn as straight lines between the centres of its blocks: so that scores inside a
 * block keep their order instead of becoming ties.
 *
 * @param score centre of each block, ascending: the mean score of its rows
 * @param probability share of positives in each block, non-decreasing, held inside [1/(n+2), (n+1)/(n+2)] for n rows
 * @see "Zadrozny and Elkan, Transforming classifier scores into accurate multiclass probability estimates, KDD 2002; deviation: linear
 *     between blocks, and held away from 0 and 1"
 */
@SuppressWarnings("ArrayRecordComponent") // fitted numbers, written out as a whole
public record Isotonic(double[] score, double[] probability) implements Calibrator {

    /** Fits on scores and outcomes of equal length, at least one. Costs one sort. */
    public static Isotonic fit(double[] scores, boolean[] positive) {
        if (scores.length == 0 || scores.length != positive.length) {
            throw new IllegalArgumentException("needs as many outcomes as scores, and at least one, got "
                    + scores.length + " scores and " + positive.length + " outcomes");
        }
        Blocks blocks = pooled(scores, positive);
        double floor = 1.0 / (scores.length + 2);
        double[] centre = new double[blocks.size];
        double[] share = new double[blocks.size];
        for (int block = 0; block < blocks.size; block++) {
            centre[block] = blocks.scoreSum[block] / blocks.rows[block];
            double raw = blocks.positives[block] / blocks.rows[block];
            share[block] = Math.max(floor, Math.min(1 - floor, raw));
        }
        return new Isotonic(centre, share);
    }

    /** Growing blocks of rows in score order; rows of equal score are one block from the start. */
    private static final class Blocks {
        private final double[] scoreSum;
        private final double[] positives;
        private final double[] rows;
        private int size;

        private Blocks(int most) {
            scoreSum = new double[most];
            positives = new double[most];
            rows = new double[most];
        }

        private void add(double score, double count, double positive) {
            scoreSum[size] = score * count;
            positives[size] = positive;
            rows[size] = count;
            size++;
            while (size > 1 && share(size - 2) >= share(size - 1)) {
                mergeLastTwo();
            }
        }

        private double share(int block) {
            return positives[block] / rows[block];
        }

        private void mergeLastTwo() {
            scoreSum[size - 2] += scoreSum[size - 1];
            positives[size - 2] += positives[size - 1];
            rows[size - 2] += rows[size - 1];
            size--;
        }
    }

    private static Blocks pooled(double[] scores, boolean[] positive) {
        Integer[] order = new Integer[scores.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> scores[i]));
        Blocks blocks = new Blocks(scores.length);
        int start = 0;
        while (start < order.length) {
            int end = start;
            double positives = 0;
            while (end < order.length && scores[order[end]] == scores[order[start]]) {
                positives += positive[order[end]] ? 1 : 0;
                end++;
            }
            blocks.add(scores[order[start]], end - start, positives);
            start = end;
        }
        return blocks;
    }

    @Override
    public double probability(double at) {
        int place = Arrays.binarySearch(score, at);
        if (place >= 0) {
            return probability[place];
        }
        int above = -place - 1;
        if (above == 0) {
            return probability[0];
        }
        if (above == score.length) {
            return probability[score.length - 1];
        }
        double part = (at - score[above - 1]) / (score[above] - score[above - 1]);
        return probability[above - 1] + part * (probability[above] - probability[above - 1]);
    }
}
