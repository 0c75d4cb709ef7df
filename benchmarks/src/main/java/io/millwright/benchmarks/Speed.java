package io.millwright.benchmarks;

import io.millwright.etl.Ingest;
import io.millwright.features.FeatureEngine;
import io.millwright.features.table.FeatureGroups;
import io.millwright.features.table.Tiles;
import io.millwright.lake.FastRows;
import io.millwright.lake.Interval;
import io.millwright.lake.Lake;
import io.millwright.lake.Progress;
import io.millwright.lake.Sessions;
import io.millwright.lake.TableSpec;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.PipelineFile;
import io.millwright.lake.table.Series;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Times one stage again and again in one JVM and prints one line of seconds a time, of warm-ups too; the table leaves them out. */
public final class Speed {

    private static final double NANOS = 1e9;

    /** Days of readings a second in a batch, and tasks, as the feature job reads chunks of the files of seconds. */
    private static final int DAYS_AT_ONCE = 2;

    private static final int FLOOR_TASKS = 8;

    /** The variable that says where the readings are, as the pipeline files have it. */
    private static final String LANDING = "LANDING";

    private final SparkSession spark;
    private final PipelineConfig config;
    private final Path folder;

    private Speed(SparkSession spark, PipelineConfig config, Path folder) {
        this.spark = spark;
        this.config = config;
        this.folder = folder;
    }

