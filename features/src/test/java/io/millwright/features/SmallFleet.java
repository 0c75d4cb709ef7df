package io.millwright.features;

import io.millwright.lake.Lake;
import io.millwright.lake.TableSpec;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.PipelineFile;
import io.millwright.lake.table.Components;
import io.millwright.lake.table.Conditions;
import io.millwright.lake.table.Equipment;
import io.millwright.lake.table.Events;
import io.millwright.lake.table.Operations;
import io.millwright.lake.table.Series;
import io.millwright.lake.table.Waveforms;
import io.millwright.lake.table.WorkOrders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/**
 * Three machines with two sensors each over twenty days, a reading every ten minutes, with logs and, where a test asks for it, a burst
 * of vibration a day; written straight into clean tables. What happens before a moment does not depend on how long the history is.
 */
final class SmallFleet {

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    static final long HOUR = 3_600_000;
    static final long DAY = 24 * HOUR;

    private static final String YAML = """
            landing:
              axis: clock
              sources:
                - {name: readings, kind: readings, path: none, format: csv, time: t, equipment: e, columns: {heat: heat, load: load}}
                - {name: failures, kind: failures, path: none, format: csv, time: t, equipment: e}
                - {name: errors, kind: events, path: none, format: csv, time: t, equipment: e}
                - {name: orders, kind: work_orders, path: none, format: csv, time: t, equipment: e}
                - {name: parts, kind: components, path: none, format: csv, equipment: e, columns: {serial: s, installed_at: i}}
            sensors:
              - {name: heat, unit: degC, min: -1000000000, max: 1000000000, period: 10m}
              - {name: load, unit: "", min: -1000000000, max: 1000000000, period: 10m, role: operating}
            equipment: {components: [belt, motor]}
            features:
              chunk: 24h
              tile: 2h
              as_of: {every: 12h}
              windows: [6h, 24h, 5d]
              baseline: {length: 2d, from: start}
              changes: [{window: 12h, lag: 24h}]
            REGIMES
            targets:
              failure:
                - {name: soon, horizon: 72h, minimum_lead: 24h, headline: true}
              rul: {cap: 30d}
            split: {kind: time, tests: [{from: 2026-01-15, to: 2026-01-21}]}
            """;

    /** Families that need other machines. */
    static final String FLEET = """
              peers: {by: [regime], windows: [24h], statistics: [mean]}
              roll_ups: [{name: heat, of: [heat__24h__mean], to: [line, site], by: [mean, max]}]
            """;

    static final String REGIMES = "  regimes: {settings: [load], count: 2}\n";

    private static final String ORDERS =
            "    - {name: orders, kind: work_orders, path: none, format: csv, time: t, equipment: e}\n";
    private static final String BURSTS =
            "    - {name: bursts, kind: waveforms, path: none, format: csv, time: t, equipment: e,"
                    + " columns: {sensor: s, sampling_hz: hz, samples: v, shaft_speed: {column: rpm, unit: rpm}}}\n";
    private static final String AROUND = """
                - {name: plan, kind: operations, path: none, format: csv, time: t}
                - {name: air, kind: conditions, path: none, format: csv, time: t, columns: {value: v}}
            """;

    /** Every family of features. */
    private static final String MORE = REGIMES + """
              waveform_windows: [5d]
              bands: [{from_hz: 10, to_hz: 60}]
              text: {windows: [24h, 5d], modes: [leak, structural]}
              relations:
                - {kind: difference, of: heat, to: load}
                - {kind: correlation, of: heat, to: load}
                - {kind: residual, of: heat, to: [load]}
                - {kind: distance, of: heat, to: [load]}
              own: [io.millwright.features.own.SteadyHours]
              duty: [{sensor: load, above: 0.5}]
              genealogy: true
              schedule: true
              load_share: {sensor: load, windows: [24h]}
              environment: [{sensor: air, unit: "%", windows: [24h]}]
              pca: [{name: both, of: [heat__24h__mean, load__24h__mean]}]
            """ + FLEET;

