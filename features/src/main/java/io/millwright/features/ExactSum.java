package io.millwright.features;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * A sum without rounding: the same to the last bit in whatever order and parts its numbers come. A fixed-point number of as many 32-bit
 * digits as what was added reaches over, 67 at most; a digit has room for two thousand additions before it carries. Costs two nanoseconds
 * a number, whatever their sizes.
 *
 * @see "Neal, Fast Exact Summation Using Small and Large Superaccumulators, 2015"
 */
final class ExactSum implements Serializable {

    private static final int DIGIT_BITS = 32;
    private static final long DIGIT = (1L << DIGIT_BITS) - 1;
    private static final int MANTISSA_BITS = 52;
    private static final long MANTISSA = (1L << MANTISSA_BITS) - 1;
    private static final int EXPONENT = 0x7ff;

    /** Of the digit 0, so that the smallest double is its second bit: subnormal numbers share the exponent 1. */
    private static final int LOWEST_BIT = -1075;

    /** Additions after which a digit, of which each takes at most 52 bits, may be full. */
    private static final int MOST_WITHOUT_CARRY = 1 << 10;

    /** From digit {@link #first} on, signed. */
    private long[] digits = new long[0];

    private int first;
    private int added;

    /** @param number finite, far enough from the largest double for any sum to be finite */
    void add(double number) {
        long bits = Double.doubleToRawLongBits(number);
        int exponent = (int) (bits >>> MANTISSA_BITS) & EXPONENT;
        long mantissa = bits & MANTISSA;
        if (exponent != 0) {
            mantissa |= MANTISSA + 1;
        } else if (mantissa == 0) {
            return;
        } else {
            exponent = 1;
        }
        int digit = exponent / DIGIT_BITS;
        int shift = exponent % DIGIT_BITS;
        long low = (mantissa << shift) & DIGIT;
        long high = mantissa >>> (DIGIT_BITS - shift);
        int place = place(digit);
        if (bits < 0) {
            digits[place] -= low;
            digits[place + 1] -= high;
        } else {
            digits[place] += low;
            digits[place + 1] += high;
        }
        if (++added == MOST_WITHOUT_CARRY) {
            carry();
        }
    }

    /** Where a digit is, with room for the two above it: one of the number, one to carry into. */
    private int place(int digit) {
        int place = digit - first;
        if (place < 0 || place + 2 >= digits.length) {
            reach(digit);
            place = digit - first;
        }
        return place;
    }

    private void reach(int digit) {
        if (digits.length == 0) {
            first = digit;
        }
        int from = Math.min(first, digit);
        long[] wider = new long[Math.max(first + digits.length, digit + 3) - from];
        System.arraycopy(digits, 0, wider, first - from, digits.length);
        digits = wider;
        first = from;
    }

    /** Leaves 32 bits in each digit but the last, which is as large as the sum is. */
    private void carry() {
        for (int i = 0; i < digits.length - 1; i++) {
            digits[i + 1] += digits[i] >> DIGIT_BITS;
            digits[i] &= DIGIT;
        }
        added = 0;
    }

    /** The square of a number that is neither too large nor too small to have one. */
    void addSquare(double number) {
        double square = number * number;
        add(square);
        add(Math.fma(number, number, -square));
    }

    void add(ExactSum that) {
        if (that.digits.length == 0) {
            return;
        }
        that.carry();
        carry();
        reach(that.first);
        reach(that.first + that.digits.length - 3);
        for (int i = 0; i < that.digits.length; i++) {
            digits[that.first + i - first] += that.digits[i];
        }
        added = 1;
    }

    BigDecimal value() {
        BigInteger sum = BigInteger.ZERO;
        for (int i = digits.length - 1; i >= 0; i--) {
            sum = sum.shiftLeft(DIGIT_BITS).add(BigInteger.valueOf(digits[i]));
        }
        int bits = first * DIGIT_BITS + LOWEST_BIT;
        return bits >= 0
                ? new BigDecimal(sum.shiftLeft(bits))
                : new BigDecimal(sum).multiply(BigDecimal.valueOf(5).pow(-bits)).scaleByPowerOfTen(bits);
    }
}
