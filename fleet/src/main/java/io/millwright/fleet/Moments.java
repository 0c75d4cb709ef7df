package io.millwright.fleet;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Hours since the start of the history as instants of whole seconds, and as text. */
final class Moments {
    private Moments() {}

    static Instant instant(FleetSpec spec, double hour) {
        return spec.start().plusSeconds(Math.round(hour * 3_600));
    }

    static String text(FleetSpec spec, double hour) {
        return instant(spec, hour).truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Text of a moment inside the history, empty for one that lies after it. */
    static String textIfPast(FleetSpec spec, double hour) {
        return hour < spec.hours() ? text(spec, hour) : "";
    }
}
