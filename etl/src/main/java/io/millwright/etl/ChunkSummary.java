package io.millwright.etl;

/** The summary of a row of {@code series}, on which quality rules run instead of on single readings. */
final class ChunkSummary {

    private ChunkSummary() {}

    static void describe(Settled row, int[] offsets, double[] values, long chunkMs, long periodMs) {
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        double sum = 0;
        long gap = offsets[0];
        long flat = 0;
        int flatFrom = offsets[0];
        for (int i = 0; i < values.length; i++) {
            min = Math.min(min, values[i]);
            max = Math.max(max, values[i]);
            sum += values[i];
            if (i > 0) {
                gap = Math.max(gap, offsets[i] - offsets[i - 1]);
                flatFrom = values[i] == values[i - 1] ? flatFrom : offsets[i];
                flat = Math.max(flat, offsets[i] - flatFrom);
            }
        }
        row.setMin(min);
        row.setMax(max);
        row.setMean(sum / values.length);
        row.setLongestGapMs((int) Math.max(gap, chunkMs - offsets[offsets.length - 1]));
        row.setFlatMs((int) flat);
        row.setExpectedN((int) (chunkMs / periodMs));
    }
}
