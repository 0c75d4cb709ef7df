package io.millwright.evaluation.rul;

import io.millwright.evaluation.ClusterMetric;
import io.millwright.evaluation.Evenly;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Scores of predicted lives of which some are only known to be longer than they were watched. What is known is weighted by the inverse of
 * the chance that it could be known at all: that the row was still watched, by the Kaplan-Meier estimate over the same rows, which the
 * bootstrap takes as given. Right where watches end for reasons that have nothing to do with the life; a planned replacement of what was
 * about to fail is such an end that has.
 *
 * <p>The rows of a life share the weight of one. Scores reach as far as one watch in twenty does, so no weight is above 20.
 *
 * @see "Graf, Schmoor, Sauerbrei and Schumacher, Assessment and comparison of prognostic classification schemes for survival data, 1999"
 * @see "Uno, Cai, Pencina, D'Agostino and Wei, On the C-statistics for evaluating overall adequacy of risk prediction procedures with
 *     censored survival data, 2011"
 */
public final class CensoredScores {

    private static final double LEAST_WATCHED = 0.05;
    private static final int MOST_PAIRED_ROWS = 2_000;

    private final List<WatchedLife> rows;
    private final double[] weights;
    private final KaplanMeier watched;
    private final List<String> machines;
    private final int[] machine;
    private final double[] times;

    /**
     * Scores up to the last of these times that enough rows are watched for.
     *
     * @param times rising, from 0 on, in the unit of the lives
     */
    public CensoredScores(List<WatchedLife> rows, double[] times) {
        this.rows = List.copyOf(rows);
        this.weights = WatchedLife.weights(this.rows);
        this.watched = KaplanMeier.ofWatches(this.rows);
        this.machines =
                this.rows.stream().map(WatchedLife::machine).distinct().sorted().toList();
        this.machine = this.rows.stream()
                .mapToInt(row -> Collections.binarySearch(machines, row.machine()))
                .toArray();
        this.times = Arrays.stream(times)
                .takeWhile(time -> watched.after(time) >= LEAST_WATCHED)
                .toArray();
    }

    /** The last time that is scored; NaN where none is. */
    public double until() {
        return times.length == 0 ? Double.NaN : times[times.length - 1];
    }

    /** The times that are scored. */
    public double[] times() {
        return times.clone();
    }

    /** Number of lives. */
    public long lives() {
        return rows.stream().map(WatchedLife::life).distinct().count();
    }

    /** Of these, whose failure was not seen. */
    public long censoredLives() {
        return rows.stream()
                .filter(row -> !row.failed())
                .map(WatchedLife::life)
                .distinct()
                .count();
    }

    /**
     * Mean squared error of the chance to live longer than a time, n = lives; undefined behind {@link #until}. 0.25 is what a coin gets.
     *
     * @param surviving of each row, that chance
     */
    public ClusterMetric brier(double time, double[] surviving) {
        requireOneEach(surviving.length);
        double[] error = new double[machines.size()];
        for (int row = 0; row < surviving.length; row++) {
            error[machine[row]] += weights[row] * error(rows.get(row), time, surviving[row]);
        }
        return ClusterMetric.ratio(error, livesOfEach(), time <= until() ? lives() : 0);
    }

    private double error(WatchedLife row, double time, double surviving) {
        if (row.hours() > time) {
            return (1 - surviving) * (1 - surviving) / watched.after(time);
        }
        return row.failed() ? surviving * surviving / watched.before(row.hours()) : 0;
    }

    private double[] livesOfEach() {
        double[] lives = new double[machines.size()];
        for (int row = 0; row < weights.length; row++) {
            lives[machine[row]] += weights[row];
        }
        return lives;
    }

    /**
     * The mean of {@link #brier} over {@link #times}, by trapezoids; undefined of fewer than two.
     *
     * @param surviving chances at each of these times, then by row
     */
    public ClusterMetric integratedBrier(double[][] surviving) {
        List<ClusterMetric> each = IntStream.range(0, times.length)
                .mapToObj(i -> brier(times[i], surviving[i]))
                .toList();
        return ClusterMetric.of(machines.size(), times.length < 2 ? 0 : lives(), draw -> {
            double area = 0;
            for (int i = 1; i < times.length; i++) {
                area += (times[i] - times[i - 1])
                        * (each.get(i - 1).value(draw) + each.get(i).value(draw))
                        / 2;
            }
            return area / (until() - times[0]);
        });
    }

    /**
     * Of two rows of different machines of which one failed first and before {@link #until}, how often it is the one of the shorter
     * predicted life; as long is half right, so 0.5 knows nothing. Over at most 2,000 rows, evenly taken. n = lives that failed so soon.
     *
     * @param predicted life of each row
     */
    public ClusterMetric concordance(double[] predicted) {
        requireOneEach(predicted.length);
        int[] paired = Evenly.rows(rows.size(), MOST_PAIRED_ROWS);
        double[][] right = new double[machines.size()][machines.size()];
        double[][] all = new double[machines.size()][machines.size()];
        for (int first : paired) {
            WatchedLife failed = rows.get(first);
            if (!failed.failed() || !(failed.hours() < until())) {
                continue;
            }
            double inverse = 1 / watched.before(failed.hours());
            for (int other : paired) {
                if (machine[other] != machine[first] && outlives(rows.get(other), failed)) {
                    double weight = inverse * inverse * weights[first] * weights[other];
                    all[machine[first]][machine[other]] += weight;
                    right[machine[first]][machine[other]] += weight * order(predicted[first], predicted[other]);
                }
            }
        }
        return ClusterMetric.of(machines.size(), failedInTime(), draw -> drawn(right, draw) / drawn(all, draw));
    }

    private static boolean outlives(WatchedLife other, WatchedLife failed) {
        return other.hours() > failed.hours() || (other.hours() == failed.hours() && !other.failed());
    }

    private static double order(double shorter, double longer) {
        return shorter < longer ? 1 : shorter == longer ? 0.5 : 0;
    }

    private long failedInTime() {
        return rows.stream()
                .filter(row -> row.failed() && row.hours() < until())
                .map(WatchedLife::life)
                .distinct()
                .count();
    }

    private static double drawn(double[][] pairs, int[] draw) {
        double sum = 0;
        for (int first = 0; first < draw.length; first++) {
            if (draw[first] > 0) {
                double ofFirst = 0;
                for (int other = 0; other < draw.length; other++) {
                    ofFirst += draw[other] * pairs[first][other];
                }
                sum += draw[first] * ofFirst;
            }
        }
        return sum;
    }

    private void requireOneEach(int given) {
        if (given != rows.size()) {
            throw new IllegalArgumentException("one value a row, got " + given + " for " + rows.size());
        }
    }
}
