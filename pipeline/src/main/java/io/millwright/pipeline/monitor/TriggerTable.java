package io.millwright.pipeline.monitor;

import io.millwright.lake.Lake;
import io.millwright.lake.TableSpec;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** A row is one reason to train again at one moment, the end of the interval that was monitored; see {@link Trigger}. */
final class TriggerTable {

    private static final String AS_OF = "as_of";

    private static final String NAME = "name";

    private static final String ASKS = "asks";

    private static final StructType SCHEMA = new StructType()
            .add(AS_OF, DataTypes.TimestampType, false)
            .add(NAME, DataTypes.StringType, false)
            .add("model_version", DataTypes.StringType, false)
            .add("fired", DataTypes.BooleanType, false)
            .add(ASKS, DataTypes.BooleanType, false)
            .add("value", DataTypes.DoubleType, true)
            .add("limit", DataTypes.DoubleType, true)
            .add("why", DataTypes.StringType, false);

    static final TableSpec TABLE = new TableSpec("retrain_triggers", SCHEMA, List.of(), List.of(AS_OF, NAME));

    private TriggerTable() {}

    /** By what the table says of moments before this one, so that a rerun decides as the first time. */
    static Situation.LastAsked lastAsked(Lake lake, Instant before) {
        Map<String, Instant> asked = new HashMap<>();
        if (lake.has(TABLE)) {
            lake.read(TABLE)
                    .filter(functions.col(ASKS).and(functions.col(AS_OF).lt(functions.lit(Timestamp.from(before)))))
                    .groupBy(NAME)
                    .agg(functions.max(AS_OF))
                    .collectAsList()
                    .forEach(row ->
                            asked.put(row.getString(0), row.getTimestamp(1).toInstant()));
        }
        return new Situation.LastAsked(asked);
    }

    /** Replaces what the table says of this moment. */
    static void write(Lake lake, Instant asOf, String modelVersion, List<Trigger> triggers) {
        List<Row> rows = triggers.stream()
                .map(trigger -> RowFactory.create(
                        Timestamp.from(asOf),
                        trigger.name(),
                        modelVersion,
                        trigger.fired(),
                        trigger.asks(),
                        orNull(trigger.value()),
                        orNull(trigger.limit()),
                        trigger.why()))
                .toList();
        lake.replaceWhere(
                lake.spark().createDataFrame(rows, SCHEMA).coalesce(1),
                TABLE,
                AS_OF + " = TIMESTAMP '" + asOf + "'",
                Map.of());
    }

    private static @Nullable Double orNull(double value) {
        return Double.isNaN(value) ? null : value;
    }
}
