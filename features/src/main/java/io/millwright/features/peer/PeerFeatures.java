package io.millwright.features.peer;

/** The comparisons of a group of machines at one moment. */
public final class PeerFeatures {

    private PeerFeatures() {}

    /**
     * For each machine rank and z of every value, in turn; NaN where a comparison cannot be made.
     *
     * @param values one row a machine of the group, one column a value compared
     */
    public static double[][] rows(double[][] values) {
        int columns = values.length == 0 ? 0 : values[0].length;
        double[][] rows = new double[values.length][PeerPlan.STATISTICS.size() * columns];
        for (int column = 0; column < columns; column++) {
            double[] all = new double[values.length];
            for (int machine = 0; machine < values.length; machine++) {
                all[machine] = values[machine][column];
            }
            PeerSummary peers = PeerSummary.of(all);
            for (int machine = 0; machine < values.length; machine++) {
                rows[machine][PeerPlan.STATISTICS.size() * column] = peers.rank(all[machine]);
                rows[machine][PeerPlan.STATISTICS.size() * column + 1] = peers.z(all[machine]);
            }
        }
        return rows;
    }
}
