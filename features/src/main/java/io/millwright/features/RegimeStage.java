package io.millwright.features;

import io.millwright.features.regime.MachineRegimes;
import io.millwright.features.regime.RegimeFit;
import io.millwright.features.regime.RegimeFit.Spread;
import io.millwright.features.regime.RegimeModel;
import io.millwright.features.regime.Settings;
import io.millwright.features.table.Regimes;
import io.millwright.lake.Interval;
import io.millwright.lake.Lake;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.Sha256;
import io.millwright.lake.config.FeatureSpec;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.SensorSpec;
import io.millwright.lake.config.SplitSpec;
import io.millwright.lake.table.Series;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import scala.Tuple2;

/**
 * Fits the operating regimes on training readings and keeps them as a table.
 * {@code series -> machine -> [setting vector] -> regimes -> machine -> [spread] -> RegimeModel}
 */
final class RegimeStage {

    /** Setting vectors that k-means sees at most, about. */
    private static final long MOST_POINTS = 50_000;

    private final Lake lake;
    private final PipelineConfig config;
    private final FeatureSpec.Regimes spec;
    private final int partitions;

    RegimeStage(Lake lake, PipelineConfig config, FeatureSpec.Regimes spec, int partitions) {
        this.lake = lake;
        this.config = config;
        this.spec = spec;
        this.partitions = partitions;
    }

    /**
     * A fitted model.
     *
     * @param version hash of its numbers and of the interval
     */
    record Fitted(RegimeModel model, String version, Interval interval) {}

    /**
     * What the rows of a table have to be made with that an interval is added to: the model there is, whatever readings came since; a new fit,
     * which is not written yet, where there is none.
     *
     * @throws MillwrightException where a test begins before the end of what the model was fitted on
     */
    Fitted kept() {
        if (!lake.has(Regimes.TABLE)) {
            return fitted();
        }
        Fitted kept = read();
        config.split().tests().stream()
                .map(SplitSpec.Window::from)
                .filter(kept.interval().to()::isAfter)
                .findFirst()
                .ifPresent(from -> {
                    throw MillwrightException.configuration("the regimes there are were fitted on readings until "
                            + kept.interval().to() + ", and a test of the pipeline file begins at " + from
                            + "; run features once without --from and --to to fit them anew");
                });
        return kept;
    }

    /** The model of the features there are, to compute the like; a new fit, which is not written, where there is none. */
    Fitted published() {
        return lake.has(Regimes.TABLE) ? read() : fitted();
    }

    private Fitted read() {
        List<Row> rows = lake.read(Regimes.TABLE).orderBy(Regimes.REGIME).collectAsList();
        Row first = rows.get(0);
        int regimes = rows.get(rows.size() - 1).<Integer>getAs(Regimes.REGIME) + 1;
        requireSameSettings(rows);
        double[] scale = new double[spec.settings().size()];
        double[][] centres = new double[regimes][scale.length];
        Map<String, double[]> mean = new TreeMap<>();
        Map<String, double[]> sd = new TreeMap<>();
        Map<String, long[]> count = new TreeMap<>();
        for (Row row : rows) {
            int regime = row.getAs(Regimes.REGIME);
            String sensor = row.getAs(Regimes.SENSOR);
            if (row.getAs(Regimes.ROLE).equals("setting")) {
                int setting = spec.settings().indexOf(sensor);
                scale[setting] = row.getAs(Regimes.SCALE);
                centres[regime][setting] = row.getAs(Regimes.CENTRE);
            } else {
                mean.computeIfAbsent(sensor, any -> new double[regimes])[regime] = row.getAs(Regimes.CENTRE);
                sd.computeIfAbsent(sensor, any -> new double[regimes])[regime] = row.getAs(Regimes.SCALE);
                count.computeIfAbsent(sensor, any -> new long[regimes])[regime] = row.getAs(Regimes.N);
            }
        }
        return new Fitted(
                new RegimeModel(spec.settings(), scale, centres, mean, sd, count),
                first.getAs(Regimes.VERSION),
                new Interval(
                        first.<Timestamp>getAs(Regimes.FIT_FROM).toInstant(),
                        first.<Timestamp>getAs(Regimes.FIT_TO).toInstant()));
    }

    private void requireSameSettings(List<Row> regimes) {
        Set<String> fitted = new TreeSet<>();
        regimes.stream()
                .filter(row -> row.getAs(Regimes.ROLE).equals("setting"))
                .forEach(row -> fitted.add(row.getAs(Regimes.SENSOR)));
        if (!fitted.equals(Set.copyOf(spec.settings()))) {
            throw MillwrightException.configuration("the regimes there are were fitted on the settings " + fitted
                    + ", and the pipeline file asks for " + spec.settings()
                    + "; run features once without --from and --to to fit them anew");
        }
    }

    /** Fits, writes the table {@code regimes}, and returns the model. */
    Fitted fit() {
        Fitted fitted = fitted();
        write(fitted);
        return fitted;
    }

