package io.millwright.training.anomaly;

import io.millwright.lake.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Turns scores of one detector into ranks among those of normal time of the same equipment type: the share of normal rows that are less
 * strange, in (0, 1). Beyond the strangest normal row ranks still grow with the score, towards 1.
 */
final class Ranks {

    private final Map<String, double[]> sortedByType;
    private final double[] sortedFleet;

    private Ranks(Map<String, double[]> sortedByType, double[] sortedFleet) {
        this.sortedByType = sortedByType;
        this.sortedFleet = sortedFleet;
    }

    /** @param scores of rows of normal time that the detector was not fitted on; NaN is left out */
    static Ranks of(double[] scores, String[] types) {
        Map<String, double[]> sorted = new TreeMap<>();
        for (String type : new TreeSet<>(List.of(types))) {
            double[] own = java.util.stream.IntStream.range(0, scores.length)
                    .filter(row -> types[row].equals(type) && !Double.isNaN(scores[row]))
                    .mapToDouble(row -> scores[row])
                    .sorted()
                    .toArray();
            if (own.length > 0) {
                sorted.put(type, own);
            }
        }
        return new Ranks(
                sorted,
                Arrays.stream(scores)
                        .filter(score -> !Double.isNaN(score))
                        .sorted()
                        .toArray());
    }

    /** What was learned, bit by bit. */
    Learned.OfDetector learned() {
        MessageDigest digest = Sha256.digest();
        sortedByType.forEach((type, scores) -> {
            digest.update((type + "\n").getBytes(StandardCharsets.UTF_8));
            ByteBuffer bits = ByteBuffer.allocate(Double.BYTES * scores.length);
            Arrays.stream(scores).forEach(bits::putDouble);
            digest.update(bits.array());
        });
        return new Learned.OfDetector(
                sortedFleet.length,
                HexFormat.of().formatHex(digest.digest()),
                sortedFleet.length == 0
                        ? List.of()
                        : Arrays.stream(Learned.SHARES)
                                .mapToObj(share -> Normal.quantile(sortedFleet, share))
                                .toList());
    }

    /** NaN where the detector cannot tell, or never could on normal time. */
    double rank(double score, String type) {
        double[] normal = sortedByType.getOrDefault(type, sortedFleet);
        if (Double.isNaN(score) || normal.length == 0) {
            return Double.NaN;
        }
        double top = normal[normal.length - 1];
        double step = 1.0 / (normal.length + 1);
        if (score > top) {
            double scale = top - Normal.quantile(normal, 0.5);
            double beyond = score - top;
            return 1 - step * (scale > 0 ? scale / (scale + beyond) : 1 / (1 + beyond));
        }
        return step * (below(normal, score) + notAbove(normal, score) + 1) / 2.0;
    }

    private static int below(double[] sorted, double score) {
        int at = Arrays.binarySearch(sorted, score);
        int place = at >= 0 ? at : -at - 1;
        while (place > 0 && sorted[place - 1] >= score) {
            place--;
        }
        return place;
    }

    private static int notAbove(double[] sorted, double score) {
        int place = below(sorted, score);
        while (place < sorted.length && sorted[place] <= score) {
            place++;
        }
        return place;
    }
}
