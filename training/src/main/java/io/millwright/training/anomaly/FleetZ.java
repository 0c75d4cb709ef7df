package io.millwright.training.anomaly;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;

/**
 * How far a machine has left its own normal compared with its peers at the same moment, so that a heat wave or a peak week that moves all
 * of them is no anomaly. Peers are of its type, at its site and in its regime; where there are fewer than {@value #FEWEST_PEERS} of them,
 * those of its type at its site, and where these are too few, those of its type. With fewer it cannot tell.
 */
final class FleetZ implements Detector {

    static final int FEWEST_PEERS = 5;
    /** A unit of the machine's own spread at least: peers that agree by chance must not make every difference large. */
    private static final double LEAST_SPREAD = 1;

    /** Machines that are compared with each other; an empty site or {@link Indicators#NO_REGIME} stands for any. */
    private record Peers(long asOfMillis, String type, String site, int regime) implements Comparable<Peers> {

        private static final Comparator<Peers> ORDER = Comparator.comparingLong(Peers::asOfMillis)
                .thenComparing(Peers::type)
                .thenComparing(Peers::site)
                .thenComparingInt(Peers::regime);

        @Override
        public int compareTo(Peers other) {
            return ORDER.compare(this, other);
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

    /** From the coarsest peers to the closest, so that the closest that are enough have the last word. */
    private static double[] scores(Deviations rows) {
        double[] scores = new double[rows.rows()];
        Arrays.fill(scores, Double.NaN);
        List<IntFunction<Peers>> ladder = List.of(
                row -> peers(rows, row, "", Indicators.NO_REGIME),
                row -> peers(rows, row, rows.sites()[row], Indicators.NO_REGIME),
                row -> peers(rows, row, rows.sites()[row], rows.regimes()[row]));
        ladder.forEach(peers -> scoreAmong(peers, rows, scores));
        return scores;
    }

    private static Peers peers(Deviations rows, int row, String site, int regime) {
        return new Peers(rows.keys().asOfMillis(row), rows.types()[row], site, regime);
    }

    private static void scoreAmong(IntFunction<Peers> peersOf, Deviations rows, double[] scores) {
        Map<Peers, List<Integer>> peers = new TreeMap<>();
        for (int row = 0; row < rows.rows(); row++) {
            peers.computeIfAbsent(peersOf.apply(row), any -> new ArrayList<>()).add(row);
        }
        for (List<Integer> together : peers.values()) {
            if (together.size() > FEWEST_PEERS) {
                score(rows, together, scores);
            }
        }
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