    /**
     * Runs.
     *
     * @param arguments pipeline file, folder of the lake, stage, repetitions, threads, warm-ups
     */
    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[1]);
        SparkSession spark = Sessions.local(Integer.parseInt(arguments[4]));
        PipelineConfig config = PipelineFile.read(Path.of(arguments[0]), System.getenv(), Optional.of(folder));
        Speed speed = new Speed(spark, config, folder);
        Supplier<Taken> stage = speed.stage(arguments[2]);
        int warmUps = Integer.parseInt(arguments[5]);
        int repetitions = Integer.parseInt(arguments[3]);
        for (int i = 0; i < warmUps + repetitions; i++) {
            if (i == warmUps) {
                System.out.println(Usage.WARM);
            }
            Taken taken = stage.get();
            System.out.printf(Locale.ROOT, "seconds %.3f cpu %.3f%n", taken.seconds(), taken.cpuSeconds());
        }
        System.out.printf("peak_mb %d%n", Usage.peakMegabytes());
        spark.stop();
    }

    /** What a stage took, without what makes it ready. */
    private record Taken(double seconds, double cpuSeconds) {

        static Taken by(Runnable work) {
            long start = System.nanoTime();
            long cpu = Usage.cpuNanos();
            work.run();
            return new Taken((System.nanoTime() - start) / NANOS, (Usage.cpuNanos() - cpu) / NANOS);
        }

        Taken plus(Taken that) {
            return new Taken(seconds + that.seconds, cpuSeconds + that.cpuSeconds);
        }
    }

    private Supplier<Taken> stage(String name) {
        return switch (name) {
            case "chunks" -> this::chunks;
            case "features" -> this::features;
            case "job" -> this::job;
            case "day" -> this::lastDay;
            case "floor" -> this::floor;
            case "tables" -> this::tables;
            case "percentile_approx" -> this::percentileApprox;
            default ->
                throw new IllegalArgumentException("'" + name
                        + "' is no stage; use chunks, features, job, day, floor, tables or percentile_approx");
        };
    }

    /** Landing files to checked, de-duplicated, ordered chunks. */
    private Taken chunks() {
        delete(folder.resolve("lake"));
        return Taken.by(() -> Ingest.run(lake(), config, Optional.empty(), Progress.silent()));
    }

    /** Chunks to features with no tile prebuilt: all that a user waits for, from the list of features to catalogue and labels. */
    private Taken features() {
        forget();
        return Taken.by(() -> FeatureEngine.build(lake(), config, Optional.empty(), Progress.silent())
                .secondsByStage()
                .forEach(Speed::printStage));
    }

    /** Landing files to features. */
    private Taken job() {
        Taken ingest = chunks();
        printStage("ingest", ingest.seconds());
        return ingest.plus(features());
    }

    private static void printStage(String stage, double seconds) {
        System.out.printf(Locale.ROOT, "stage %s %.3f%n", stage, seconds);
    }

    /** One more day from landing files to features, on a history that is in the lake. */
    private Taken lastDay() {
        Instant midnight = spark.read()
                .parquet(System.getenv(LANDING))
                .selectExpr("max(time)")
                .first()
                .getTimestamp(0)
                .toInstant()
                .truncatedTo(ChronoUnit.DAYS);
        Interval day = new Interval(midnight, midnight.plus(1, ChronoUnit.DAYS));
        Path before = folder.resolve("before");
        if (!Files.exists(before)) {
            delete(folder.resolve("lake"));
            Ingest.run(lake(), config, Optional.of(new Interval(Instant.EPOCH, day.from())), Progress.silent());
            FeatureEngine.build(lake(), config, Optional.empty(), Progress.silent());
            copy(folder.resolve("lake"), before);
        }
        delete(folder.resolve("lake"));
        copy(before, folder.resolve("lake"));
        Taken ingest = Taken.by(() -> Ingest.run(lake(), config, Optional.of(day), Progress.silent()));
        printStage("ingest", ingest.seconds());
        Taken features = Taken.by(() -> FeatureEngine.build(lake(), config, Optional.of(day), Progress.silent()));
        printStage("features", features.seconds());
        return ingest.plus(features);
    }

    /** The least anything could take: reading the chunks and writing a constant table as large as the features. */
    private Taken floor() {
        Shape features = shape(FeatureGroups.TIME_DOMAIN);
        delete(folder.resolve("floor"));
        return Taken.by(() -> {
            readChunks();
            constants(features).write().parquet(folder.resolve("floor").toString());
        });
    }

    /** The same where what is written are the tables a build leaves of it, as a lake writes them: constant tiles, then constant features. */
    private Taken tables() {
        List<Shape> shapes = List.of(shape(Tiles.TABLE.name()), shape(FeatureGroups.TIME_DOMAIN));
        delete(folder.resolve("floor"));
        return Taken.by(() -> {
            readChunks();
            Lake floor = Lake.open(spark, folder.resolve("floor").toString(), "benchmark");
            for (Shape shape : shapes) {
                Dataset<Row> rows = constants(shape);
                floor.overwrite(rows, new TableSpec(shape.name(), rows.schema(), List.of(), List.of()), Map.of());
            }
        });
    }

    private record Shape(String name, long rows, int columns) {}

    private Shape shape(String table) {
        Dataset<Row> rows = lake().read(table);
        return new Shape(table, rows.count(), rows.columns().length);
    }

    private void readChunks() {
        Dataset<Row> readings = lake().read(Series.TABLE).select(Series.OFFSET_MS, Series.VALUE);
        FastRows.ofLong(readings, DAYS_AT_ONCE, FLOOR_TASKS)
                .map(row ->
                        (long) row.getArray(0).numElements() + row.getArray(1).numElements())
                .reduce(Long::sum);
    }

    private Dataset<Row> constants(Shape table) {
        String[] columns = Stream.iterate(0, i -> i + 1)
                .limit(table.columns())
                .map(i -> "id * 0.1 AS c" + i)
                .toArray(String[]::new);
        return spark.range(table.rows()).selectExpr(columns);
    }

    /** What a Spark user would write over flat rows, with the code generation that Millwright's own short queries do without. */
    private Taken percentileApprox() {
        spark.conf().set("spark.sql.codegen.wholeStage", "true");
        spark.conf().set("spark.sql.codegen.factoryMode", "FALLBACK");
        delete(folder.resolve("flat"));
        return Taken.by(this::writePercentiles);
    }

    private void writePercentiles() {
        spark.read().parquet(System.getenv(LANDING)).createOrReplaceTempView("readings");
        spark.sql(
                        "SELECT equipment_id, sensor, date_trunc('hour', time) AS hour, count(value) AS n, avg(value) AS mean,"
                                + " stddev_samp(value) AS sd, skewness(value) AS skewness, kurtosis(value) AS kurtosis,"
                                + " min(value) AS least, max(value) AS most, sqrt(avg(value * value)) AS rms,"
                                + " regr_slope(value, unix_micros(time) / 3.6e9) AS slope,"
                                + " percentile_approx(value, array(0.25D, 0.5D, 0.75D)) AS quartiles"
                                + " FROM readings GROUP BY equipment_id, sensor, date_trunc('hour', time)")
                .write()
                .parquet(folder.resolve("flat").toString());
    }

    private Lake lake() {
        return Lake.open(spark, folder.resolve("lake").toString(), "benchmark");
    }

    /** Everything but what ingest wrote. */
    private void forget() {
        try (Stream<Path> tables = Files.list(folder.resolve("lake"))) {
            tables.filter(table -> table.getFileName().toString().startsWith("feature")
                            || List.of("tiles", "labels", "rul_labels", "lives")
                                    .contains(table.getFileName().toString()))
                    .forEach(Speed::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) {
        try {
            FileUtils.copyDirectory(from.toFile(), to.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try {
            FileUtils.deleteDirectory(folder.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
