package io.millwright.etl;

/** Numbers as text. */
final class Numbers {

    private static final double[] TENTHS = {
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
    };

    private Numbers() {}

    /** The number, NaN where the text is none; infinities stay. The same as {@link Double#parseDouble} in every bit. */
    static double parse(String text) {
        int end = text.length();
        int at = 0;
        boolean negative = end > 0 && text.charAt(0) == '-';
        if (negative) {
            at = 1;
        }
        long digits = 0;
        int count = 0;
        int point = -1;
        for (; at < end; at++) {
            char c = text.charAt(at);
            if (c >= '0' && c <= '9') {
                digits = digits * 10 + (c - '0');
                count++;
            } else if (c == '.' && point < 0) {
                point = at;
            } else {
                return general(text);
            }
        }
        if (count == 0 || count > 15) {
            return general(text);
        }
        // Both are exact doubles, so one division rounds correctly (Clinger's fast path).
        double value = point < 0 ? digits : digits / TENTHS[end - point - 1];
        return negative ? -value : value;
    }

    private static double general(String text) {
        String stripped = text.strip();
        if (stripped.isEmpty() || !(isDecimal(stripped) || stripped.endsWith("Infinity"))) {
            return Double.NaN;
        }
        try {
            return Double.parseDouble(stripped);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** The library also reads hexadecimal, and suffixes such as {@code 7d}; no logger means a number by that. */
    private static boolean isDecimal(String text) {
        return text.chars().allMatch(c -> (c >= '0' && c <= '9') || "+-.eE".indexOf(c) >= 0);
    }
}
