package io.millwright.features.waveform;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What a machine's metadata say of its vibration.
 *
 * @param severity which limits count; null where the metadata name none that there is
 */
public record NamePlate(Shaft shaft, @Nullable Severity severity) implements Serializable {

    /** The same of a machine whose shaft was measured at so many turns a second, 0 where it stood; NaN where it was not. */
    public NamePlate turning(double measuredHz) {
        if (Double.isNaN(measuredHz)) {
            return this;
        }
        return new NamePlate(new Shaft(measuredHz > 0 ? measuredHz : Double.NaN, shaft.bearing()), severity);
    }

    /** A machine without metadata. */
    public static final NamePlate UNKNOWN = new NamePlate(Shaft.UNKNOWN, Severity.GROUP_2_RIGID);
}
