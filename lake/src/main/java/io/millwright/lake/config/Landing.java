package io.millwright.lake.config;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where data come from.
 *
 * @param axis clock, cycles or none
 * @param zone of times without an offset, where a source does not say otherwise
 * @param simulated the fleet {@code generate} makes, where the landing files are a simulated fleet's
 */
public record Landing(TimeAxis axis, ZoneId zone, List<Source> sources, Optional<Simulated> simulated) {

    public Landing {
        sources = List.copyOf(sources);
    }

    /** The same with other sources. */
    public Landing with(List<Source> others) {
        return new Landing(axis, zone, others, simulated);
    }

    public Stream<Source> of(Source.Kind kind) {
        return sources.stream().filter(source -> source.kind() == kind);
    }

    public boolean has(Source.Kind kind) {
        return of(kind).findAny().isPresent();
    }
}
