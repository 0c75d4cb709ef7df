package io.millwright.features.window;

import io.millwright.features.tile.Tile;

/**
 * A tile, or the late part of one, and when it became known.
 *
 * @param knownMs the tile's end for readings that came in time, else when they arrived, rounded up to the tile grid
 */
public record KnownTile(Tile tile, long knownMs) {

    /**
     * A tile of a piece of readings.
     *
     * @param late whether the piece came after the tile's end
     * @param arrivedMs when a late piece arrived, rounded up to the tile grid
     */
    public static KnownTile of(Tile tile, long tileMs, boolean late, long arrivedMs) {
        return new KnownTile(tile, late ? arrivedMs : (tile.index() + 1) * tileMs);
    }
}
