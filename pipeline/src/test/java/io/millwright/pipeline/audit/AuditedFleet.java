package io.millwright.pipeline.audit;

import io.millwright.features.table.Labels;
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
import io.millwright.lake.testing.TestSpark;
import io.millwright.pipeline.WrittenOnce;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/**
 * Six pumps with two sensors over twelve days and five bursts of vibration each; each fails once, at midnight, and its repair is recorded
 * at that instant; technicians write notes; on the last day bearings wander from pump to pump.
 */
final class AuditedFleet {

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    static final int DAYS = 12;
    static final long DAY_MS = 86_400_000L;

    /** Garbage in the place of a note still speaks of leaks in half of the orders; of four, hardly in all. */
    private static final int DATED_BACK = 4;

    private static final String PIPELINE = """
            landing:
              sources:
                - {name: telemetry, kind: readings, path: %s, format: csv, layout: wide, equipment: machine, time: {column: time}, known: {column: arrived}, columns: {temperature: temperature}}
                - {name: loads, kind: readings, path: loads, format: csv, layout: wide, equipment: machine, time: {column: time}, columns: {load: load}}
                - {name: parts, kind: components, path: parts, format: csv, equipment: machine, columns: {serial: serial, installed_at: installed}}
                - {name: failures, kind: failures, path: failures, format: csv, equipment: machine, time: {column: time}}
                - {name: orders, kind: work_orders, path: orders, format: csv, equipment: machine, time: {column: time}, columns: {scheduled_for: planned}}
                - {name: air, kind: conditions, path: air, format: csv, time: {column: time}}
                - {name: plan, kind: operations, path: plan, format: csv, time: {column: time}, columns: {site: site, planned_load: load}}
            sensors:
              - {name: temperature, min: -1000, max: 1000, period: 1h}
              - {name: load, min: -1000, max: 1000, period: 1h}
              - {name: vibration, unit: m/s2, min: -1000, max: 1000, period: 24h}
            equipment: {components: [bearing]}
            features: {tile: 1h, chunk: 24h, as_of: {every: 24h}, windows: [24h, 48h], statistics: [mean, sd, max], baseline: {length: 48h, from: start}, text: {modes: [leak, wear], actions: [replace]}, duty: [{sensor: temperature, above: 50}], peers: {by: [], windows: [24h], statistics: [mean]}, relations: [{name: rise, kind: difference, of: temperature, to: load}], own: [io.millwright.pipeline.audit.Swing], genealogy: true, schedule: true, load_share: {sensor: load, windows: [24h]}, environment: [{sensor: air, windows: [24h]}], roll_ups: [{name: warmest, of: [temperature__24h__max], to: [site], by: [max]}]}
            targets:
              failure: [{name: fails, horizon: 48h, minimum_lead: 0h, headline: true}]
              candidates: [logistic]
            split: {kind: time, tests: [{from: 2026-01-08, to: 2026-01-13}]}
            """;

    final Lake lake;
    final PipelineConfig config;

