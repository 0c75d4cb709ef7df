package io.millwright.features.waveform;

import io.millwright.lake.config.FeatureSpec;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Which numbers of a burst there are beside the fixed ones.
 *
 * @param bands root mean squares of them, in order
 * @param waveletLevels shares of their energies, from level 1 on; 0 for none
 * @param shaftHarmonics multiples of the shaft's speed whose lines are measured, the fixed {@value #FIXED_HARMONICS} among them
 */
public record BurstPlan(List<FeatureSpec.Band> bands, int waveletLevels, int shaftHarmonics) implements Serializable {

    static final int FIXED_HARMONICS = 3;

    /** Only the fixed numbers. */
    public static final BurstPlan FIXED = new BurstPlan(List.of(), 0, FIXED_HARMONICS);

    public BurstPlan {
        bands = List.copyOf(bands);
        if (shaftHarmonics < FIXED_HARMONICS) {
            throw new IllegalArgumentException(
                    "shaftHarmonics must be >= " + FIXED_HARMONICS + ", got " + shaftHarmonics);
        }
    }

    public static BurstPlan of(FeatureSpec spec) {
        return new BurstPlan(spec.bands(), spec.waveletLevels(), spec.shaftHarmonics());
    }

    /** Names of the bands, of the levels, and of the harmonics beyond the fixed ones; columns of the table are called the same. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        bands.forEach(band -> names.add(name(band)));
        for (int level = 1; level <= waveletLevels; level++) {
            names.add("wavelet_" + level);
        }
        for (int harmonic = FIXED_HARMONICS + 1; harmonic <= shaftHarmonics; harmonic++) {
            names.add("shaft_" + harmonic + "x");
        }
        return names;
    }

    public static String name(FeatureSpec.Band band) {
        return "band_" + band.fromHz() + "_" + band.toHz() + "_hz";
    }

    /** Number of numbers of a burst, the fixed ones included. */
    public int size() {
        return BurstSummary.SIZE + BurstSpectrum.SIZE + names().size() + BearingLine.SIZE;
    }
}
