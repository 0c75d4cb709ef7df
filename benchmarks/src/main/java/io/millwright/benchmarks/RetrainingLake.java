package io.millwright.benchmarks;

import io.millwright.features.label.Failure;
import io.millwright.features.label.FailureLabel;
import io.millwright.features.label.FailureLabels;
import io.millwright.features.label.MachineLife;
import io.millwright.features.label.RulLabel;
import io.millwright.features.table.FeatureCatalogue;
import io.millwright.features.table.FeatureGroups;
import io.millwright.features.table.Labels;
import io.millwright.features.table.RulLabels;
import io.millwright.features.table.TrainingSet;
import io.millwright.lake.Lake;
import io.millwright.lake.Origin;
import io.millwright.lake.Sessions;
import io.millwright.lake.TableSpec;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.PipelineFile;
import io.millwright.lake.config.TargetSpec;
import io.millwright.lake.table.Equipment;
import io.millwright.lake.table.Events;
import io.millwright.lake.table.Series;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.codegen.UnsafeRowWriter;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Writes the tables of a {@link RetrainingFleet} as the jobs up to {@code features} leave them, with its pipeline file. Readings it has
 * none.
 */
public final class RetrainingLake {

    private static final long MICROS_PER_MS = 1000;
    private static final int KEY_COLUMNS = 4;

    private final Lake lake;
    private final PipelineConfig config;
    private final RetrainingFleet fleet;

    private RetrainingLake(Lake lake, PipelineConfig config, RetrainingFleet fleet) {
        this.lake = lake;
        this.config = config;
        this.fleet = fleet;
    }

    /**
     * Writes.
     *
     * @param arguments template of the pipeline file, folder, machines, days, features, threads
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[1]));
        RetrainingFleet fleet = new RetrainingFleet(
                Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]), Integer.parseInt(arguments[4]));
        Path file = folder.resolve("pipeline.yaml");
        Files.writeString(file, pipelineFile(Files.readString(Path.of(arguments[0])), fleet));
        SparkSession spark = Sessions.local(Integer.parseInt(arguments[5]));
        spark.conf().set("parquet.enable.dictionary", "false");
        PipelineConfig config = PipelineFile.read(file, Map.of(), Optional.of(folder));
        new RetrainingLake(Lake.open(spark, config.lakePath(), "made"), config, fleet).write();
        spark.stop();
    }

    private static String pipelineFile(String template, RetrainingFleet fleet) {
        List<String> sensors = IntStream.range(0, fleet.sensors())
                .mapToObj(RetrainingFleet::sensor)
                .toList();
        return template.replace(
                        "SENSORS",
                        sensors.stream()
                                .map(name -> "- {name: " + name
                                        + ", unit: \"1\", min: -1000, max: 1000, period: 1h, role: condition}")
                                .collect(Collectors.joining("\n  ")))
                .replace(
                        "COLUMNS",
                        sensors.stream().map(name -> name + ": " + name).collect(Collectors.joining(", ")))
                .replace("WINDOWS", String.join(", ", RetrainingFleet.windows()))
                .replace("STATISTICS", String.join(", ", RetrainingFleet.statistics()));
    }

    private void write() {
        put(equipment(), Equipment.TABLE);
        put(events(), Events.TABLE);
        put(List.of(), Series.TABLE);
        put(catalogue(), FeatureCatalogue.TABLE);
        lake.overwrite(rows(this::labels, Labels.SCHEMA), Labels.TABLE, Map.of());
        lake.overwrite(rows(this::lives, RulLabels.SCHEMA), RulLabels.TABLE, Map.of());
        lake.overwrite(trainingSet(), table(), new Origin(Map.of(), TrainingSet.AS_KNOWN));
    }

    private void put(List<Row> rows, TableSpec table) {
        lake.overwrite(lake.spark().createDataFrame(rows, table.schema()).coalesce(1), table, Map.of());
    }

    private List<Row> equipment() {
        return IntStream.range(0, fleet.machines())
                .mapToObj(machine -> RowFactory.create(
                        RetrainingFleet.id(machine),
                        RetrainingFleet.site(machine),
                        RetrainingFleet.type(machine),
                        "Acme",
                        "A1",
                        null,
                        Timestamp.from(RetrainingFleet.START),
                        3.0,
                        scala.collection.JavaConverters.mapAsScalaMap(Map.of()),
                        "machines"))
                .toList();
    }

    private List<Row> events() {
        List<Row> rows = new ArrayList<>();
        for (int machine = 0; machine < fleet.machines(); machine++) {
            for (Failure failure : fleet.failures(machine)) {
                Timestamp at = new Timestamp(failure.timeMs());
                rows.add(RowFactory.create(
                        RetrainingFleet.id(machine),
                        at,
                        at,
                        "failure",
                        null,
                        failure.components().first(),
                        failure.modes().first(),
                        "failures"));
            }
        }
        return rows;
    }

    private List<Row> catalogue() {
        return IntStream.range(0, fleet.features())
                .mapToObj(feature -> RowFactory.create(
                        fleet.name(feature),
                        FeatureGroups.TIME_DOMAIN,
                        "made by rule",
                        "1",
                        RetrainingFleet.window(feature),
                        "none",
                        "1",
                        RetrainingFleet.sensorOf(feature),
                        RetrainingFleet.statistic(feature),
                        RetrainingFleet.sensorOf(feature),
                        null,
                        feature))
                .toList();
    }

    /** All rows of one machine, in time order. */
    private interface OfMachine {
        List<Row> rows(int machine);
    }

