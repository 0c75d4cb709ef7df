package io.millwright.features;

import io.millwright.features.regime.MachineRegimes;
import io.millwright.features.regime.RegimeModel;
import io.millwright.features.tile.Tile;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How chunks of readings are cut into tiles. Plain Java.
 *
 * @param model normalises readings by operating regime before they are cut; null for as they are
 * @param oldestMs how old a setting may be
 */
record Cutting(
        long tileMs, Tile.Quantiles quantiles, @Nullable RegimeModel model, long oldestMs) implements Serializable {

    /** The tiles of a chunk; none where it holds no usable reading. */
    List<Tile> cut(SeriesChunk chunk, @Nullable MachineRegimes regimes) {
        double[] values = regimes == null
                ? chunk.getValue()
                : regimes.normalised(
                        chunk.getSensor(),
                        chunk.getChunkStartMs(),
                        chunk.getOffsetMs(),
                        chunk.getValue(),
                        chunk.lateKnownMs());
        return Tile.cut(chunk.getChunkStartMs(), chunk.getOffsetMs(), values, tileMs, quantiles);
    }

    /** The same as at most one row of the table {@code tiles}. */
    List<TileChunk> tiles(SeriesChunk chunk, @Nullable MachineRegimes regimes) {
        List<Tile> tiles = cut(chunk, regimes);
        return tiles.isEmpty() ? List.of() : List.of(TileCodec.packed(chunk, tiles, tileMs));
    }

    /** The regimes of one machine, from all of its chunks; null without a model. */
    @Nullable
    MachineRegimes regimes(List<SeriesChunk> machine) {
        return model == null
                ? null
                : new MachineRegimes(model, SeriesChunk.settings(machine, model.settings(), oldestMs), tileMs);
    }

    Iterator<TileChunk> ofMachines(Iterator<SeriesChunk> chunks) {
        return Grouped.flatMap(chunks, SeriesChunk::getEquipmentId, this::ofMachine);
    }

    private List<TileChunk> ofMachine(List<SeriesChunk> machine) {
        MachineRegimes regimes = regimes(machine);
        List<TileChunk> tiles = new ArrayList<>();
        machine.forEach(chunk -> tiles.addAll(tiles(chunk, regimes)));
        return tiles;
    }
}