    /** Of m1's shaft and bearing alone. */
    private static final Map<String, String> PLATE = Map.of(
            PlateAttributes.SPEED_RPM, "1500",
            PlateAttributes.BALLS, "9",
            PlateAttributes.BALL_DIAMETER_MM, "7.94",
            PlateAttributes.PITCH_DIAMETER_MM, "38.5");

    private static final String LOAD = "period: 10m, role: operating}\n";
    private static final String TURNS = "  - {name: turns, unit: rpm, min: 0, max: 9000, period: 10m}\n";
    private static final String VIBRATION =
            "  - {name: vibration_x, unit: m/s2, min: -1000000000, max: 1000000000, period: 24h}\n";

    private SmallFleet() {}

    static PipelineConfig config(Path folder) {
        return config(folder, "");
    }

    static PipelineConfig config(Path folder, String regimes) {
        return written(folder, YAML.replace("REGIMES", regimes));
    }

    /** The same where the first test begins at a share of the data there are. */
    static PipelineConfig configByShare(Path folder, String more) {
        return written(
                folder,
                YAML.replace("REGIMES", more)
                        .replace("tests: [{from: 2026-01-15, to: 2026-01-21}]", "first_test_share: 0.5"));
    }

    /** The same with a sensor that delivers bursts, see {@link #writeBursts}. */
    static PipelineConfig configWithBursts(Path folder, String more) {
        return written(folder, YAML.replace("REGIMES", more).replace(LOAD, LOAD + VIBRATION));
    }

    /** The same with a sensor of turns beside it, by which the shaft's lines are looked for. */
    static PipelineConfig configWithTurns(Path folder) {
        return written(
                folder,
                YAML.replace("REGIMES", "  shaft_speed_sensor: turns\n").replace(LOAD, LOAD + VIBRATION + TURNS));
    }

    /** The same with a source of bursts that say how fast the shaft turned, with the sensor of turns or without. */
    static PipelineConfig configWithOwnSpeeds(Path folder, boolean sensor) {
        return written(
                folder,
                YAML.replace("REGIMES", sensor ? "  shaft_speed_sensor: turns\n" : "")
                        .replace(LOAD, LOAD + VIBRATION + TURNS)
                        .replace(ORDERS, ORDERS + BURSTS));
    }

    /** Every family of features there is, see {@link #writeTurns}, {@link #writeBursts} and {@link #writeAround}. */
    static PipelineConfig configOfAll(Path folder) {
        return written(
                folder,
                around(MORE + "  shaft_speed_sensor: turns\n")
                        .replace(VIBRATION, VIBRATION + TURNS)
                        .replace("load: load}", "load: load, turns: turns}"));
    }

    /** With sources of bursts, plans, conditions and of orders that say when they are planned. */
    static PipelineConfig configAround(Path folder, String more) {
        return written(folder, around(more));
    }

    private static String around(String more) {
        return YAML.replace("REGIMES", more)
                .replace(LOAD, LOAD + VIBRATION)
                .replace(ORDERS, ORDERS.replace("e}", "e, columns: {scheduled_for: p}}") + AROUND);
    }