    private Dataset<Row> rows(OfMachine function, StructType schema) {
        List<Row> rows = new ArrayList<>();
        for (int machine = 0; machine < fleet.machines(); machine++) {
            rows.addAll(function.rows(machine));
        }
        return lake.spark().createDataFrame(rows, schema).coalesce(lake.shufflePartitions());
    }

    private MachineLife life(int machine) {
        return new MachineLife(fleet.failures(machine), List.of(), fleet.end().toEpochMilli(), false);
    }

    private List<Row> labels(int machine) {
        MachineLife life = life(machine);
        List<Row> rows = new ArrayList<>();
        for (TargetSpec.Failure target : config.targets().failures()) {
            FailureLabels labels = new FailureLabels(
                    target.horizon().toMillis(), target.minimumLead().toMillis(), repairWindowMs());
            for (int day = 1; day <= fleet.days(); day++) {
                FailureLabel label = labels.label(life, RetrainingFleet.asOfMs(day));
                Failure failure = label.failure();
                rows.add(RowFactory.create(
                        RetrainingFleet.id(machine),
                        new Timestamp(RetrainingFleet.asOfMs(day)),
                        target.name(),
                        label.label(),
                        label.reason() == null ? null : label.reason().name().toLowerCase(Locale.ROOT),
                        failure == null ? null : new Timestamp(failure.timeMs()),
                        failure == null ? null : failure.components().first(),
                        failure == null ? null : failure.modes().first()));
            }
        }
        return rows;
    }

    private List<Row> lives(int machine) {
        MachineLife life = life(machine);
        List<Row> rows = new ArrayList<>();
        for (int day = 1; day <= fleet.days(); day++) {
            RulLabel label = RulLabel.of(life, RetrainingFleet.asOfMs(day), repairWindowMs());
            rows.add(RowFactory.create(
                    RetrainingFleet.id(machine),
                    new Timestamp(RetrainingFleet.asOfMs(day)),
                    Double.isNaN(label.hours()) ? null : label.hours(),
                    label.censored()));
        }
        return rows;
    }

    private long repairWindowMs() {
        return config.maintenance().repairWindow().toMillis();
    }

    private TableSpec table() {
        StructType schema = new StructType()
                .add(TrainingSet.EQUIPMENT_ID, DataTypes.StringType, false)
                .add(TrainingSet.AS_OF, DataTypes.TimestampType, false)
                .add(TrainingSet.SITE, DataTypes.StringType, true)
                .add(TrainingSet.TYPE, DataTypes.StringType, true);
        for (int feature = 0; feature < fleet.features(); feature++) {
            schema = schema.add(fleet.name(feature), DataTypes.DoubleType, true);
        }
        return new TableSpec(TrainingSet.NAME, schema, List.of(), List.of(TrainingSet.EQUIPMENT_ID, TrainingSet.AS_OF));
    }

    private Dataset<Row> trainingSet() {
        RetrainingFleet made = fleet;
        List<Integer> machines = IntStream.range(0, fleet.machines()).boxed().toList();
        JavaRDD<InternalRow> rows = JavaSparkContext.fromSparkContext(
                        lake.spark().sparkContext())
                .parallelize(machines, lake.shufflePartitions())
                .mapPartitions(some -> written(made, some));
        return lake.spark().internalCreateDataFrame(rows.rdd(), table().schema(), false);
    }

    /** As Spark keeps rows inside: two hundred boxed numbers a row would take longer than all else. */
    private static Iterator<InternalRow> written(RetrainingFleet fleet, Iterator<Integer> machines) {
        UnsafeRowWriter writer = new UnsafeRowWriter(KEY_COLUMNS + fleet.features());
        return new Iterator<>() {
            private int machine;
            private double[][] rows = new double[0][];
            private int next;

            @Override
            public boolean hasNext() {
                return next < rows.length || machines.hasNext();
            }

            @Override
            public InternalRow next() {
                if (next == rows.length) {
                    machine = machines.next();
                    rows = fleet.rows(machine);
                    next = 0;
                }
                writer.reset();
                writer.zeroOutNullBytes();
                writer.write(0, UTF8String.fromString(RetrainingFleet.id(machine)));
                writer.write(1, RetrainingFleet.asOfMs(next + 1) * MICROS_PER_MS);
                writer.write(2, UTF8String.fromString(RetrainingFleet.site(machine)));
                writer.write(3, UTF8String.fromString(RetrainingFleet.type(machine)));
                for (int feature = 0; feature < fleet.features(); feature++) {
                    double value = rows[next][feature];
                    if (Double.isNaN(value)) {
                        writer.setNullAt(KEY_COLUMNS + feature);
                    } else {
                        writer.write(KEY_COLUMNS + feature, value);
                    }
                }
                next++;
                return writer.getRow();
            }
        };
    }
}
