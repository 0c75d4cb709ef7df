package io.millwright.evaluation.row;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How well scores of one series rank its labelled windows: the area under precision and recall, averaged over buffers of 0 rows up to a
 * longest, inside which a score beside a window counts in part. A window weighs the more the more of it is found, and one that is
 * missed as a whole lowers the recall of all.
 *
 * <p>Unlabelled rows keep their place, as a buffer goes by distance, and count nowhere. Every distinct score is a threshold, where the
 * authors' code takes 250; precision is taken at the end of each step, as in average precision. Random scores get about the share of
 * positive rows, less for being late to touch every window.
 *
 * @see "Paparrizos, Boniol, Palpanas, Tsay, Elmore and Franklin, Volume under the surface: a new accuracy evaluation measure for
 *     time-series anomaly detection, 2022"
 */
public final class VolumeUnderSurface {

    private final double[] scores;
    private final Label[] labels;
    private final int[] falling;

    private VolumeUnderSurface(double[] scores, Label[] labels) {
        this.scores = scores;
        this.labels = labels;
        this.falling = IntStream.range(0, scores.length)
                .filter(row -> labels[row] != Label.UNLABELLED)
                .boxed()
                .sorted(Comparator.comparingDouble(row -> -scores[row]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /**
     * In [0, 1]; NaN without a positive row.
     *
     * @param scores of consecutive rows of one series
     * @param longestBuffer in rows, at least 0; half of it lies before a window and half behind
     */
    public static double precisionRecall(double[] scores, List<Label> labels, int longestBuffer) {
        if (scores.length != labels.size() || longestBuffer < 0) {
            throw new IllegalArgumentException("one label a score and a buffer >= 0, got " + scores.length + ", "
                    + labels.size() + " and " + longestBuffer);
        }
        if (!labels.contains(Label.POSITIVE)) {
            return Double.NaN;
        }
        VolumeUnderSurface series = new VolumeUnderSurface(scores.clone(), labels.toArray(new Label[0]));
        return IntStream.rangeClosed(0, longestBuffer)
                .mapToDouble(series::area)
                .average()
                .orElseThrow();
    }

    private double area(int buffer) {
        double[] soft = soft(buffer);
        int[] window = windows(soft);
        int windows = Arrays.stream(window).max().orElse(-1) + 1;
        double positive =
                (Arrays.stream(labels).filter(label -> label == Label.POSITIVE).count()
                                + Arrays.stream(soft).sum())
                        / 2;
        boolean[] touched = new boolean[windows];
        int touchedWindows = 0;
        double found = 0;
        double area = 0;
        double recall = 0;
        for (int next = 0; next < falling.length; ) {
            double threshold = scores[falling[next]];
            for (; next < falling.length && scores[falling[next]] == threshold; next++) {
                int row = falling[next];
                found += soft[row];
                if (window[row] >= 0 && !touched[window[row]]) {
                    touched[window[row]] = true;
                    touchedWindows++;
                }
            }
            double reached = Math.min(1, found / positive) * touchedWindows / windows;
            area += (reached - recall) * found / next;
            recall = reached;
        }
        return area;
    }

    /**
     * 1 inside windows, falling to both sides, 0 elsewhere and on unlabelled rows: before a window up to half the buffer away, behind it
     * one row less, as the authors' code has it.
     */
    private double[] soft(int buffer) {
        double[] soft = new double[labels.length];
        for (int row = 0; row < soft.length; row++) {
            if (labels[row] == Label.POSITIVE) {
                soft[row] = 1;
                if (row == 0 || labels[row - 1] != Label.POSITIVE) {
                    spread(soft, row, -1, buffer / 2, buffer);
                }
                if (row + 1 == soft.length || labels[row + 1] != Label.POSITIVE) {
                    spread(soft, row, 1, buffer / 2 - 1, buffer);
                }
            }
        }
        for (int row = 0; row < soft.length; row++) {
            soft[row] = labels[row] == Label.UNLABELLED ? 0 : Math.min(1, soft[row]);
        }
        return soft;
    }

    /** What rows up to {@code reach} away from the edge of a window get. */
    private static void spread(double[] soft, int edge, int direction, int reach, int buffer) {
        for (int away = 1; away <= reach; away++) {
            int row = edge + direction * away;
            if (row >= 0 && row < soft.length) {
                soft[row] += Math.sqrt(1 - (double) away / buffer);
            }
        }
    }

    /** Of each row the number of its run of credit, -1 outside. */
    private static int[] windows(double[] soft) {
        int[] window = new int[soft.length];
        int last = -1;
        for (int row = 0; row < soft.length; row++) {
            if (soft[row] > 0 && (row == 0 || soft[row - 1] == 0)) {
                last++;
            }
            window[row] = soft[row] > 0 ? last : -1;
        }
        return window;
    }
}