    private static PipelineConfig written(Path folder, String yaml) {
        try {
            Path file = Files.createDirectories(folder).resolve("pipeline.yaml");
            Files.writeString(file, yaml);
            return PipelineFile.read(file, Map.of(), Optional.of(folder));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Clean tables of the first days of the history; from {@code garbledDay} on, everything is nonsense. */
    static void write(Lake lake, int days, int garbledDay) {
        List<Row> series = new ArrayList<>();
        List<Row> equipment = new ArrayList<>();
        List<Row> events = new ArrayList<>();
        List<Row> orders = new ArrayList<>();
        List<Row> parts = new ArrayList<>();
        for (int machine = 1; machine <= 3; machine++) {
            String id = "m" + machine;
            equipment.add(RowFactory.create(
                    id,
                    "s" + machine % 2,
                    machine == 3 ? "press" : "belt",
                    null,
                    null,
                    machine == 2 ? null : "packing",
                    null,
                    1.0 * machine,
                    scala.collection.JavaConverters.mapAsScalaMap(machine == 1 ? PLATE : Map.of()),
                    "meta"));
            for (int day = 0; day < days; day++) {
                boolean garbled = day >= garbledDay;
                series.addAll(chunks(id, machine, day, garbled));
                logs(id, machine, day, garbled, events, orders);
                parts(id, machine, day, garbled, parts);
            }
        }
        lake.overwrite(lake.spark().createDataFrame(series, Series.SCHEMA), Series.TABLE, Map.of());
        lake.overwrite(lake.spark().createDataFrame(equipment, Equipment.SCHEMA), Equipment.TABLE, Map.of());
        lake.overwrite(lake.spark().createDataFrame(events, Events.SCHEMA), Events.TABLE, Map.of());
        lake.overwrite(lake.spark().createDataFrame(orders, WorkOrders.SCHEMA), WorkOrders.TABLE, Map.of());
        lake.overwrite(lake.spark().createDataFrame(parts, Components.SCHEMA), Components.TABLE, Map.of());
    }

    /**
     * What a tachometer read, to be written behind {@link #write}. Every third day it reads until noon, every third it is out of order
     * but for a reading before six that comes late, with m2's burst and after m3's; on the other days m1's reads nonsense.
     */
    static void writeTurns(Lake lake, int days, int garbledDay) {
        List<Row> turns = new ArrayList<>();
        for (int machine = 1; machine <= 3; machine++) {
            String id = "m" + machine;
            for (int day = 0; day < days; day++) {
                long start = START.toEpochMilli() + day * DAY;
                double rpm = day >= garbledDay ? 5000 : 1450 + 10 * machine + day;
                if (day % 3 == 1) {
                    List<Integer> offsets = new ArrayList<>();
                    List<Double> read = new ArrayList<>();
                    for (int i = 0; i < 72; i++) {
                        offsets.add(i * 600_000);
                        read.add(rpm + 0.5 * i);
                    }
                    turns.add(chunk(id, "turns", start, false, start + DAY, offsets, read));
                } else if (day % 3 == 2 && machine > 1) {
                    long known = start + (machine == 2 ? 20 : 50) * HOUR;
                    turns.add(chunk(id, "turns", start, true, known, List.of((int) (5 * HOUR)), List.of(rpm)));
                } else if (day % 3 == 0 && machine == 1) {
                    turns.add(
                            chunk(id, "turns", start, false, start + DAY, List.of((int) (5 * HOUR)), List.of(3000.0)));
                }
            }
        }
        add(lake, Series.TABLE, turns.toArray(new Row[0]));
    }

    /**
     * A burst of every machine at six each morning, of which every third arrives the evening after, and every third says itself how fast the
     * shaft turned.
     */
    static void writeBursts(Lake lake, int days, int garbledDay) {
        List<Row> bursts = new ArrayList<>();
        for (int machine = 1; machine <= 3; machine++) {
            for (int day = 0; day < days; day++) {
                bursts.add(burst(machine, day, day >= garbledDay));
            }
        }
        lake.overwrite(lake.spark().createDataFrame(bursts, Waveforms.SCHEMA), Waveforms.TABLE, Map.of());
    }

    /**
     * What is around the machines: a plan of the sites' load, known two days ahead and in every third stretch half a day behind, with
     * stretches without load; the air of the sites every six hours, of which every third reading arrives late; and, beside the orders there
     * are, some that are opened, planned and closed.
     */
    static void writeAround(Lake lake, int days, int garbledDay) {
        List<Row> plan = new ArrayList<>();
        List<Row> air = new ArrayList<>();
        for (String site : List.of("s0", "s1")) {
            for (int half = 0; half < 2 * days + 6; half++) {
                long start = START.toEpochMilli() + half * DAY / 2;
                long known = start + (half % 3 == 2 ? DAY / 2 : -2 * DAY);
                boolean garbled = known > START.toEpochMilli() + garbledDay * DAY;
                double load = garbled ? -7 : half % 7 == 0 ? 0 : 0.1 * (half % 5 + 1);
                if (known <= START.toEpochMilli() + days * DAY) {
                    plan.add(RowFactory.create(
                            site,
                            null,
                            new Timestamp(start),
                            new Timestamp(start + DAY / 2),
                            load,
                            new Timestamp(known),
                            "plan"));
                }
            }
            for (int quarter = 0; quarter < 4 * days; quarter++) {
                long at = START.toEpochMilli() + quarter * DAY / 4 + HOUR;
                double value = quarter >= 4 * garbledDay ? 1e6 : quarter % 11 + site.hashCode() % 3;
                air.add(RowFactory.create(
                        site,
                        null,
                        "air",
                        new Timestamp(at),
                        new Timestamp(at + (quarter % 3 == 2 ? 30 : 1) * HOUR),
                        value,
                        "air"));
            }
        }
        lake.overwrite(lake.spark().createDataFrame(plan, Operations.SCHEMA), Operations.TABLE, Map.of());
        lake.overwrite(lake.spark().createDataFrame(air, Conditions.SCHEMA), Conditions.TABLE, Map.of());
        List<Row> orders = new ArrayList<>();
        for (int machine = 1; machine <= 3; machine++) {
            for (int day = machine; day < days; day += 4) {
                long opened = START.toEpochMilli() + day * DAY + 9 * HOUR;
                long planned = opened + (day >= garbledDay ? HOUR : 3 * DAY);
                orders.add(workToDo("m" + machine, opened, opened + 2 * HOUR, "scheduled", opened, planned));
                if (day + 2 < days) {
                    long done = opened + 50 * HOUR;
                    orders.add(workToDo("m" + machine, done, done + 3 * HOUR, "closed", opened, planned));
                }
            }
        }
        add(lake, WorkOrders.TABLE, orders.toArray(new Row[0]));
    }

    private static Row workToDo(String id, long at, long known, String status, long opened, long planned) {
        return RowFactory.create(
                id + opened,
                id,
                "belt",
                "inspection",
                status,
                new Timestamp(at),
                new Timestamp(opened),
                new Timestamp(planned),
                null,
                null,
                new Timestamp(known),
                false,
                null,
                null,
                null,
                null,
                null,
                "orders");
    }

    /** Further rows of a table. */
    static void add(Lake lake, TableSpec table, Row... rows) {
        Dataset<Row> more = lake.spark().createDataFrame(List.of(rows), table.schema());
        lake.overwrite(lake.read(table).union(more).localCheckpoint(), table, Map.of());
    }

    /** Feature to value of one row of some groups; NaN for null. */
    static Map<String, Double> published(Lake lake, String id, Instant asOf, List<String> groups) {
        Map<String, Double> row = new HashMap<>();
        for (String group : groups) {
            Row columns = lake.read(group)
                    .filter("equipment_id = '" + id + "' AND as_of = timestamp'" + asOf + "'")
                    .first();
            for (int i = 2; i < columns.size() - 1; i++) {
                row.put(columns.schema().fieldNames()[i], columns.isNullAt(i) ? Double.NaN : columns.getDouble(i));
            }
        }
        return row;
    }

    private static Row burst(int machine, int day, boolean garbled) {
        Random random = new Random(machine * 7000L + day);
        float[] samples = new float[512];
        for (int i = 0; i < samples.length; i++) {
            double turning =
                    Math.sin(2 * Math.PI * 24.5 * i / 1000) + 0.1 * day * Math.sin(2 * Math.PI * 88 * i / 1000);
            samples[i] = (float) (garbled ? 1e6 * random.nextGaussian() : turning + 0.1 * random.nextGaussian());
        }
        long start = START.toEpochMilli() + day * DAY + 6 * HOUR;
        Double shaftHz = day % 3 == 0 ? (garbled ? 90 : 24 + 0.1 * machine) : null;
        return burst(machine, start, day % 3 == 2 ? start + 38 * HOUR : start, samples, shaftHz);
    }

    static Row burst(int machine, long start, long known, float[] samples) {
        return burst(machine, start, known, samples, null);
    }

    private static Row burst(int machine, long start, long known, float[] samples, @Nullable Double shaftHz) {
        return RowFactory.create(
                "m" + machine,
                "vibration_x",
                new Timestamp(start),
                new Timestamp(known),
                Date.valueOf(Instant.ofEpochMilli(start).atZone(ZoneOffset.UTC).toLocalDate()),
                1000.0,
                Waveforms.encoded(samples),
                0.0,
                0.0,
                "bursts",
                shaftHz);
    }

    private static List<Row> chunks(String id, int machine, int day, boolean garbled) {
        Random random = new Random(machine * 1000L + day);
        List<Row> chunks = new ArrayList<>();
        for (String sensor : List.of("heat", "load")) {
            List<Integer> offsets = new ArrayList<>();
            List<Double> values = new ArrayList<>();
            List<Integer> lateOffsets = new ArrayList<>();
            List<Double> lateValues = new ArrayList<>();
            for (int i = 0; i < 144; i++) {
                double value = sensor.equals("load")
                        ? (i / 36) % 2 + 0.001 * random.nextGaussian()
                        : 50 + 10 * ((i / 36) % 2) + random.nextGaussian() + 0.1 * day;
                double reading = garbled ? 1e6 * random.nextGaussian() : value;
                boolean late = i >= 120 && i % 3 == 0;
                (late ? lateOffsets : offsets).add(i * 600_000);
                (late ? lateValues : values).add(reading);
            }
            long start = START.toEpochMilli() + day * DAY;
            chunks.add(chunk(id, sensor, start, false, start + DAY, offsets, values));
            chunks.add(chunk(id, sensor, start, true, start + DAY + 14 * HOUR, lateOffsets, lateValues));
        }
        return chunks;
    }

    static Row chunk(
            String id,
            String sensor,
            long start,
            boolean late,
            long known,
            List<Integer> offsets,
            List<Double> values) {
        return RowFactory.create(
                id,
                sensor,
                new Timestamp(start),
                late,
                new Timestamp(known),
                Date.valueOf(Instant.ofEpochMilli(start).atZone(ZoneOffset.UTC).toLocalDate()),
                offsets.toArray(new Integer[0]),
                values.toArray(new Double[0]),
                null,
                offsets.size(),
                144,
                0.0,
                0.0,
                0.0,
                0,
                0,
                "readings");
    }

    private static void logs(String id, int machine, int day, boolean garbled, List<Row> events, List<Row> orders) {
        long at = START.toEpochMilli() + day * DAY + 12 * HOUR;
        if (day % 4 == machine) {
            events.add(event(id, at, "error", garbled ? "e2" : "e1", null));
        }
        if (day == 9 + machine) {
            String component = garbled ? "motor" : "belt";
            events.add(event(id, at, "failure", null, component));
            orders.add(order(id, at, "corrective", component, garbled ? "leaking" : "belt torn, no leak"));
        }
        if (day == 5) {
            orders.add(order(id, at, "preventive", garbled ? "belt" : "motor", "PM done, belt ok"));
        }
        if (day % 5 == machine - 1) {
            orders.add(order(id, at + HOUR, "inspection", "motor", garbled ? "asap!" : "mtr leaking oil, urgent"));
        }
    }

    /** Each machine starts with a belt of its own; from day 5 on belt B2 wanders from m2 to m1, m2, m3 and so on. */
    private static void parts(String id, int machine, int day, boolean garbled, List<Row> parts) {
        if (day == 0) {
            parts.add(part(id, START.toEpochMilli() - machine * DAY, "B" + machine));
        }
        if (day >= 4 && day % 4 == machine) {
            parts.add(part(id, START.toEpochMilli() + day * DAY + 6 * HOUR, garbled ? "B9" : "B2"));
        }
    }

    private static Row part(String id, long at, String serial) {
        return RowFactory.create(id + at, id, null, "belt", serial, null, new Timestamp(at), null, "parts");
    }

    static Row event(String id, long at, String kind, String code, String component) {
        return event(id, at, at, kind, code, component);
    }

    static Row event(String id, long at, long known, String kind, String code, String component) {
        return RowFactory.create(
                id, new Timestamp(at), new Timestamp(known), kind, code, component, component, "events");
    }

    private static Row order(String id, long at, String kind, String component, String note) {
        return order(id, at, at, kind, component, note);
    }

    static Row order(String id, long at, long known, String kind, String component, String note) {
        return RowFactory.create(
                id + at + kind,
                id,
                component,
                kind,
                "closed",
                new Timestamp(at),
                null,
                null,
                null,
                new Timestamp(at),
                new Timestamp(known),
                true,
                null,
                null,
                null,
                null,
                note,
                "orders");
    }
}
