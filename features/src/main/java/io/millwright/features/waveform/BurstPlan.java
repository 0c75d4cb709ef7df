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
 */
public record BurstPlan(List<FeatureSpec.Band> bands, int waveletLevels) implements Serializable {

    /** Only the fixed numbers. */
    public static final BurstPlan FIXED = new BurstPlan(List.of(), 0);

    public BurstPlan {
        bands = List.copyOf(bands);
    }

    public static BurstPlan of(FeatureSpec spec) {
        return new BurstPlan(spec.bands(), spec.waveletLevels());
    }

    /** Names of the bands, then of the levels; columns of the table are called the same. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        bands.forEach(band -> names.add(name(band)));
        for (int level = 1; level <= waveletLevels; level++) {
            names.add("wavelet_" + level);
        }
        return names;
    }

    public static String name(FeatureSpec.Band band) {
        return "band_" + band.fromHz() + "_" + band.toHz() + "_hz";
    }

    /** Number of numbers of a burst, the fixed ones included. */
    public int size() {
        return BurstSummary.SIZE + BurstSpectrum.SIZE + bands.size() + waveletLevels + BearingLine.SIZE;
    }
}
