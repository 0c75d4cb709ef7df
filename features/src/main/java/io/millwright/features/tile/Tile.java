package io.millwright.features.tile;

import java.util.ArrayList;
import java.util.List;

/**
 * The mergeable summary of one sensor of one machine over one tile of time.
 *
 * @param index the tile covers {@code [index * length, (index + 1) * length)} from the epoch
 * @param bins {@link Bins#EMPTY} where no quantile was asked for
 */
public record Tile(long index, Moments moments, Bins bins) {

    /**
     * Cuts the readings of one chunk into tiles. Tiles without a finite reading are left out.
     *
     * @param chunkStartMs a whole number of tiles from the epoch
     * @param offsetsMs strictly increasing, after the start of the chunk
     * @param values NaN is kept out
     */
    public static List<Tile> cut(
            long chunkStartMs, int[] offsetsMs, double[] values, long lengthMs, Quantiles quantiles) {
        List<Tile> tiles = new ArrayList<>();
        int from = 0;
        while (from < offsetsMs.length) {
            long index = Math.floorDiv(chunkStartMs + offsetsMs[from], lengthMs);
            long endMs = (index + 1) * lengthMs;
            int to = from + 1;
            while (to < offsetsMs.length && chunkStartMs + offsetsMs[to] < endMs) {
                to++;
            }
            Moments moments = Moments.of(chunkStartMs, offsetsMs, values, from, to);
            if (!moments.isEmpty()) {
                Bins bins = quantiles == Quantiles.KEPT ? Bins.of(values, from, to) : Bins.EMPTY;
                tiles.add(new Tile(index, moments, bins));
            }
            from = to;
        }
        return tiles;
    }

    /** Whether tiles keep a quantile summary; it is most of their size. */
    public enum Quantiles {
        KEPT,
        LEFT_OUT
    }
}
