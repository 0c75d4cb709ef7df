package io.millwright.etl;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A burst in text.
 *
 * @param rate the sampling rate, in Hz
 * @param list the samples: of JSON an array; of CSV one cell of numbers between commas, semicolons, bars or blanks, in brackets or
 *     without
 * @param shaftSpeed in the unit of its column
 */
record TextBurst(
        String path,
        long place,
        @Nullable String machine,
        @Nullable String start,
        @Nullable String arrival,
        @Nullable String sensor,
        @Nullable String rate,
        @Nullable String list,
        @Nullable String shaftSpeed,
        Notation notation)
        implements LandedBurst {

    private static final Pattern BLANKS = Pattern.compile("\\s+");

    @Override
    public double samplingHz() {
        return rate == null ? Double.NaN : notation.number(rate);
    }

    @Override
    public float[] samples() {
        String text = list == null ? "" : list.strip();
        if (text.startsWith("[") && text.endsWith("]")) {
            text = text.substring(1, text.length() - 1).strip();
        }
        if (text.isEmpty()) {
            return new float[0];
        }
        String[] numbers = parted(text);
        float[] samples = new float[numbers.length];
        for (int i = 0; i < samples.length; i++) {
            double number = notation.number(numbers[i].strip());
            if (Double.isNaN(number)) {
                return new float[0];
            }
            samples[i] = (float) number;
        }
        return samples;
    }

    /** Where decimals have a comma, no comma parts numbers. */
    private String[] parted(String text) {
        for (String sign : notation.decimal() == ',' ? new String[] {";", "|"} : new String[] {",", ";", "|"}) {
            if (text.contains(sign)) {
                return text.split(Pattern.quote(sign), -1);
            }
        }
        return BLANKS.split(text);
    }
}
