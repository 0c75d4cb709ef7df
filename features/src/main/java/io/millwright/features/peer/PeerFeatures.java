package io.millwright.features.peer;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The comparisons of a group of machines at one moment. */
public final class PeerFeatures {

    private PeerFeatures() {}

    /**
     * For each machine rank and z of every value, in turn; NaN where a comparison cannot be made.
     *
     * @param values one row a machine of the group, one column a value compared
     */
    public static double[][] rows(double[][] values) {
        List<PeerSummary> summaries = summaries(values);
        return Arrays.stream(values).map(own -> row(summaries, own)).toArray(double[][]::new);
    }

    /** What the machines of a group have to know of each other, one summary a column. */
    public static List<PeerSummary> summaries(double[][] values) {
        return IntStream.range(0, values.length == 0 ? 0 : values[0].length)
                .mapToObj(column -> PeerSummary.of(
                        Arrays.stream(values).mapToDouble(row -> row[column]).toArray()))
                .toList();
    }

    /**
     * The comparisons of one machine.
     *
     * @param summaries of its group, itself among it
     * @param own beside them
     */
    public static double[] row(List<PeerSummary> summaries, double[] own) {
        double[] row = new double[PeerPlan.STATISTICS.size() * own.length];
        for (int column = 0; column < own.length; column++) {
            PeerSummary peers = summaries.get(column);
            row[PeerPlan.STATISTICS.size() * column] = peers.rank(own[column]);
            row[PeerPlan.STATISTICS.size() * column + 1] = peers.z(own[column]);
        }
        return row;
    }
}
