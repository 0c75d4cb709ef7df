package io.millwright.features.own;

import io.millwright.features.tile.Moments;
import java.time.Duration;
import java.util.List;

/** A feature of one's own, as a user would write it. */
public final class SteadyHours implements OwnFeature {

    @Override
    public String name() {
        return "steady_hours";
    }

    @Override
    public String definition() {
        return "hours of the last five days in whose two-hour tiles heat moved by less than 4 degrees; errors add 1000";
    }

    @Override
    public String unit() {
        return "h";
    }

    @Override
    public List<String> sensors() {
        return List.of("heat");
    }

    @Override
    public double value(KnownMachine machine) {
        long steady = machine.tiles("heat", Duration.ofDays(5)).stream()
                .filter(tile -> !tile.isEmpty() && tile.max() - tile.min() < 4)
                .count();
        Moments now = machine.over("heat", Duration.ofHours(6));
        return now.isEmpty()
                ? Double.NaN
                : 2.0 * steady + 1000.0 * machine.events().size();
    }
}
