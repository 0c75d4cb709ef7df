package io.millwright.etl;

import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** A column of text that seldom changes from row to row: a text is made only where it does. */
final class LastText {

    private @Nullable UTF8String last;
    private String text = "";

    /** The text of a cell; the cell may be reused afterwards. */
    String of(UTF8String cell) {
        if (!cell.equals(last)) {
            last = cell.copy();
            text = cell.toString();
        }
        return text;
    }
}
