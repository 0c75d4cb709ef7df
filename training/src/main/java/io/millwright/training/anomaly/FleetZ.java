package io.millwright.training.anomaly;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far a machine has left its own normal compared with its peers of the same type at the same moment, so that a heat wave or a
 * peak week that moves all of them is no anomaly. Needs {@value #FEWEST_PEERS} peers at the moment; without them it cannot tell.
 */
final class FleetZ implements Detector {

    static final int FEWEST_PEERS = 5;
    /** A unit of the machine's own spread at least: peers that agree by chance must not make every difference large. */
    private static final double LEAST_SPREAD = 1;

    private record Moment(String type, long asOfMillis) implements Comparable<Moment> {
        @Override
        public int compareTo(Moment other) {
            int byTime = Long.compare(asOfMillis, other.asOfMillis);
            return byTime != 0 ? byTime : type.compareTo(other.type);
        }
    }

    @Override
    public String name() {
        return "fleet_z";
    }

    @Override
    public Fitted fit(Deviations normal, long seed) {
        return new AmongPeers();
    }

    /** Knows nothing but the rows it is given together. */
    private static final class AmongPeers implements Fitted {
        @Override
        public double[] scores(Deviations rows) {
            return FleetZ.scores(rows);
        }

        @Override
        public double[] scores(Deviations rows, int[] wanted) {
            double[] all = FleetZ.scores(rows);
            return Arrays.stream(wanted).mapToDouble(row -> all[row]).toArray();
        }
    }

    private static double[] scores(Deviations rows) {
        Map<Moment, List<Integer>> peers = new TreeMap<>();
        for (int row = 0; row < rows.rows(); row++) {
            peers.computeIfAbsent(new Moment(rows.types()[row], rows.keys().asOfMillis(row)), any -> new ArrayList<>())
                    .add(row);
        }
        double[] scores = new double[rows.rows()];
        Arrays.fill(scores, Double.NaN);
        for (List<Integer> together : peers.values()) {
            if (together.size() > FEWEST_PEERS) {
                score(rows, together, scores);
            }
        }
        return scores;
    }

    private static void score(Deviations rows, List<Integer> together, double[] scores) {
        together.forEach(row -> scores[row] = 0);
        for (int column = 0; column < rows.z()[together.get(0)].length; column++) {
            int at = column;
            Normal ofPeers = Normal.of(
                    together.stream().mapToDouble(row -> rows.z()[row][at]).toArray());
            double spread = Math.max(LEAST_SPREAD, ofPeers.spread());
            for (int row : together) {
                scores[row] = Math.max(scores[row], Math.abs(rows.z()[row][at] - ofPeers.median()) / spread);
            }
        }
    }
}
