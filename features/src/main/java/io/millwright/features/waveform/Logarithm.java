package io.millwright.features.waveform;

/**
 * Natural logarithms from a table, within 4e-16 and the rounding of the result, in a third of the time {@link Math#log} takes: the
 * entropy of a spectrum has one for each bin.
 */
final class Logarithm {

    private static final int BITS = 9;
    private static final int SIGNIFICAND = 52;
    private static final int BIAS = 1023;
    private static final long SIGNIFICAND_BITS = (1L << SIGNIFICAND) - 1;
    private static final long ONE = (long) BIAS << SIGNIFICAND;
    private static final double LN_2 = Math.log(2);

    /** Of the middles of equal stretches of [1, 2): their inverses and the logarithms of those, by turns. */
    private static final double[] TABLE = table();

    private Logarithm() {}

    private static double[] table() {
        double[] table = new double[2 << BITS];
        for (int i = 0; i < table.length; i += 2) {
            table[i] = 1 / (1 + (i + 1) / (double) table.length);
            table[i + 1] = -Math.log(table[i]);
        }
        return table;
    }

    /** Of a positive number; of 0, and below the normal numbers, merely finite, so that nothing times it is nothing. */
    static double of(double value) {
        long bits = Double.doubleToRawLongBits(value);
        int exponent = (int) (bits >>> SIGNIFICAND) - BIAS;
        int at = 2 * (int) ((bits & SIGNIFICAND_BITS) >>> (SIGNIFICAND - BITS));
        double significand = Double.longBitsToDouble((bits & SIGNIFICAND_BITS) | ONE);
        double beside = significand * TABLE[at] - 1;
        double polynomial = beside - beside * beside * (0.5 - beside * (1.0 / 3 - beside * 0.25));
        return exponent * LN_2 + TABLE[at + 1] + polynomial;
    }
}