    /** Writes a model of {@link #kept} where there is none yet, and returns it. */
    Fitted keep(Fitted fitted) {
        if (!lake.has(Regimes.TABLE)) {
            write(fitted);
        }
        return fitted;
    }

    private void write(Fitted fitted) {
        Dataset<Row> table =
                lake.spark().createDataFrame(rows(fitted.model(), fitted.version(), fitted.interval()), Regimes.SCHEMA);
        lake.overwrite(table, Regimes.TABLE, lake.versions(List.of(Series.TABLE.name())));
    }

    /** The model alone. */
    Fitted fitted() {
        Interval interval = interval();
        Dataset<SeriesChunk> chunks = chunks(interval);
        RegimeModel places = RegimeFit.places(
                spec.settings(),
                spec.count(),
                spec.count() == 1 ? List.of() : points(chunks, interval),
                config.targets().seed());
        RegimeModel model = RegimeFit.withSpreads(places, conditionSensors(), spreads(chunks, places, interval));
        List<Row> rows = rows(model, "", interval);
        String version = Sha256.hex(rows.toString()).substring(0, 16);
        return new Fitted(model, version, interval);
    }

    /** The training readings, machine by machine. */
    Dataset<SeriesChunk> chunks(Interval interval) {
        return Chunks.byMachine(Chunks.read(lake, config, training(interval)), partitions);
    }

    /** How old a setting may be: a tile, or two of its slowest sensor's periods. */
    static long oldestSettingMs(PipelineConfig config, FeatureSpec.Regimes spec) {
        long period = spec.settings().stream()
                .flatMap(name -> config.sensor(name).stream())
                .mapToLong(sensor -> sensor.period().toMillis())
                .max()
                .orElse(0);
        return Math.max(config.features().tile().toMillis(), 2 * period);
    }

    private List<String> conditionSensors() {
        return config.sensors().stream()
                .filter(sensor -> sensor.role() == SensorSpec.Role.CONDITION)
                .map(SensorSpec::name)
                .toList();
    }

    private Interval interval() {
        Row span = lake.read(Series.TABLE)
                .agg(functions.min(functions.col(Series.CHUNK_START)), functions.max(functions.col(Series.CHUNK_START)))
                .first();
        if (span.isNullAt(0)) {
            throw MillwrightException.data("the table series is empty; no reading survived cleaning, see quarantine");
        }
        Instant from = span.getTimestamp(0).toInstant();
        Instant to = span.getTimestamp(1).toInstant().plus(config.features().chunk());
        SplitSpec split = config.split();
        return switch (split.kind()) {
            case OFFICIAL -> new Interval(from, to);
            case TIME -> new Interval(from, firstTest(split, from, to));
            case GROUP, STRATIFIED ->
                throw MillwrightException.configuration(config.file()
                        + ": features.regimes needs split.kind time or official, because regimes are fitted"
                        + " once, on readings no test will see; remove features.regimes or change split.kind");
        };
    }

    private Instant firstTest(SplitSpec split, Instant from, Instant to) {
        if (!split.tests().isEmpty()) {
            return split.tests().get(0).from();
        }
        long reach = (long) (Duration.between(from, to).toMillis() * split.firstTestShare());
        long every = config.features().asOfEvery().toMillis();
        return Instant.ofEpochMilli(Math.floorDiv(from.toEpochMilli() + reach, every) * every);
    }

    private Column training(Interval interval) {
        Column inTime = functions.not(functions.col(Series.LATE));
        Column condition = functions
                .col(Series.CHUNK_START)
                .lt(functions.lit(Timestamp.from(interval.to())))
                .and(inTime.or(functions.col(Series.KNOWN_TIME).leq(functions.lit(Timestamp.from(interval.to())))));
        return config.split().kind() == SplitSpec.Kind.OFFICIAL
                ? condition.and(functions
                        .col(Series.EQUIPMENT_ID)
                        .startsWith(config.split().trainPrefix()))
                : condition;
    }

    private List<double[]> points(Dataset<SeriesChunk> chunks, Interval interval) {
        Row counted = lake.read(Series.TABLE)
                .filter(training(interval)
                        .and(functions
                                .col(Series.SENSOR)
                                .equalTo(spec.settings().get(0))))
                .agg(functions.coalesce(functions.sum(functions.col(Series.N)), functions.lit(0L)))
                .first();
        Sampling sampling = new Sampling(
                List.copyOf(spec.settings()),
                oldestSettingMs(config, spec),
                config.features().tile().toMillis(),
                interval.to().toEpochMilli(),
                Math.max(1, counted.getLong(0) / MOST_POINTS));
        List<FeatureRow> points = new ArrayList<>(chunks.javaRDD()
                .mapPartitions(items -> Grouped.flatMap(items, SeriesChunk::getEquipmentId, sampling::of))
                .collect());
        points.sort(Comparator.comparing(FeatureRow::equipmentId).thenComparingLong(FeatureRow::asOfMs));
        if (points.isEmpty()) {
            throw MillwrightException.data("no reading of the settings " + spec.settings() + " before " + interval.to()
                    + "; features.regimes cannot be fitted: check the sources, or remove features.regimes");
        }
        return points.stream().map(FeatureRow::value).toList();
    }

