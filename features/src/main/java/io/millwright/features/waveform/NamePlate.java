package io.millwright.features.waveform;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What a machine's metadata say of its vibration.
 *
 * @param severity which limits count; null where the metadata name none that there is
 */
public record NamePlate(Shaft shaft, @Nullable Severity severity) implements Serializable {

    /** A machine without metadata. */
    public static final NamePlate UNKNOWN = new NamePlate(Shaft.UNKNOWN, Severity.GROUP_2_RIGID);
}
