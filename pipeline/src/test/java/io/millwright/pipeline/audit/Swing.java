package io.millwright.pipeline.audit;

import io.millwright.features.own.KnownMachine;
import io.millwright.features.own.OwnFeature;
import io.millwright.features.tile.Moments;
import java.time.Duration;
import java.util.List;

/** A feature of one's own, as a user would write it. */
public final class Swing implements OwnFeature {

    @Override
    public String name() {
        return "swing";
    }

    @Override
    public String definition() {
        return "highest minus lowest temperature of the last day";
    }

    @Override
    public String unit() {
        return "";
    }

    @Override
    public List<String> sensors() {
        return List.of("temperature");
    }

    @Override
    public double value(KnownMachine machine) {
        Moments day = machine.over("temperature", Duration.ofHours(24));
        return day.isEmpty() ? Double.NaN : day.max() - day.min();
    }
}
