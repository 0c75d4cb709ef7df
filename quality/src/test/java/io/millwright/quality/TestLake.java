package io.millwright.quality;

import io.millwright.lake.Interval;
import io.millwright.lake.Lake;
import io.millwright.lake.TableSpec;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.PipelineFile;
import io.millwright.lake.table.Equipment;
import io.millwright.lake.table.Events;
import io.millwright.lake.table.IngestAccounting;
import io.millwright.lake.table.Series;
import io.millwright.lake.table.WorkOrders;
import io.millwright.lake.testing.TestSpark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/** A lake of three pumps with one temperature sensor over four days, in order unless a test says otherwise. */
final class TestLake {

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    static final Interval FOUR_DAYS = new Interval(START, Instant.parse("2026-01-05T00:00:00Z"));

    private static final String PIPELINE = """
            landing:
              sources:
                - {name: telemetry, kind: readings, path: readings, format: csv}
                - {name: errors, kind: events, path: errors, format: csv}
                - {name: orders, kind: work_orders, path: orders, format: csv}
            sensors: [{name: temperature, min: -40, max: 150, period: 1h}]
            features: {tile: 1h, chunk: 24h, as_of: {every: 24h}, windows: [24h]}
            targets: {}
            split: {kind: time}
            """;

    final Path folder;
    final Lake lake;
    final PipelineConfig config;

    TestLake(Path folder, String runId) {
        this.folder = folder;
        this.lake = Lake.open(TestSpark.session(), folder.resolve("lake").toString(), runId);
        Path file = folder.resolve("pipeline.yaml");
        try {
            Files.writeString(file, PIPELINE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.config = PipelineFile.read(file, Map.of(), Optional.empty());
    }

    TestLake healthy() {
        write(Equipment.TABLE, machine("p1"), machine("p2"), machine("p3"));
        List<Row> chunks = new ArrayList<>();
        for (String machine : List.of("p1", "p2", "p3")) {
            for (int day = 0; day < 4; day++) {
                chunks.add(chunk(machine, day, 24, null));
            }
        }
        write(Series.TABLE, chunks.toArray(new Row[0]));
        write(Events.TABLE, event("p1", 30, 30, "failure"), event("p2", 40, 41, "error"));
        write(WorkOrders.TABLE, order("o1", "p1", 32, "corrective"), order("o2", "p3", 50, "preventive"));
        write(IngestAccounting.TABLE, books(300, 288, 10, 2));
        return this;
    }

    void write(TableSpec table, Row... rows) {
        lake.overwrite(TestSpark.session().createDataFrame(Arrays.asList(rows), table.schema()), table, Map.of());
    }

    static Row machine(String id) {
        return RowFactory.create(id, "north", "pump", null, null, null, null, 3.0, Map.of(), "machines");
    }

    /** A chunk of a day with the given readings, one an hour. */
    static Row chunk(String machine, int day, int readings, double[] clean) {
        Instant start = START.plusSeconds(day * 86_400L);
        Integer[] offsets = new Integer[readings];
        Double[] values = new Double[readings];
        for (int i = 0; i < readings; i++) {
            offsets[i] = i * 3_600_000;
            values[i] = 60 + Math.sin(i);
        }
        return RowFactory.create(
                machine,
                "temperature",
                Timestamp.from(start),
                false,
                Timestamp.from(start.plusSeconds(86_400)),
                Date.valueOf(LocalDate.of(2026, 1, 1 + day)),
                offsets,
                values,
                clean == null ? null : Arrays.stream(clean).boxed().toArray(Double[]::new),
                readings,
                24,
                59.0,
                61.0,
                60.0,
                3_600_000,
                0,
                "telemetry");
    }

    static Row event(String machine, int hour, int knownHour, String kind) {
        return RowFactory.create(
                machine,
                at(hour),
                at(knownHour),
                kind,
                "E1",
                kind.equals("failure") ? "bearing" : null,
                null,
                "errors");
    }

    static Row condition(@Nullable String site, @Nullable String machine) {
        return RowFactory.create(site, machine, "temperature", at(30), at(30), 20.0, "weather");
    }

    static Row operation(String site) {
        return RowFactory.create(site, null, at(30), at(40), 0.5, at(0), "plan");
    }

    static Row books(long rowsIn, long clean, long quarantined, long merged) {
        return RowFactory.create(
                "telemetry", "readings", null, null, rowsIn, clean, quarantined, Map.of("future", quarantined), merged);
    }

    static Row order(String id, String machine, int hour, String kind) {
        return RowFactory.create(
                id,
                machine,
                "bearing",
                kind,
                "closed",
                at(hour),
                null,
                null,
                null,
                null,
                at(hour),
                true,
                100.0,
                2.0,
                4.0,
                "bearing",
                "replaced",
                "orders");
    }

    private static Timestamp at(int hour) {
        return Timestamp.from(START.plusSeconds(hour * 3_600L));
    }
}
