package io.millwright.training.candidate;

import io.millwright.training.matrix.FailureLabels;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * Which features have anything to do with failing, with false discoveries under control. Rows of one machine a day apart are nearly the
 * same row, and a test that counted them all would find everything relevant: only one row of every stretch with the same label counts, the
 * last one before a failure and the middle one of a healthy time. Fitted on training rows like anything else.
 *
 * @param falseDiscoveryRate share of the chosen features that may be chosen by chance, in (0, 1); 0 chooses all
 * @see "Benjamini and Yekutieli, The control of the false discovery rate in multiple testing under dependency, Annals of Statistics 2001"
 */
public record Selection(double falseDiscoveryRate) implements FeatureChoice {

    private static final int FEWEST_OF_A_CLASS = 3;
    private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

    public static Selection all() {
        return new Selection(0);
    }

    /** The rows with their relevant columns, in the matrix's order; the most telling one where none is relevant. */
    @Override
    public TrainingMatrix of(TrainingMatrix rows, FailureLabels labels) {
        if (falseDiscoveryRate == 0) {
            return rows;
        }
        int[] stretches = oneOfEachStretch(rows, labels);
        TrainingMatrix few = rows.select(stretches);
        boolean[] positive = new boolean[stretches.length];
        for (int i = 0; i < stretches.length; i++) {
            positive[i] = labels.positive(stretches[i]);
        }
        double[] p = IntStream.range(0, rows.width())
                .mapToDouble(column -> pValue(few.column(column), positive))
                .toArray();
        boolean[] chosen = benjaminiYekutieli(p, falseDiscoveryRate);
        List<String> names = IntStream.range(0, p.length)
                .filter(column -> chosen[column])
                .mapToObj(rows.columns()::get)
                .toList();
        return rows.withColumns(names.isEmpty() ? List.of(rows.columns().get(least(p))) : names);
    }

    private static int least(double[] p) {
        return IntStream.range(0, p.length)
                .boxed()
                .min(Comparator.comparingDouble(column -> p[column]))
                .orElseThrow();
    }

    /** Rows in key order, all labelled; of each run of one machine and one label the last where positive, else the middle one. */
    static int[] oneOfEachStretch(TrainingMatrix rows, FailureLabels labels) {
        IntStream.Builder chosen = IntStream.builder();
        int start = 0;
        for (int row = 1; row <= rows.rows(); row++) {
            boolean ends = row == rows.rows()
                    || rows.machineNumber(row) != rows.machineNumber(start)
                    || labels.positive(row) != labels.positive(start);
            if (ends) {
                chosen.add(labels.positive(start) ? row - 1 : (start + row - 1) / 2);
                start = row;
            }
        }
        return rows.rows() == 0 ? new int[0] : chosen.build().toArray();
    }

    /**
     * Two-sided p-value of the Mann-Whitney test by its normal approximation, corrected for ties and continuity. Rows without a value are
     * left out; 1 where fewer than three of a class are left, or all values are the same.
     */
    static double pValue(float[] values, boolean[] positive) {
        int[] known = IntStream.range(0, values.length)
                .filter(row -> !Float.isNaN(values[row]))
                .boxed()
                .sorted(Comparator.comparingDouble(row -> values[row]))
                .mapToInt(Integer::intValue)
                .toArray();
        double n = known.length;
        double above = Arrays.stream(known).filter(row -> positive[row]).count();
        double below = n - above;
        if (above < FEWEST_OF_A_CLASS || below < FEWEST_OF_A_CLASS) {
            return 1;
        }
        double rankSum = 0;
        double ties = 0;
        for (int from = 0; from < known.length; ) {
            int to = from;
            while (to < known.length && values[known[to]] == values[known[from]]) {
                to++;
            }
            double rank = (from + 1 + to) / 2.0;
            for (int i = from; i < to; i++) {
                rankSum += positive[known[i]] ? rank : 0;
            }
            double tied = to - from;
            ties += tied * tied * tied - tied;
            from = to;
        }
        double u = rankSum - above * (above + 1) / 2;
        double variance = above * below / 12 * (n + 1 - ties / (n * (n - 1)));
        if (variance <= 0) {
            return 1;
        }
        double z = (Math.abs(u - above * below / 2) - 0.5) / Math.sqrt(variance);
        return Math.min(1, 2 * (1 - NORMAL.cumulativeProbability(z)));
    }

    /** Which hypotheses are rejected at a false discovery rate, whatever the dependence among them. */
    static boolean[] benjaminiYekutieli(double[] p, double rate) {
        int m = p.length;
        double harmonic = IntStream.rangeClosed(1, m).mapToDouble(i -> 1.0 / i).sum();
        double[] sorted = p.clone();
        Arrays.sort(sorted);
        double threshold = -1;
        for (int i = 0; i < m; i++) {
            if (sorted[i] <= (i + 1) * rate / (m * harmonic)) {
                threshold = sorted[i];
            }
        }
        boolean[] rejected = new boolean[m];
        for (int i = 0; i < m; i++) {
            rejected[i] = p[i] <= threshold;
        }
        return rejected;
    }
}
