package io.millwright.features.own;

import io.millwright.features.context.MachineLog;
import io.millwright.features.tile.Moments;
import io.millwright.features.window.KnownSensors;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** What was known of one machine at one moment. Windows and lags are whole numbers of tiles. */
public final class KnownMachine {

    private final KnownSensors sensors;
    private final MachineLog log;
    private final List<String> declared;

    /** @param declared the sensors that may be read */
    KnownMachine(KnownSensors sensors, MachineLog log, List<String> declared) {
        this.sensors = sensors;
        this.log = log;
        this.declared = declared;
    }

    /** The moment; every window ends here, itself outside. */
    public Instant asOf() {
        return Instant.ofEpochMilli(sensors.asOfMs());
    }

    /** A sensor's readings in the window that ends at the moment; empty where there were none. */
    public Moments over(String sensor, Duration window) {
        return over(sensor, window, Duration.ZERO);
    }

    /** The same, of the window that ends {@code lag} earlier. */
    public Moments over(String sensor, Duration window, Duration lag) {
        return sensors.over(allowed(sensor), window, lag);
    }

    /** The window's tiles in their order, empty where one holds no reading. */
    public List<Moments> tiles(String sensor, Duration window) {
        return List.of(sensors.tiles(allowed(sensor), window));
    }

    /** The machine's own normal, see {@code features.baseline}; empty where the pipeline file has none. */
    public Moments baseline(String sensor) {
        return sensors.baseline(allowed(sensor));
    }

    /** Failures, errors and alarms strictly before the moment, in the order they happened. */
    public List<MachineLog.Event> events() {
        return log.eventsKnownAt(sensors.asOfMs()).stream()
                .sorted(Comparator.comparingLong(MachineLog.Event::timeMs))
                .toList();
    }

    /**
     * Work finished, or else opened, strictly before the moment, in that order. The kind is empty where the log does not say it: what such work
     * was is inferred from failures, of which some become known after the moment.
     */
    public List<MachineLog.Order> orders() {
        return log.ordersKnownAt(sensors.asOfMs()).stream()
                .map(MachineLog.Order::asTold)
                .sorted(Comparator.comparingLong(MachineLog.Order::timeMs))
                .toList();
    }

    /** What the metadata say. */
    public MachineLog.Facts facts() {
        return log.facts();
    }

    private String allowed(String sensor) {
        if (!declared.contains(sensor)) {
            throw new IllegalArgumentException("it reads the sensor " + sensor + ", which its sensors() does not name");
        }
        return sensor;
    }
}