    AuditedFleet(Path folder) {
        try {
            Path file =
                    Files.writeString(folder.resolve("pipeline.yaml"), PIPELINE.formatted(folder.resolve("readings")));
            config = PipelineFile.read(file, Map.of(), Optional.empty());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        WrittenOnce.fill("audited fleet", folder.resolve("lake"), () -> {
            Lake fresh = opened(folder);
            write(fresh, Series.TABLE, chunks());
            write(fresh, Waveforms.TABLE, bursts());
            write(fresh, Equipment.TABLE, machines());
            write(fresh, Components.TABLE, parts());
            write(fresh, Events.TABLE, failures());
            write(fresh, WorkOrders.TABLE, orders());
            write(fresh, Conditions.TABLE, air());
        });
        lake = opened(folder);
    }

    private static Lake opened(Path folder) {
        return Lake.open(TestSpark.session(), folder.resolve("lake").toString(), "run-1");
    }

    void write(TableSpec table, List<Row> rows) {
        write(lake, table, rows);
    }

    private static void write(Lake lake, TableSpec table, List<Row> rows) {
        lake.overwrite(TestSpark.session().createDataFrame(rows, table.schema()), table, Map.of());
    }

    static Timestamp day(double days) {
        return Timestamp.from(START.plusMillis((long) (days * DAY_MS)));
    }

    private static List<Row> chunks() {
        List<Row> rows = new ArrayList<>();
        for (String sensor : List.of("temperature", "load")) {
            Random random = new Random(sensor.equals("temperature") ? 1 : 2);
            for (int machine = 0; machine < 6; machine++) {
                for (int day = 0; day < DAYS; day++) {
                    rows.add(chunk("p" + machine, sensor, day, random));
                }
            }
        }
        return rows;
    }

    /** So near together that there is one shortly after any cut. */
    private static List<Row> bursts() {
        Random random = new Random(2);
        List<Row> rows = new ArrayList<>();
        for (int machine = 0; machine < 6; machine++) {
            for (double day = 0.7; day < DAYS; day += 2.5) {
                float[] samples = new float[128];
                for (int i = 0; i < samples.length; i++) {
                    samples[i] = (float) random.nextGaussian();
                }
                rows.add(RowFactory.create(
                        "p" + machine,
                        "vibration",
                        day(day),
                        day(day),
                        Date.valueOf(START.atZone(ZoneOffset.UTC).toLocalDate().plusDays((long) day)),
                        1000.0,
                        Waveforms.encoded(samples),
                        1 + random.nextDouble(),
                        3.0,
                        "bursts",
                        null));
            }
        }
        return rows;
    }

    /** Each day a recording of two hours across midnight. */
    void recordingsOverMidnight() {
        List<Row> rows = new ArrayList<>();
        for (int machine = 0; machine < 6; machine++) {
            for (int day = 0; day < DAYS; day++) {
                Timestamp start = day(day + 23 / 24.0);
                rows.add(RowFactory.create(
                        "p" + machine,
                        "vibration",
                        start,
                        day(day + 25 / 24.0),
                        Date.valueOf(START.atZone(ZoneOffset.UTC).toLocalDate().plusDays(day)),
                        4 / 7200.0,
                        Waveforms.encoded(new float[] {1, 2, 3, day}),
                        1.0 + day,
                        3.0,
                        "bursts",
                        null));
            }
        }
        write(Waveforms.TABLE, rows);
    }

    /** Each has a bearing of its own, and on the last day its neighbour's. */
    private static List<Row> parts() {
        List<Row> rows = new ArrayList<>();
        for (int machine = 0; machine < 6; machine++) {
            rows.add(part(machine, machine, -1));
            rows.add(part(machine, (machine + 1) % 6, DAYS - 0.3));
        }
        return rows;
    }

    private static Row part(int machine, int serial, double day) {
        return RowFactory.create(
                "b" + machine + "-" + serial,
                "p" + machine,
                null,
                "bearing",
                "B" + serial,
                null,
                day(day),
                null,
                "parts");
    }

    private static Row chunk(String machine, String sensor, int day, Random random) {
        Integer[] offsets = new Integer[24];
        Double[] values = new Double[24];
        for (int i = 0; i < 24; i++) {
            offsets[i] = i * 3_600_000 + 60_000;
            values[i] = 50 + random.nextGaussian();
        }
        return RowFactory.create(
                machine,
                sensor,
                day(day),
                false,
                day(day + 1),
                Date.valueOf(START.atZone(ZoneOffset.UTC).toLocalDate().plusDays(day)),
                offsets,
                values,
                null,
                24,
                24,
                45.0,
                55.0,
                50.0,
                3_600_000,
                0,
                "telemetry");
    }

    private static List<Row> machines() {
        List<Row> rows = new ArrayList<>();
        for (int machine = 0; machine < 6; machine++) {
            rows.add(RowFactory.create(
                    "p" + machine, "north", "pump", null, null, null, null, 3.0, Map.of(), "machines"));
        }
        return rows;
    }

    private static List<Row> failures() {
        List<Row> rows = new ArrayList<>();
        for (int machine = 0; machine < 6; machine++) {
            rows.add(RowFactory.create(
                    "p" + machine, day(4 + machine), day(4 + machine), "failure", null, "bearing", "wear", "failures"));
        }
        return rows;
    }

    /** Every pump is looked at in the afternoon, serviced once and repaired when it failed. */
    private static List<Row> orders() {
        List<Row> rows = new ArrayList<>();
        for (int machine = 0; machine < 6; machine++) {
            for (int day = 0; day < DAYS; day++) {
                rows.add(order(machine, day + 0.7, "inspection", day % 2 == 0 ? "oil leaking" : "no leak, all normal"));
            }
            rows.add(order(machine, 1.5, "preventive", "PM done, greased"));
            rows.add(order(machine, 4 + machine, "corrective", "brg worn, leaking"));
            for (int day = 1; day < DAYS; day += 3) {
                rows.add(scheduled(machine, day + 0.3, day + 2.6));
            }
        }
        return rows;
    }

    /** p0 raises an alarm on day 3.2; the day after, four orders are written of a leak that was seen on day 2. */
    void alarmAndOrderDatedBack() {
        List<Row> events = new ArrayList<>(failures());
        events.add(RowFactory.create("p0", day(3.2), day(3.2), "alarm", "A1", null, null, "alarms"));
        write(Events.TABLE, events);
        List<Row> orders = new ArrayList<>(orders());
        for (int order = 0; order < DATED_BACK; order++) {
            orders.add(RowFactory.create(
                    "o0-back-" + order,
                    "p0",
                    "bearing",
                    "corrective",
                    "closed",
                    day(2),
                    day(2),
                    null,
                    null,
                    day(2),
                    day(4.2),
                    true,
                    1.0,
                    1.0,
                    1.0,
                    null,
                    "seal leaking",
                    "orders"));
        }
        write(WorkOrders.TABLE, orders);
        write(Labels.TABLE, List.of(label("p0", 3, 1), label("p0", 3.5, 1), label("p1", 3.5, 0)));
    }

    /** The site has a plan of its load, known a day ahead, that reaches further than the readings do. */
    void planned() {
        List<Row> plan = new ArrayList<>();
        for (int day = 1; day < DAYS + 3; day++) {
            plan.add(RowFactory.create("north", null, day(day), day(day + 1), 0.5, day(day - 1), "plan"));
        }
        write(Operations.TABLE, plan);
    }

    /** Each pump reports an error a day. */
    void errors() {
        List<Row> events = new ArrayList<>(failures());
        for (int machine = 0; machine < 6; machine++) {
            for (double day = 0.4; day < DAYS; day++) {
                events.add(RowFactory.create("p" + machine, day(day), day(day), "error", "E1", null, null, "errors"));
            }
        }
        write(Events.TABLE, events);
    }

    static Row label(String machine, double day, @Nullable Integer label) {
        return RowFactory.create(machine, day(day), "fails", label, null, null, null, null);
    }

    /** The air at the site, twice a day and known in the hour after. */
    private static List<Row> air() {
        List<Row> rows = new ArrayList<>();
        for (double day = 0.2; day < DAYS; day += 0.5) {
            rows.add(RowFactory.create("north", null, "air", day(day), day(day + 0.04), 20 + day, "air"));
        }
        return rows;
    }

    private static Row scheduled(int machine, double time, double planned) {
        return RowFactory.create(
                "s" + machine + "-" + time,
                "p" + machine,
                "bearing",
                "inspection",
                "scheduled",
                day(time),
                day(time),
                day(planned),
                null,
                null,
                day(time),
                false,
                null,
                null,
                null,
                null,
                null,
                "orders");
    }

    private static Row order(int machine, double time, String kind, String note) {
        return order(machine, time, kind, note, true);
    }

    /** A service that exchanged nothing. */
    static Row greased(int machine, double time) {
        return order(machine, time, "preventive", "PM done, greased", false);
    }

    private static Row order(int machine, double time, String kind, String note, boolean replaced) {
        return RowFactory.create(
                "o" + machine + "-" + time,
                "p" + machine,
                "bearing",
                kind,
                "closed",
                day(time),
                day(time),
                null,
                null,
                day(time),
                day(time),
                replaced,
                1.0,
                1.0,
                1.0,
                null,
                note,
                "orders");
    }
}
