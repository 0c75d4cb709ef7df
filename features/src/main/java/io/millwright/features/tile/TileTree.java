package io.millwright.features.tile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The one order in which tiles are merged. A node of level k is the merge of its two halves and covers 2^k tiles, aligned to
 * the epoch; a window is the largest such nodes that fit, merged left to right. So the bits of a window's summary depend
 * only on its tiles: not on the run, the slice, the partition, or which other tiles are present. A window of n tiles costs
 * at most 2 log2(n) merges.
 */
public final class TileTree {

    private final long base;
    private final List<Moments[]> levels = new ArrayList<>();

    /**
     * A tree over tiles {@code base, base + 1, ...}.
     *
     * @param leaves one summary a tile, {@link Moments#EMPTY} where none is
     */
    public TileTree(long base, Moments[] leaves) {
        this.base = base;
        levels.add(leaves.clone());
        long size = 2;
        while (size <= leaves.length) {
            levels.add(pairs(levels.get(levels.size() - 1), size));
            size *= 2;
        }
    }

    /** Nodes of {@code size} tiles that lie inside the tree, the first at the first multiple of {@code size}. */
    private Moments[] pairs(Moments[] halves, long size) {
        long first = firstNode(size);
        long halfFirst = firstNode(size / 2);
        long last = Math.floorDiv(base + levels.get(0).length, size);
        Moments[] nodes = new Moments[(int) Math.max(0, last - first)];
        Arrays.setAll(nodes, i -> {
            int left = (int) (2 * (first + i) - halfFirst);
            return halves[left].merge(halves[left + 1]);
        });
        return nodes;
    }

    private long firstNode(long size) {
        return -Math.floorDiv(-base, size);
    }

    /** The summary of tiles {@code [from, to)}; tiles outside the tree are empty. */
    public Moments over(long from, long to) {
        long at = from;
        Moments merged = Moments.EMPTY;
        while (at < to) {
            int level = Math.min(Long.numberOfTrailingZeros(at), 63 - Long.numberOfLeadingZeros(to - at));
            merged = merged.merge(node(level, at >> level));
            at += 1L << level;
        }
        return merged;
    }

    private Moments node(int level, long index) {
        long size = 1L << level;
        if ((index + 1) * size <= base || index * size >= base + levels.get(0).length) {
            return Moments.EMPTY;
        }
        long within = index - firstNode(size);
        if (level < levels.size() && within >= 0 && within < levels.get(level).length) {
            return levels.get(level)[(int) within];
        }
        return node(level - 1, 2 * index).merge(node(level - 1, 2 * index + 1));
    }
}
