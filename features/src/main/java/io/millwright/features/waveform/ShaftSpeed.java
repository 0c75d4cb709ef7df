package io.millwright.features.waveform;

/** How fast a shaft turned during a burst: under load, near but not at the speed on its name plate. */
final class ShaftSpeed {

    /** Half the range around the nominal speed that is searched. */
    private static final double RANGE = 0.08;

    /** The strongest line of pure noise stays below this; an unbalanced shaft's stands 20 to 40 dB above what is around. */
    private static final double LEAST_HEIGHT_DB = 18;

    private ShaftSpeed() {}

    /**
     * The strongest line within 8 % of the nominal speed, in Hz; NaN where none stands 18 dB above its surroundings, or the nominal
     * speed is not known.
     */
    static double found(Spectrum spectrum, double nominalHz) {
        if (!(nominalHz > 0)) {
            return Double.NaN;
        }
        double height = spectrum.heightDb(nominalHz, RANGE * nominalHz, nominalHz / 2);
        return height >= LEAST_HEIGHT_DB
                ? spectrum.strongestHz((1 - RANGE) * nominalHz, (1 + RANGE) * nominalHz)
                : Double.NaN;
    }
}
