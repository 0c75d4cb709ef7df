package io.millwright.evaluation;

import java.util.stream.IntStream;

/** Fewer rows of many, where all of them would take too long and none is worth more than another. */
public final class Evenly {

    private Evenly() {}

    /** The first of so many rows and every n-th after it, n as small as leaves at most so many; ascending. */
    public static int[] rows(int all, int most) {
        int step = (all - 1) / most + 1;
        return IntStream.iterate(0, row -> row < all, row -> row + step).toArray();
    }
}
