package io.millwright.quality.drift;

import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * How surprising the Wasserstein distance between two periods is where the machines are exchangeable. A machine seen in both
 * periods is paired with itself: swapping its two values is then the only permutation, because a machine that runs hot runs
 * hot in both. Machines seen in one period only are dealt anew among the periods.
 *
 * @see "Besag and Clifford, Sequential Monte Carlo p-values, Biometrika 78, 1991, for stopping early"
 * @see "Phipson and Smyth, Permutation P-values Should Never Be Zero, 2010, for the added one"
 */
final class PermutationTest {

    /** A feature without drift is as far apart as seen this often long before the last draw; then the draws stop. */
    private static final int ENOUGH = 20;

    private final double[] both;
    private final int pairs;
    private final int n;
    private final int[] order;

    /**
     * @param pairedReference values of machines seen in both periods, in the order of {@code pairedCurrent}
     * @param onlyReference values of machines seen in the reference only
     * @param onlyCurrent values of machines seen in the current period only
     */
    PermutationTest(double[] pairedReference, double[] pairedCurrent, double[] onlyReference, double[] onlyCurrent) {
        if (pairedReference.length != pairedCurrent.length) {
            throw new IllegalArgumentException(
                    "pairs must be complete, got " + pairedReference.length + " and " + pairedCurrent.length);
        }
        pairs = pairedReference.length;
        n = pairs + onlyReference.length;
        both = new double[n + pairs + onlyCurrent.length];
        System.arraycopy(pairedReference, 0, both, 0, pairs);
        System.arraycopy(onlyReference, 0, both, pairs, onlyReference.length);
        System.arraycopy(pairedCurrent, 0, both, n, pairs);
        System.arraycopy(onlyCurrent, 0, both, n + pairs, onlyCurrent.length);
        order = IntStream.range(0, both.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> both[i]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** The share of permutations at least as far apart as what was seen, in (0, 1]. Cost: draws times the machines. */
    double pValue(int draws, long seed) {
        boolean[] current = new boolean[both.length];
        for (int i = n; i < both.length; i++) {
            current[i] = true;
        }
        double seen = distance(current);
        double tolerance = 1e-12 * Math.abs(seen);
        SplittableRandom random = new SplittableRandom(seed);
        int asFar = 0;
        for (int draw = 1; draw <= draws; draw++) {
            permute(current, random);
            if (distance(current) >= seen - tolerance) {
                asFar++;
            }
            if (asFar == ENOUGH) {
                return (double) asFar / draw;
            }
        }
        return (asFar + 1.0) / (draws + 1.0);
    }

    /** The smallest p-value that can come out: by how many ways there are to deal these machines, and by how many are tried. */
    double leastP(int draws) {
        double ways = Math.pow(2, pairs);
        int ofReference = n - pairs;
        int alone = both.length - 2 * pairs;
        for (int i = 1; i <= ofReference; i++) {
            ways *= (double) (alone - ofReference + i) / i;
        }
        boolean mirrored = 2 * ofReference == alone;
        return Math.max((mirrored ? 2 : 1) / ways, 1.0 / (draws + 1.0));
    }

    private void permute(boolean[] current, SplittableRandom random) {
        long coins = 0;
        for (int pair = 0; pair < pairs; pair++) {
            coins = pair % Long.SIZE == 0 ? random.nextLong() : coins >>> 1;
            boolean swapped = (coins & 1) == 1;
            current[pair] = swapped;
            current[n + pair] = !swapped;
        }
        int alone = both.length - 2 * pairs;
        for (int i = alone - 1; i > 0; i--) {
            int a = place(i);
            int b = place(random.nextInt(i + 1));
            boolean held = current[a];
            current[a] = current[b];
            current[b] = held;
        }
    }

    /** Where the i-th machine seen in one period only stands. */
    private int place(int i) {
        return i < n - pairs ? pairs + i : 2 * pairs + i;
    }

    /** {@link Wasserstein#distance} of the values by their period, along the order found once. */
    double distance(boolean[] current) {
        int m = both.length - n;
        double area = 0;
        int ofReference = 0;
        int ofCurrent = 0;
        for (int i = 0; i < order.length - 1; i++) {
            if (current[order[i]]) {
                ofCurrent++;
            } else {
                ofReference++;
            }
            double gap = both[order[i + 1]] - both[order[i]];
            area += Math.abs((double) ofReference / n - (double) ofCurrent / m) * gap;
        }
        return area;
    }
}
