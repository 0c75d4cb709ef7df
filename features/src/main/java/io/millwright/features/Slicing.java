package io.millwright.features;

import io.millwright.features.Slices.Slice;
import io.millwright.lake.Progress;
import java.util.List;

/**
 * How long work is cut into slices, and who is told how far it is.
 *
 * @param mostNumbers in a slice, about
 */
record Slicing(Progress progress, long mostNumbers) {

    static Slicing of(Progress progress) {
        return new Slicing(progress, Slices.MOST_NUMBERS);
    }

    /** See {@link Slices#cut}. */
    List<Slice> cut(long afterMs, long toMs, long everyMs, long numbersPerStep) {
        return Slices.cut(afterMs, toMs, everyMs, numbersPerStep, mostNumbers);
    }

    /**
     * Cuts what begins at moments into whole UTC days, as the folders of a table are.
     *
     * @param numbers of all days
     */
    List<Slice> days(long firstMs, long lastMs, long numbers) {
        long firstDay = Math.floorDiv(firstMs, Slices.DAY_MS);
        long days = Math.floorDiv(lastMs, Slices.DAY_MS) - firstDay + 1;
        long afterMs = firstDay * Slices.DAY_MS - 1;
        return cut(afterMs, afterMs + days * Slices.DAY_MS, Slices.DAY_MS, numbers / days);
    }
}
