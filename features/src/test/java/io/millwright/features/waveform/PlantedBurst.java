package io.millwright.features.waveform;

/** Bursts with known lines, the same in every language that rounds as IEEE 754 does. */
final class PlantedBurst {

    static final double RATE_HZ = 1000;

    /** 9 balls, as of the fleet's conveyors: BPFO 3.572, BPFI 5.428, BSF 2.321, FTF 0.397 orders. */
    static final BearingGeometry BEARING = new BearingGeometry(9, 7.94, 38.5, 0);

    private PlantedBurst() {}

    /**
     * A shaft with its second harmonic, uniform noise, and a resonance at 0.31 of the sampling rate that is struck again and again.
     *
     * @param strikesHz how often it is struck
     * @param height of the strikes; the shaft's line has 0.9
     */
    static float[] of(int length, double shaftHz, double strikesHz, double height) {
        double[] samples = new double[length];
        long state = 1;
        for (int i = 0; i < length; i++) {
            state = (state * 1_103_515_245L + 12_345) % (1L << 31);
            double turn = 2 * Math.PI * shaftHz * i / RATE_HZ;
            samples[i] =
                    0.9 * Math.sin(turn) + 0.35 * Math.sin(2 * turn + 1) + 0.4 * (state / (double) (1L << 31) - 0.5);
        }
        for (double at = 0; at < length; at += RATE_HZ / strikesHz) {
            for (int i = (int) Math.ceil(at); i < length; i++) {
                samples[i] += height * Math.sin(2 * Math.PI * 0.31 * (i - at)) * Math.exp(-0.05 * (i - at));
            }
        }
        return rounded(samples);
    }

    static float[] rounded(double[] samples) {
        float[] rounded = new float[samples.length];
        for (int i = 0; i < samples.length; i++) {
            rounded[i] = (float) samples[i];
        }
        return rounded;
    }
}
