package io.millwright.features;

import io.millwright.features.table.FeatureGroups;
import io.millwright.lake.Fingerprint;
import io.millwright.lake.Lake;
import io.millwright.lake.Progress;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.PipelineFile;
import io.millwright.lake.table.Equipment;
import io.millwright.lake.table.Series;
import io.millwright.lake.testing.TestSpark;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/**
 * A program that computes the features of a machine with a reading a second beside twenty with a hundredth of that, six sensors each, on a
 * heap of a fixed size, and says what the rows of the first days are.
 */
final class SkewedLake {

    private static final int SENSORS = 6;
    private static final int SMALL_MACHINES = 20;
    private static final List<String> GROUPS = List.of(FeatureGroups.TIME_DOMAIN, FeatureGroups.CONTEXT);
    private static final String YAML = """
            landing:
              axis: clock
              sources:
                - {name: readings, kind: readings, path: none, format: csv, layout: long, time: t, equipment: e}
            sensors:
            SENSORS
            features:
              chunk: 24h
              tile: 1h
              as_of: {every: 24h}
              windows: [6h, 24h, 5d]
              statistics: [mean, sd, median, slope, baseline_delta]
              baseline: {length: 2d, from: start}
            targets:
              failure:
                - {name: soon, horizon: 72h, minimum_lead: 24h, headline: true}
            split: {kind: time, first_test_share: 0.5}
            """;

    private SkewedLake() {}

    /** @param args a folder, the days of history, and how many of them to tell of */
    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[0]));
        SparkSession spark = TestSpark.session();
        Lake lake = Lake.open(spark, folder.resolve("lake").toString(), "run-1");
        lake.overwrite(series(spark, Integer.parseInt(args[1])), Series.TABLE, Map.of());
        lake.overwrite(spark.createDataFrame(machines(), Equipment.SCHEMA), Equipment.TABLE, Map.of());

        FeatureEngine.build(lake, config(folder), Optional.empty(), Progress.silent());

        Timestamp until = Timestamp.from(SmallFleet.START.plusMillis(Integer.parseInt(args[2]) * SmallFleet.DAY));
        for (String group : GROUPS) {
            Dataset<Row> rows = lake.read(group).filter("as_of <= timestamp'" + until.toInstant() + "'");
            Files.writeString(
                    folder.resolve(group),
                    rows.count() + " rows "
                            + Fingerprint.of(rows, List.of(FeatureGroups.EQUIPMENT_ID, FeatureGroups.AS_OF)));
        }
    }

    /** Runs it in a process of its own and returns what it says of the first days' rows. */
    static String run(Path folder, String heap, int days, int told) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-opens"))
                .forEach(command::add);
        command.addAll(List.of(
                "-Xmx" + heap,
                "-XX:+UseSerialGC",
                "-Duser.timezone=UTC",
                "-cp",
                System.getProperty("java.class.path"),
                SkewedLake.class.getName(),
                folder.toString(),
                Integer.toString(days),
                Integer.toString(told)));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("exit " + process.exitValue() + ": " + said);
        }
        StringBuilder rows = new StringBuilder();
        for (String group : GROUPS) {
            rows.append(group)
                    .append(' ')
                    .append(Files.readString(folder.resolve(group)))
                    .append('\n');
        }
        return rows.toString();
    }

    private static PipelineConfig config(Path folder) throws IOException {
        StringBuilder sensors = new StringBuilder();
        for (int sensor = 0; sensor < SENSORS; sensor++) {
            sensors.append("  - {name: s").append(sensor).append(", min: -1000, max: 1000, period: 1s}\n");
        }
        Path file = folder.resolve("pipeline.yaml");
        Files.writeString(file, YAML.replace("SENSORS\n", sensors.toString()));
        return PipelineFile.read(file, Map.of(), Optional.of(folder));
    }

    /** What a day holds does not depend on how many days there are. */
    private static Dataset<Row> series(SparkSession spark, int days) {
        String start = "timestamp_millis(" + SmallFleet.START.toEpochMilli() + " + day * " + SmallFleet.DAY + ")";
        return spark.range(days)
                .selectExpr("id as day")
                .selectExpr("day", "explode(sequence(0, " + SMALL_MACHINES + ")) as machine")
                .selectExpr("day", "machine", "explode(sequence(0, " + (SENSORS - 1) + ")) as sensor")
                .selectExpr("*", "if(machine = 0, 1, 100) as step")
                .selectExpr(
                        "concat('m', machine) as equipment_id",
                        "concat('s', sensor) as sensor",
                        start + " as chunk_start",
                        "false as late",
                        start + " + interval 1 day as known_time",
                        "cast(" + start + " as date) as date",
                        "transform(sequence(0, 86399, step), i -> i * 1000) as offset_ms",
                        "transform(sequence(0, 86399, step), i -> cast((i * 7 + sensor * 31 + machine * 13 + day * 5) % 997"
                                + " as double) / 10) as value",
                        "cast(null as array<double>) as clean",
                        "86400 div step as n",
                        "86400 div step as expected_n",
                        "0D as min",
                        "100D as max",
                        "50D as mean",
                        "step * 1000 as longest_gap_ms",
                        "0 as flat_ms",
                        "'readings' as source")
                .selectExpr(columns());
    }

    private static String[] columns() {
        return java.util.Arrays.stream(Series.SCHEMA.fields())
                .map(field -> "cast(" + field.name() + " as " + field.dataType().sql() + ") as " + field.name())
                .toArray(String[]::new);
    }

    private static List<Row> machines() {
        List<Row> machines = new ArrayList<>();
        for (int machine = 0; machine <= SMALL_MACHINES; machine++) {
            machines.add(RowFactory.create("m" + machine, "s", "t", null, null, null, null, 1.0, Map.of(), "machines"));
        }
        return machines;
    }
}
