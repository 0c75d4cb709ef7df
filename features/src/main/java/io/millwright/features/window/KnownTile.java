package io.millwright.features.window;

import io.millwright.features.tile.Tile;

/**
 * A tile, or the late part of one, and when it became known.
 *
 * @param knownMs the tile's end for readings that came in time, else when they arrived, rounded up to the tile grid
 */
public record KnownTile(Tile tile, long knownMs) {}
