package io.millwright.etl;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.unix_millis;
import static org.apache.spark.sql.functions.when;

import io.millwright.lake.Interval;
import io.millwright.lake.Lake;
import io.millwright.lake.Meanwhile;
import io.millwright.lake.Origin;
import io.millwright.lake.TableSpec;
import io.millwright.lake.config.SensorSpec;
import io.millwright.lake.table.Series;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.FilterFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * All readings that arrived, each with when it was known to the millisecond: those that stay in {@code series}, which has a
 * column more than its readers know of, and those merged away. So an ingest of an interval of arrival can take out whatever
 * became known in it, no matter which ingest brought it.
 */
final class ArrivedReadings {

    /** As in {@link Landed#getArrivals()}. */
    static final String ARRIVAL_MS = "arrival_ms";

    private static final StructField ARRIVAL =
            DataTypes.createStructField(ARRIVAL_MS, DataTypes.createArrayType(DataTypes.IntegerType, false), false);

    private static final List<String> COLUMNS = List.of(
            Series.EQUIPMENT_ID,
            Series.SENSOR,
            Series.CHUNK_START,
            Series.LATE,
            Series.KNOWN_TIME,
            Series.OFFSET_MS,
            Series.VALUE,
            Series.SOURCE,
            ARRIVAL_MS);

    private static final TableSpec STAY = new TableSpec(
            Series.TABLE.name(), Series.SCHEMA.add(ARRIVAL), Series.TABLE.partitionBy(), Series.TABLE.key());

    private static final TableSpec MERGED = new TableSpec(
            "merged_readings",
            new StructType(COLUMNS.stream().map(STAY.schema()::apply).toArray(StructField[]::new)),
            List.of(),
            Series.TABLE.key());

    /**
     * Chunks are long rows, of which Parquet takes a hundred before it asks how large they are. So a day of a fleet can be read by
     * several tasks, and neither writing nor reading it needs all of it in memory.
     */
    private static final Map<String, String> SMALL_ROW_GROUPS =
            Map.of("parquet.block.size", Integer.toString(16 << 20), "parquet.page.size.row.check.min", "4");

    /** What one task writes in some ten seconds; a date of more is written by the tasks that settled it, a file each. */
    private static final long MOST_READINGS_A_FILE = 20_000_000;

    private static final Column[] KEPT_OF_BOTH =
            COLUMNS.stream().map(name -> col(name)).toArray(Column[]::new);

    private final Lake lake;
    private final MergedAway merged;
    private final SensorStates states;
    private final Column isNamed;

    /**
     * Opens them.
     *
     * @param signature of the states that can be gone on from, see {@link SensorState#signature}
     * @param sensors that the pipeline file names; readings of others stay as they are until all arrivals are taken
     */
    ArrivedReadings(Lake lake, String signature, List<SensorSpec> sensors) {
        this.lake = lake;
        this.isNamed =
                col(Series.SENSOR).isin(sensors.stream().map(SensorSpec::name).toArray());
        this.merged = new MergedAway(lake, STAY, MERGED);
        this.states = new SensorStates(lake, signature);
    }

    /** Rows of {@link SensorStates} that settling can go on from. */
    Dataset<Row> states() {
        return states.rows();
    }

    /** Chunks that may hold readings that were known in an interval, as {@code equipmentId, sensor, chunkStart}. */
    Dataset<Row> chunksKnownIn(Interval arrivals, TimeGrid grid) {
        return Stream.of(lake.readFewFiles(STAY.name()), merged.rows())
                .map(rows -> knownIn(arrivals, grid, rows)
                        .select(
                                col(Series.EQUIPMENT_ID).as("equipmentId"),
                                col(Series.SENSOR).as("sensor"),
                                unix_millis(col(Series.CHUNK_START)).as("chunkStart")))
                .reduce(Dataset::unionByName)
                .orElseThrow();
    }

