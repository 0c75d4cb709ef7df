package io.millwright.pipeline.evaluate;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a machine is.
 *
 * @param commissioned null where neither a date nor an age was delivered
 * @param parts that sat in it at any time, in no order
 */
record MachineFacts(
        String site,
        String type,
        String manufacturer,
        @Nullable Instant commissioned,
        List<Part> parts) {

    /** A name where none was delivered. */
    static final String UNKNOWN = "unknown";

    /** Names of {@link #ageBand}, from the youngest on. */
    static final List<String> AGE_BANDS =
            List.of("under 2 years", "2 to 5 years", "5 to 10 years", "10 to 15 years", "15 years and more", UNKNOWN);

    private static final double[] BAND_ENDS = {2, 5, 10, 15};
    static final Duration YEAR = Duration.ofHours(8_766);

    MachineFacts {
        parts = List.copyOf(parts);
    }

    /** A component's part from its installation on, until the next one of its kind. */
    record Part(String kind, String generation, Instant installed) {}

    /** A machine of which no more is known. */
    static MachineFacts of(String site, String type) {
        return new MachineFacts(site, type, UNKNOWN, null, List.of());
    }

    String ageBand(Instant at) {
        if (commissioned == null) {
            return UNKNOWN;
        }
        double years = (double) Duration.between(commissioned, at).toMillis() / YEAR.toMillis();
        int band = 0;
        while (band < BAND_ENDS.length && years >= BAND_ENDS[band]) {
            band++;
        }
        return AGE_BANDS.get(band);
    }

    /** The generation of the part of a kind that sits in the machine; {@link #UNKNOWN} where nothing tells. */
    String generation(String kind, Instant at) {
        return parts.stream()
                .filter(part -> part.kind().equals(kind) && !part.installed().isAfter(at))
                .max(Comparator.comparing(Part::installed))
                .map(Part::generation)
                .orElse(UNKNOWN);
    }
}
