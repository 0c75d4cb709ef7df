package io.millwright.pipeline.monitor;

import io.millwright.lake.Lake;
import io.millwright.lake.TableSpec;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A row is what became of one model's lists of one month, as of the last time it was looked at; see {@link Matured}. */
final class TrackRecordTable {

    private static final String MODEL_VERSION = "model_version";

    private static final String MONTH_FROM = "month_from";

    private static final StructType SCHEMA = new StructType()
            .add(MODEL_VERSION, DataTypes.StringType, false)
            .add(MONTH_FROM, DataTypes.TimestampType, false)
            .add("target", DataTypes.StringType, false)
            .add("rows", DataTypes.LongType, false)
            .add("positives", DataTypes.LongType, false)
            .add("failures", DataTypes.LongType, false)
            .add("expected", DataTypes.DoubleType, false)
            .add("rows_per_failure", DataTypes.DoubleType, false)
            .add("hits", DataTypes.LongType, false)
            .add("false_alarms", DataTypes.LongType, false);

    static final TableSpec TABLE = new TableSpec("track_record", SCHEMA, List.of(), List.of(MODEL_VERSION, MONTH_FROM));

    /** A month of a model that made lists in it. */
    record Month(String modelVersion, String target, Matured figures) {}

    private TrackRecordTable() {}

    /** Replaces what the table says of the model's months. */
    static void write(Lake lake, TrackRecord record) {
        List<Row> rows = record.months().stream()
                .map(month -> RowFactory.create(
                        record.modelVersion(),
                        Timestamp.from(month.from()),
                        record.target(),
                        month.rows(),
                        month.positives(),
                        month.failures(),
                        month.expected(),
                        month.rowsPerFailure(),
                        month.hits(),
                        month.falseAlarms()))
                .toList();
        String these = MODEL_VERSION + " = '" + record.modelVersion().replace("'", "''") + "' AND " + MONTH_FROM
                + " <= TIMESTAMP '" + record.maturedUntil() + "'";
        lake.replaceWhere(lake.spark().createDataFrame(rows, SCHEMA).coalesce(1), TABLE, these, Map.of());
    }

    /** Months of all models that began by a moment, in order. */
    static List<Month> read(Lake lake, Instant by) {
        if (!lake.has(TABLE)) {
            return List.of();
        }
        return lake
                .read(TABLE)
                .filter(functions.col(MONTH_FROM).leq(functions.lit(Timestamp.from(by))))
                .orderBy(MONTH_FROM, MODEL_VERSION)
                .collectAsList()
                .stream()
                .map(row -> new Month(
                        row.getString(0),
                        row.getString(2),
                        new Matured(
                                row.getTimestamp(1).toInstant(),
                                row.getLong(3),
                                row.getLong(4),
                                row.getLong(5),
                                row.getDouble(6),
                                row.getDouble(7),
                                row.getLong(8),
                                row.getLong(9))))
                .toList();
    }
}
