package io.millwright.features.waveform;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What turns in a machine, from its name plate.
 *
 * @param nominalHz turns a second, positive; NaN where it is not known
 * @param bearing null where its geometry is not known
 */
public record Shaft(double nominalHz, @Nullable BearingGeometry bearing) implements Serializable {

    /** A machine whose metadata say nothing about its shaft. */
    public static final Shaft UNKNOWN = new Shaft(Double.NaN, null);

    public boolean hasSpeed() {
        return nominalHz > 0;
    }

    /** Turns a second: as found in a burst, or the nominal speed where none was found (NaN). */
    double turnsHz(double foundHz) {
        return Double.isNaN(foundHz) ? nominalHz : foundHz;
    }

    /** The lines of a bearing are multiples of a speed, so that its geometry alone names none. */
    public boolean hasBearing() {
        return hasSpeed() && bearing != null;
    }
}
