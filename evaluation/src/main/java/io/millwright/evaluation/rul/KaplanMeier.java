package io.millwright.evaluation.rul;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The share of lives that last longer than a time, or of watches: product of the shares that outlive each moment at which one ends. The
 * rows of a life share the weight of one. 1 without any row. Where a failure and the end of a watch coincide, the failure is first.
 *
 * @see "Kaplan and Meier, Nonparametric Estimation from Incomplete Observations, 1958"
 */
public final class KaplanMeier {

    private final double[] times;
    private final double[] shares;

    private KaplanMeier(double[] times, double[] shares) {
        this.times = times;
        this.shares = shares;
    }

    /** Of lives. */
    public static KaplanMeier ofLives(List<WatchedLife> rows) {
        return of(rows, (atRisk, failed, ended) -> failed / atRisk);
    }

    /** Of watches: how likely it is that a row's life is still watched after a time, would it last so long. */
    public static KaplanMeier ofWatches(List<WatchedLife> rows) {
        return of(rows, (atRisk, failed, ended) -> ended == 0 ? 0 : ended / (atRisk - failed));
    }

    private interface Leaving {
        /** Share that leaves at a moment, of weights. */
        double share(double atRisk, double failed, double ended);
    }

    private static KaplanMeier of(List<WatchedLife> rows, Leaving leaving) {
        double[] weights = WatchedLife.weights(rows);
        int[] rising = IntStream.range(0, rows.size())
                .boxed()
                .sorted(Comparator.comparingDouble(row -> rows.get(row).hours()))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] atRisk = new double[rising.length + 1];
        for (int i = rising.length - 1; i >= 0; i--) {
            atRisk[i] = atRisk[i + 1] + weights[rising[i]];
        }
        double[] times = new double[rising.length];
        double[] shares = new double[rising.length];
        double share = 1;
        int moments = 0;
        int next = 0;
        while (next < rising.length) {
            int first = next;
            double time = rows.get(rising[first]).hours();
            double failed = 0;
            for (; next < rising.length && rows.get(rising[next]).hours() == time; next++) {
                failed += rows.get(rising[next]).failed() ? weights[rising[next]] : 0;
            }
            double ended = atRisk[first] - atRisk[next] - failed;
            share *= Math.max(0, 1 - leaving.share(atRisk[first], failed, ended < 1e-9 ? 0 : ended));
            times[moments] = time;
            shares[moments++] = share;
        }
        return new KaplanMeier(Arrays.copyOf(times, moments), Arrays.copyOf(shares, moments));
    }

    /** Share that lasts longer than this. */
    public double after(double time) {
        int found = Arrays.binarySearch(times, time);
        return left(found < 0 ? -found - 1 : found + 1);
    }

    /** Share that lasts at least as long as this. */
    public double before(double time) {
        int found = Arrays.binarySearch(times, time);
        return left(found < 0 ? -found - 1 : found);
    }

    private double left(int moments) {
        return moments == 0 ? 1 : shares[moments - 1];
    }
}
