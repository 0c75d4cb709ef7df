package io.millwright.features.waveform;

import io.millwright.features.waveform.EnvelopeTransform.Envelope;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The strongest line of an envelope spectrum, where it is a bearing's.
 *
 * @param part that it names
 * @param hz where it lies
 * @param expectedHz where the part's line would lie without slip, by the bearing's geometry and the shaft's speed
 * @param depth of the modulation, 1 for a ringing that doubles and dies away in turn
 */
public record BearingLine(Part part, double hz, double expectedHz, double depth) {

    /** So many numbers of a burst, the last ones, are of its line. */
    public static final int SIZE = 3;

    /** Damaged part of a bearing. */
    public enum Part {
        OUTER_RACE(1, "outer race"),
        INNER_RACE(2, "inner race"),
        BALL(3, "ball"),
        CAGE(4, "cage");

        private final int code;
        private final String words;

        Part(int code, String words) {
            this.code = code;
            this.words = words;
        }

        /** For people. */
        public String words() {
            return words;
        }

        /** The part a number of a burst stands for. */
        public static Part of(double code) {
            return Arrays.stream(values())
                    .filter(part -> part.code == code)
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no part of a bearing has the code " + code));
        }
    }

    /** The part's code, where the line lies, and that as a share of where it is expected. */
    double[] toArray() {
        return new double[] {part.code, hz, hz / expectedHz};
    }

    /**
     * Shallower lines come and go: in the recordings of Case Western's rig, lines of damaged races are at least 0.5 deep, those of
     * damaged balls, which name nothing reliably, at most 0.12.
     */
    private static final double LEAST_DEPTH = 0.25;

    /** Short bursts of noise have deep lines, too, but they do not stand out. */
    private static final double LEAST_HEIGHT_DB = 15;

    /** The shaft's own lines, and twice it, are no bearing's; this far to each side is left out, in orders. */
    private static final double SHAFT_WIDTH = 0.05;

    /**
     * The strongest line from the cage's to the inner race's, those at once and twice the shaft speed left out; empty where it
     * is shallow, does not stand out, or lies at no part's frequency within 1 %.
     */
    static Optional<BearingLine> strongest(Envelope envelope, double shaftHz, BearingGeometry bearing) {
        double from = (1 - BearingLines.SLIP) * bearing.cageOrder();
        double to = (1 + BearingLines.SLIP) * bearing.innerRaceOrder();
        Spectrum spectrum = envelope.spectrum();
        return Stream.of(
                        spectrum.strongestHz(from * shaftHz, (1 - SHAFT_WIDTH) * shaftHz),
                        spectrum.strongestHz((1 + SHAFT_WIDTH) * shaftHz, (2 - SHAFT_WIDTH) * shaftHz),
                        spectrum.strongestHz((2 + SHAFT_WIDTH) * shaftHz, to * shaftHz))
                .filter(hz -> !Double.isNaN(hz))
                .max(Comparator.comparingDouble(hz -> spectrum.peak(hz, 0)))
                .flatMap(hz -> named(envelope, hz, shaftHz, bearing));
    }

    private static Optional<BearingLine> named(Envelope envelope, double hz, double shaftHz, BearingGeometry bearing) {
        double depth = envelope.depth(hz, 0);
        if (!(depth >= LEAST_DEPTH && envelope.spectrum().heightDb(hz, 0, shaftHz / 2) >= LEAST_HEIGHT_DB)) {
            return Optional.empty();
        }
        Map<Part, Double> orders = Map.of(
                Part.OUTER_RACE, bearing.outerRaceOrder(),
                Part.INNER_RACE, bearing.innerRaceOrder(),
                Part.BALL, bearing.ballSpinOrder(),
                Part.CAGE, bearing.cageOrder());
        return orders.entrySet().stream()
                .filter(order -> distance(order.getValue(), hz / shaftHz) <= BearingLines.SLIP)
                .min(Comparator.comparingDouble(order -> distance(order.getValue(), hz / shaftHz)))
                .map(order -> new BearingLine(order.getKey(), hz, order.getValue() * shaftHz, depth));
    }

    private static double distance(double order, double found) {
        return Math.abs(found / order - 1);
    }
}