    /**
     * One spread a condition sensor and regime, however long the training period: what machines' chunks add is merged where it is sorted, one
     * after the other, and does not come to the driver.
     */
    List<Spread> spreads(Dataset<SeriesChunk> chunks, RegimeModel places, Interval interval) {
        List<String> sensors = conditionSensors();
        Spreading spreading = new Spreading(
                places,
                sensors,
                oldestSettingMs(config, spec),
                config.features().tile().toMillis(),
                interval.to().toEpochMilli());
        return chunks.javaRDD()
                .mapPartitions(items -> Grouped.flatMap(items, SeriesChunk::getEquipmentId, spreading::of))
                .mapToPair(located -> new Tuple2<>(located, 0))
                .repartitionAndSortWithinPartitions(
                        new LocatedSpread.BySensor(Math.max(1, Math.min(partitions, sensors.size()))))
                .keys()
                .map(LocatedSpread::spread)
                .mapPartitions(ofSensors -> RegimeFit.merged(ofSensors).iterator())
                .collect();
    }

    /** Setting vectors of one machine at the instants of its first setting, thinned by a hash of machine and instant. */
    private record Sampling(List<String> settings, long oldestMs, long tileMs, long beforeMs, long stride)
            implements java.io.Serializable {

        List<FeatureRow> of(List<SeriesChunk> machine) {
            Settings all = SeriesChunk.settings(machine, settings, oldestMs);
            List<FeatureRow> points = new ArrayList<>();
            for (SeriesChunk chunk : machine) {
                if (chunk.getSensor().equals(settings.get(0))) {
                    for (long time : chunk.times()) {
                        if (time < beforeMs && isKept(chunk.getEquipmentId(), time)) {
                            add(points, chunk, time, all);
                        }
                    }
                }
            }
            return points;
        }

        private void add(List<FeatureRow> points, SeriesChunk chunk, long time, Settings all) {
            double[] values = all.complete(time, Math.floorDiv(time, tileMs) * tileMs + tileMs);
            if (values.length > 0) {
                points.add(new FeatureRow(chunk.getEquipmentId(), time, values));
            }
        }

        private boolean isKept(String machine, long time) {
            long mixed = (machine.hashCode() * 31L + time) * 0x9E3779B97F4A7C15L;
            return Math.floorMod(mixed >>> 17, stride) == 0;
        }
    }

    /** Spreads of one machine's condition sensors, chunk by chunk. */
    private record Spreading(RegimeModel places, List<String> sensors, long oldestMs, long tileMs, long beforeMs)
            implements java.io.Serializable {

        List<LocatedSpread> of(List<SeriesChunk> machine) {
            MachineRegimes regimes =
                    new MachineRegimes(places, SeriesChunk.settings(machine, places.settings(), oldestMs), tileMs);
            List<LocatedSpread> spreads = new ArrayList<>();
            for (int i = 0; i < machine.size(); i++) {
                SeriesChunk chunk = machine.get(i);
                if (sensors.contains(chunk.getSensor())) {
                    for (Spread spread : RegimeFit.spreads(
                            regimes,
                            chunk.getSensor(),
                            chunk.getChunkStartMs(),
                            chunk.getOffsetMs(),
                            chunk.getValue(),
                            chunk.lateKnownMs(),
                            beforeMs)) {
                        spreads.add(new LocatedSpread(chunk.getEquipmentId(), i, spread));
                    }
                }
            }
            return spreads;
        }
    }

    private static List<Row> rows(RegimeModel model, String version, Interval interval) {
        List<Row> rows = new ArrayList<>();
        Timestamp from = Timestamp.from(interval.from());
        Timestamp to = Timestamp.from(interval.to());
        for (int regime = 0; regime < model.regimes(); regime++) {
            long n = 0;
            for (Map.Entry<String, long[]> count : model.count().entrySet()) {
                n = Math.max(n, count.getValue()[regime]);
            }
            for (int d = 0; d < model.settings().size(); d++) {
                rows.add(RowFactory.create(
                        version,
                        regime,
                        model.settings().get(d),
                        "setting",
                        model.centres()[regime][d],
                        model.settingScale()[d],
                        n,
                        from,
                        to));
            }
            for (String sensor : model.mean().keySet()) {
                rows.add(RowFactory.create(
                        version,
                        regime,
                        sensor,
                        "condition",
                        at(model.mean(), sensor, regime),
                        at(model.sd(), sensor, regime),
                        Arrays.stream(model.count().getOrDefault(sensor, new long[model.regimes()]))
                                .skip(regime)
                                .findFirst()
                                .orElse(0),
                        from,
                        to));
            }
        }
        return rows;
    }

    private static double at(Map<String, double[]> numbers, String sensor, int regime) {
        return numbers.getOrDefault(sensor, new double[regime + 1])[regime];
    }
}
