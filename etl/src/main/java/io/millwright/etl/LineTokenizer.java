package io.millwright.etl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Splits one line of delimited text into cells, without the quotes and the blanks around them (RFC 4180 quoting, within one
 * line). A single blank as delimiter means any run of blanks, leading and trailing ones ignored.
 */
public final class LineTokenizer {

    private static final char QUOTE = '"';

    private final String delimiter;
    private final boolean blanks;

    public LineTokenizer(String delimiter) {
        this.delimiter = delimiter;
        this.blanks = delimiter.equals(" ");
    }

    /**
     * Fills {@code cells} with the line's cells as far as there is room.
     *
     * @return the number of cells of the line, which may exceed the room; -1 where a quote is not closed
     */
    int split(String line, @Nullable String[] cells) {
        if (blanks) {
            return splitBlanks(line, cells);
        }
        return line.indexOf(QUOTE) >= 0 ? splitQuoted(line, cells) : splitPlain(line, cells);
    }

    /** All cells; null where a quote is not closed. */
    public @Nullable List<String> split(String line) {
        String[] cells = new String[line.length() + 1];
        int n = split(line, cells);
        return n < 0 ? null : new ArrayList<>(Arrays.asList(cells).subList(0, n));
    }

    /**
     * All cells as they stand, with quotes and blanks around them; joined by the delimiter they are the line, but for runs of blanks that
     * delimit. One whose quote is not closed goes to the end of the line.
     */
    public List<String> raw(String line) {
        List<String> cells = new ArrayList<>();
        if (blanks) {
            String[] words = new String[line.length() + 1];
            cells.addAll(Arrays.asList(words).subList(0, splitBlanks(line, words)));
            return cells;
        }
        for (int at = 0; ; ) {
            int to = end(line, at);
            cells.add(line.substring(at, to < 0 ? line.length() : to));
            if (to < 0) {
                return cells;
            }
            at = to + delimiter.length();
        }
    }

    /** Of the cell that begins at a place; -1 for the end of the line. */
    private int end(String line, int from) {
        int start = skipBlanks(line, from);
        boolean isQuoted = start < line.length() && line.charAt(start) == QUOTE;
        int close = isQuoted ? quoted(line, start + 1, new StringBuilder()) : from;
        return close < 0 ? -1 : line.indexOf(delimiter, close);
    }

    private int splitBlanks(String line, @Nullable String[] cells) {
        int n = 0;
        int end = line.length();
        for (int at = 0; at < end; ) {
            if (line.charAt(at) <= ' ') {
                at++;
                continue;
            }
            int from = at;
            while (at < end && line.charAt(at) > ' ') {
                at++;
            }
            if (n < cells.length) {
                cells[n] = line.substring(from, at);
            }
            n++;
        }
        return n;
    }

    private int splitPlain(String line, @Nullable String[] cells) {
        int n = 0;
        int from = 0;
        while (true) {
            int to = line.indexOf(delimiter, from);
            put(cells, n++, line, from, to < 0 ? line.length() : to);
            if (to < 0) {
                return n;
            }
            from = to + delimiter.length();
        }
    }

    private int splitQuoted(String line, @Nullable String[] cells) {
        int n = 0;
        int at = 0;
        while (true) {
            int start = skipBlanks(line, at);
            int to;
            if (start < line.length() && line.charAt(start) == QUOTE) {
                StringBuilder cell = new StringBuilder();
                int close = quoted(line, start + 1, cell);
                if (close < 0) {
                    return -1;
                }
                if (n < cells.length) {
                    cells[n] = cell.toString();
                }
                n++;
                to = line.indexOf(delimiter, close);
            } else {
                to = line.indexOf(delimiter, at);
                put(cells, n++, line, at, to < 0 ? line.length() : to);
            }
            if (to < 0) {
                return n;
            }
            at = to + delimiter.length();
        }
    }

    private int skipBlanks(String line, int at) {
        int start = at;
        while (start < line.length() && line.charAt(start) == ' ') {
            start++;
        }
        return start;
    }

    /** Reads up to the closing quote; the place after it, or -1. */
    private static int quoted(String line, int from, StringBuilder cell) {
        for (int at = from; at < line.length(); at++) {
            char c = line.charAt(at);
            if (c != QUOTE) {
                cell.append(c);
            } else if (at + 1 < line.length() && line.charAt(at + 1) == QUOTE) {
                cell.append(QUOTE);
                at++;
            } else {
                return at + 1;
            }
        }
        return -1;
    }

    private static void put(@Nullable String[] cells, int n, String line, int from, int to) {
        if (n < cells.length) {
            int start = from;
            int end = to;
            while (start < end && line.charAt(start) <= ' ') {
                start++;
            }
            while (end > start && line.charAt(end - 1) <= ' ') {
                end--;
            }
            cells[n] = line.substring(start, end);
        }
    }
}