    /** Whether a source has brought readings that stay and were known in an interval. */
    boolean has(String source, Interval arrivals, TimeGrid grid) {
        if (!lake.has(STAY)) {
            return false;
        }
        Dataset<Row> chunks = knownIn(arrivals, grid, lake.readFewFiles(STAY.name()))
                .filter(col(Series.SOURCE).equalTo(source));
        long from = arrivals.from().toEpochMilli();
        long to = arrivals.to().toEpochMilli();
        FilterFunction<Landed> arrived = piece -> piece.isKnownIn(from, to);
        return !ReadingsStage.asLanded(asPieces(chunks)).filter(arrived).isEmpty();
    }

    private static Dataset<Row> knownIn(Interval arrivals, TimeGrid grid, Dataset<Row> rows) {
        Timestamp from = Timestamp.from(arrivals.from());
        Timestamp to = Timestamp.from(arrivals.to());
        Timestamp lastSlot = Timestamp.from(arrivals.to().plusMillis(grid.tileMs()));
        Column began = when(col(Series.LATE), col(Series.KNOWN_TIME).lt(lit(lastSlot)))
                .otherwise(col(Series.CHUNK_START).lt(lit(to)));
        return rows.filter(col(Series.KNOWN_TIME).geq(lit(from)).and(began));
    }

    /** Those that are settled again, as {@link Landed} pieces; none in an empty lake. */
    Dataset<Row> pieces(Restarts restarts) {
        Dataset<Row> away = restarts.again(merged.rows().select(KEPT_OF_BOTH));
        if (!lake.has(STAY)) {
            return asPieces(away.filter(isNamed));
        }
        Dataset<Row> all = lake.read(STAY);
        Dataset<Row> stay =
                restarts.areOfAll() ? restarts.againByDate(lake.readFewFiles(STAY.name())) : restarts.again(all);
        return asPieces(
                stay.select(KEPT_OF_BOTH).unionByName(away.select(KEPT_OF_BOTH)).filter(isNamed));
    }

    private static Dataset<Row> asPieces(Dataset<Row> rows) {
        return rows.select(
                col(Series.EQUIPMENT_ID).as("equipmentId"),
                col(Series.SENSOR).as("sensor"),
                unix_millis(col(Series.CHUNK_START)).as("chunkStart"),
                when(col(Series.LATE), unix_millis(col(Series.KNOWN_TIME)))
                        .otherwise(lit(TimeGrid.ON_TIME))
                        .as("slot"),
                col(Series.SOURCE).as("source"),
                col(Series.OFFSET_MS).as("offsets"),
                col(Series.VALUE).as("values"),
                col(ARRIVAL_MS).as("arrivals"));
    }

    void replaceAll(ReadingsStage stage) {
        write(stage, stage.merged(), (rows, origin) -> lake.overwrite(rows, STAY, origin), stage.series());
    }

    /** Replaces chunks from a date on; earlier ones stay as they are. */
    void replaceFrom(LocalDate date, ReadingsStage stage) {
        String condition = Series.DATE + " >= '" + date + "'";
        long sinceMs = date.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
        Restarts restarts = stage.restarts();
        Dataset<Row> awayBefore = merged.rows().select(KEPT_OF_BOTH);
        Dataset<Row> away = stage.merged()
                .unionByName(restarts.staying(awayBefore, Long.MIN_VALUE))
                .unionByName(awayBefore.filter(not(isNamed)));
        Dataset<Row> before = lake.read(STAY).filter(condition);
        Dataset<Row> chunks = stage.series()
                .filter(condition)
                .unionByName(restarts.staying(before, sinceMs))
                .unionByName(before.filter(not(isNamed)));
        write(stage, away, (rows, origin) -> lake.replaceWhere(rows, STAY, condition, origin), chunks);
    }

    private void write(
            ReadingsStage stage, Dataset<Row> away, BiFunction<Dataset<Row>, Origin, Long> write, Dataset<Row> chunks) {
        Origin origin = states.origin();
        merged.write(away);
        Dataset<Row> placed = stage.datesHaveMoreThan(MOST_READINGS_A_FILE) ? chunks : TableWriter.byDate(chunks);
        Meanwhile.with(lake.spark(), SMALL_ROW_GROUPS, () -> write.apply(placed, origin));
        states.write(stage.states(), origin);
    }
}
