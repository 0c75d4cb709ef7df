package io.millwright.features.context;

import io.millwright.features.context.MachineLog.Stay;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which serial sits in a machine at a moment, and where it was before, by what was known then. A stay counts until the moment at most. */
final class Genealogy {

    private static final double MS_PER_HOUR = 3_600_000.0;

    private final List<Stay> stays;

    Genealogy(List<Stay> stays) {
        this.stays = stays;
    }

    /**
     * Of a component of the machine: hours since its serial was first installed anywhere, number of other serials that sat here
     * before, hours that the serial served in other machines. NaN throughout where nothing is known to sit here; the first and
     * the last where what sits here has no serial.
     */
    List<Double> of(String component, long asOfMs) {
        Optional<Stay> present = begun(component, asOfMs)
                .filter(stay -> stay.here() && stay.untilMs() >= asOfMs)
                .max(Comparator.comparingLong(Stay::fromMs));
        return present.map(stay -> List.of(age(stay, asOfMs), earlier(stay, asOfMs), elsewhere(stay, asOfMs)))
                .orElse(List.of(Double.NaN, Double.NaN, Double.NaN));
    }

    /** Each stay that began strictly before the moment and was known by it, with its end as far as that was known. */
    private Stream<Stay> begun(String component, long asOfMs) {
        Map<Begin, Stay> begun = new LinkedHashMap<>();
        for (Stay stay : stays) {
            if (stay.component().equals(component) && stay.fromMs() < asOfMs && stay.knownMs() <= asOfMs) {
                begun.merge(
                        new Begin(stay.serial(), stay.here(), stay.fromMs()),
                        stay,
                        (one, other) -> one.untilMs() <= other.untilMs() ? one : other);
            }
        }
        return begun.values().stream();
    }

    private record Begin(@Nullable String serial, boolean here, long fromMs) {}

    /** Stays of the same serial, this one among them. */
    private Stream<Stay> ofSerial(Stay present, long asOfMs) {
        return begun(present.component(), asOfMs).filter(stay -> Objects.equals(stay.serial(), present.serial()));
    }

    private double age(Stay present, long asOfMs) {
        return present.serial() == null
                ? Double.NaN
                : (asOfMs
                                - ofSerial(present, asOfMs)
                                        .mapToLong(Stay::fromMs)
                                        .min()
                                        .orElseThrow())
                        / MS_PER_HOUR;
    }

    private double earlier(Stay present, long asOfMs) {
        return begun(present.component(), asOfMs)
                .filter(stay -> stay.here() && stay.serial() != null)
                .map(Stay::serial)
                .filter(serial -> !Objects.equals(serial, present.serial()))
                .distinct()
                .count();
    }

    private double elsewhere(Stay present, long asOfMs) {
        return present.serial() == null
                ? Double.NaN
                : ofSerial(present, asOfMs)
                                .filter(stay -> !stay.here())
                                .mapToLong(stay -> Math.min(stay.untilMs(), asOfMs) - stay.fromMs())
                                .sum()
                        / MS_PER_HOUR;
    }
}
