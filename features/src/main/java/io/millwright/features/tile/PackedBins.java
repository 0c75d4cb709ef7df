package io.millwright.features.tile;

import java.util.Arrays;
import java.util.List;

/**
 * The bins of tiles as bytes, exactly, one tile after the other: how many bins, then each bin's distance from the one before and its count, all in
 * seven bits a byte, the lowest first. A column of bytes is written and read at once, where one of numbers is taken apart number by number.
 */
public final class PackedBins {

    /** Most bytes of a number of 32 bits. */
    private static final int MOST_BYTES = 5;

    private byte[] bytes;
    private int at;

    private PackedBins(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The bins of these tiles. */
    public static byte[] of(List<Tile> tiles) {
        PackedBins packed = new PackedBins(new byte[64 * tiles.size()]);
        tiles.forEach(tile -> packed.put(tile.bins()));
        return Arrays.copyOf(packed.bytes, packed.at);
    }

    /** These alone. */
    public static byte[] of(Bins bins) {
        PackedBins packed = new PackedBins(new byte[64]);
        packed.put(bins);
        return Arrays.copyOf(packed.bytes, packed.at);
    }

    /** To be read from its first tile on, by {@link #next}. */
    public static PackedBins read(byte[] bytes) {
        return new PackedBins(bytes);
    }

    private void put(Bins bins) {
        int size = bins.keys().length;
        int most = at + MOST_BYTES * (1 + 2 * size);
        if (most > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(most, 2 * bytes.length));
        }
        put(size);
        int before = 0;
        for (int i = 0; i < size; i++) {
            int key = bins.keys()[i];
            put(i == 0 ? key << 1 ^ key >> 31 : key - before);
            put(bins.counts()[i]);
            before = key;
        }
    }

    private void put(int number) {
        int left = number;
        while ((left & ~0x7F) != 0) {
            bytes[at++] = (byte) (left | 0x80);
            left >>>= 7;
        }
        bytes[at++] = (byte) left;
    }

    /** The bins of the next tile. */
    public Bins next() {
        int size = number();
        if (size == 0) {
            return Bins.EMPTY;
        }
        int[] keys = new int[size];
        int[] counts = new int[size];
        for (int i = 0; i < size; i++) {
            int number = number();
            keys[i] = i == 0 ? number >>> 1 ^ -(number & 1) : keys[i - 1] + number;
            counts[i] = number();
        }
        return new Bins(keys, counts);
    }

    private int number() {
        int number = 0;
        int shift = 0;
        byte next;
        do {
            next = bytes[at++];
            number |= (next & 0x7F) << shift;
            shift += 7;
        } while (next < 0);
        return number;
    }
}
