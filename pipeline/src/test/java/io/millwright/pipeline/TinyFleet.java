package io.millwright.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Locale;
import java.util.Random;

/** Three machines, two sensors, ten days of hourly readings in one CSV: enough to read, too little to learn from. */
final class TinyFleet {

    private static final LocalDateTime START = LocalDateTime.parse("2025-01-01T00:00");
    private static final int HOURS = 240;

    private TinyFleet() {}

    static Path write(Path landing) throws IOException {
        StringBuilder csv = new StringBuilder("time,machine,temperature,vibration\n");
        Random random = new Random(1);
        for (int machine = 1; machine <= 3; machine++) {
            for (int hour = 0; hour < HOURS; hour++) {
                csv.append(String.format(
                        Locale.ROOT,
                        "%s:00,m%d,%.3f,%.3f%n",
                        START.plus(Duration.ofHours(hour)),
                        machine,
                        60 + random.nextGaussian(),
                        2 + 0.1 * random.nextGaussian()));
            }
        }
        Files.writeString(landing.resolve("failures.csv"), "time,machine,mode\n2025-01-06T12:00:00,m1,wear\n");
        return Files.writeString(landing.resolve("telemetry.csv"), csv.toString());
    }

    static Path pipelineFile(Path folder, Path landing) throws IOException {
        return Files.writeString(folder.resolve("pipeline.yaml"), yaml(landing));
    }

    static String yaml(Path landing) {
        return """
            landing:
              zone: UTC
              sources:
                - name: telemetry
                  kind: readings
                  path: %1$s/telemetry.csv
                  format: csv
                  time: {column: time}
                  equipment: machine
                  columns: {temperature: temperature, vibration: vibration}
                - name: failures
                  kind: failures
                  path: %1$s/failures.csv
                  format: csv
                  time: {column: time}
                  equipment: machine
                  columns: {mode: mode}
            sensors:
              - {name: temperature, unit: degC, min: -40, max: 200, period: 1h}
              - {name: vibration, unit: mm/s, min: 0, max: 100, period: 1h}
            features:
              chunk: 24h
              tile: 6h
              as_of: {every: 24h}
              windows: [24h, 3d]
              statistics: [mean, sd]
            targets:
              failure:
                - {name: fails_within_1d, horizon: 24h, headline: true}
              candidates: [run_to_failure, logistic]
              inner_folds: 2
              bootstrap_draws: 100
            split: {kind: time, folds: 1}
            """.formatted(landing);
    }
}
