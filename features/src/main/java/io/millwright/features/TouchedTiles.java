package io.millwright.features;

import io.millwright.features.table.Tiles;
import io.millwright.features.tile.Bins;
import io.millwright.features.tile.PackedBins;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * The tiles of one machine that two states of the table {@code tiles} do not have in common. Counts are of tiles of a sensor, late parts
 * by themselves.
 *
 * @param stretches of time the tiles cover, ascending, apart from each other
 * @param late came after their end
 * @param added came in time
 * @param changed hold other readings than before
 * @param withdrawn hold none any more
 */
record TouchedTiles(String equipmentId, List<Stretch> stretches, int late, int added, int changed, int withdrawn)
        implements Serializable {

    TouchedTiles {
        stretches = List.copyOf(stretches);
    }

    /** {@code [fromMs, toMs)}. */
    record Stretch(long fromMs, long toMs) implements Serializable {}

    /** One a machine, by machine. */
    static List<TouchedTiles> between(Dataset<Row> before, Dataset<Row> after, long tileMs, int partitions) {
        return Entries.byMachine(List.of(Entries.earlierTiles(before), Entries.tiles(after)), partitions)
                .javaRDD()
                .mapPartitions(entries ->
                        Grouped.flatMap(entries, MachineEntry::getEquipmentId, machine -> of(machine, tileMs)))
                .collect()
                .stream()
                .sorted(java.util.Comparator.comparing(TouchedTiles::equipmentId))
                .toList();
    }

    /** Of one machine; none where the states agree. */
    static List<TouchedTiles> of(List<MachineEntry> machine, long tileMs) {
        Map<List<Object>, MachineEntry> before = new HashMap<>();
        List<MachineEntry> after = new ArrayList<>();
        for (MachineEntry entry : machine) {
            if (entry.getEntry().equals(Entries.EARLIER_TILE)) {
                before.put(key(entry), entry);
            } else {
                after.add(entry);
            }
        }
        Tally tally = new Tally();
        for (MachineEntry entry : after) {
            tally.compare(before.remove(key(entry)), entry);
        }
        before.values().forEach(entry -> tally.compare(entry, null));
        return tally.starts.isEmpty()
                ? List.of()
                : List.of(new TouchedTiles(
                        machine.get(0).getEquipmentId(),
                        stretches(tally.starts, tileMs),
                        tally.late,
                        tally.added,
                        tally.changed,
                        tally.withdrawn));
    }

    private static List<Object> key(MachineEntry entry) {
        return List.of(
                entry.getSensor(), entry.getChunkStartMs(), entry.isLate(), entry.getKnownMs(), entry.getSource());
    }

    private static List<Stretch> stretches(TreeSet<Long> starts, long tileMs) {
        List<Stretch> stretches = new ArrayList<>();
        for (long start : starts) {
            int last = stretches.size() - 1;
            if (last >= 0 && stretches.get(last).toMs() == start) {
                stretches.set(last, new Stretch(stretches.get(last).fromMs(), start + tileMs));
            } else {
                stretches.add(new Stretch(start, start + tileMs));
            }
        }
        return stretches;
    }

    /** With what another comparison found of the same machine. */
    TouchedTiles plus(TouchedTiles other, long tileMs) {
        TreeSet<Long> starts = new TreeSet<>();
        for (List<Stretch> each : List.of(stretches, other.stretches)) {
            for (Stretch stretch : each) {
                for (long start = stretch.fromMs(); start < stretch.toMs(); start += tileMs) {
                    starts.add(start);
                }
            }
        }
        return new TouchedTiles(
                equipmentId,
                stretches(starts, tileMs),
                late + other.late,
                added + other.added,
                changed + other.changed,
                withdrawn + other.withdrawn);
    }

    /** What differs, row by row of the table. */
    private static final class Tally {
        private final TreeSet<Long> starts = new TreeSet<>();
        private int late;
        private int added;
        private int changed;
        private int withdrawn;

        void compare(@Nullable MachineEntry before, @Nullable MachineEntry after) {
            Map<Long, Content> old = contents(before);
            Map<Long, Content> now = contents(after);
            now.forEach((start, content) -> {
                Content was = old.remove(start);
                if (was == null) {
                    late += content.row.isLate() ? 1 : 0;
                    added += content.row.isLate() ? 0 : 1;
                    starts.add(start);
                } else if (!was.isSame(content)) {
                    changed++;
                    starts.add(start);
                }
            });
            withdrawn += old.size();
            starts.addAll(old.keySet());
        }

        /** Start of a tile to its place in a row. */
        private static Map<Long, Content> contents(@Nullable MachineEntry row) {
            Map<Long, Content> contents = new HashMap<>();
            if (row == null) {
                return contents;
            }
            PackedBins bins = PackedBins.read(row.getBins());
            for (int i = 0; i < row.getTileStartMs().length; i++) {
                contents.put(row.getTileStartMs()[i], new Content(row, i * Tiles.STATE_BYTES, bins.next()));
            }
            return contents;
        }
    }

    /** The numbers of one tile of a row. */
    private record Content(MachineEntry row, int state, Bins bins) {

        /** In every bit. */
        boolean isSame(Content other) {
            return Arrays.equals(
                            row.getMoments(),
                            state,
                            state + Tiles.STATE_BYTES,
                            other.row.getMoments(),
                            other.state,
                            other.state + Tiles.STATE_BYTES)
                    && bins.equals(other.bins);
        }
    }
}
