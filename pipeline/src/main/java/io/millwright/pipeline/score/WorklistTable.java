package io.millwright.pipeline.score;

import io.millwright.lake.TableSpec;
import io.millwright.worklist.WorklistRow;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** The table {@code worklist}: a row is one line of the list of one {@code as_of}; the columns of {@code worklist.csv}. */
final class WorklistTable {

    static final String AS_OF = "as_of";

    /** Position on its list, so that lines without a rank keep their order. */
    static final String LINE = "line";

    static final StructType SCHEMA = new StructType()
            .add(AS_OF, DataTypes.TimestampType, false)
            .add(LINE, DataTypes.IntegerType, false)
            .add("rank", DataTypes.IntegerType, true)
            .add("tier", DataTypes.StringType, false)
            .add("status", DataTypes.StringType, false)
            .add("site", DataTypes.StringType, false)
            .add("equipment_id", DataTypes.StringType, false)
            .add("component", DataTypes.StringType, false)
            .add("mode", DataTypes.StringType, false)
            .add("severity", DataTypes.StringType, false)
            .add("health", DataTypes.DoubleType, true)
            .add("p_fail", DataTypes.DoubleType, true)
            .add("horizon_h", DataTypes.DoubleType, false)
            .add("rul_low_h", DataTypes.DoubleType, true)
            .add("rul_median_h", DataTypes.DoubleType, true)
            .add("rul_high_h", DataTypes.DoubleType, true)
            .add("reasons", DataTypes.createArrayType(DataTypes.StringType, false), false)
            .add("action", DataTypes.StringType, false)
            .add("crew_hours", DataTypes.DoubleType, false)
            .add("parts", DataTypes.StringType, false)
            .add("parts_lead_h", DataTypes.DoubleType, false)
            .add("latest_start", DataTypes.TimestampType, true)
            .add("slot_from", DataTypes.TimestampType, true)
            .add("slot_to", DataTypes.TimestampType, true)
            .add("expected_saving", DataTypes.DoubleType, false)
            .add("model_version", DataTypes.StringType, false);

    static final TableSpec TABLE = new TableSpec("worklist", SCHEMA, List.of(), List.of(AS_OF, LINE));

    private WorklistTable() {}

    static List<Row> rows(List<WorklistRow> lines) {
        List<Row> rows = new ArrayList<>();
        for (WorklistRow line : lines) {
            rows.add(row(line, rows.size() + 1));
        }
        return rows;
    }

    private static Row row(WorklistRow line, int number) {
        List<@Nullable Object> values = new ArrayList<>();
        values.add(Timestamp.from(line.asOf()));
        values.add(number);
        values.add(line.rank().isPresent() ? line.rank().getAsInt() : null);
        values.add(word(line.tier()));
        values.add(word(line.status()));
        values.add(line.site());
        values.add(line.equipmentId());
        values.add(line.component());
        values.add(line.mode());
        values.add(word(line.severity()));
        values.add(orNull(line.health()));
        values.add(orNull(line.pFail()));
        values.add(line.horizonHours());
        values.add(orNull(line.rulLowHours()));
        values.add(orNull(line.rulMedianHours()));
        values.add(orNull(line.rulHighHours()));
        values.add(line.reasons().toArray(new String[0]));
        values.add(line.action());
        values.add(line.crewHours());
        values.add(line.parts());
        values.add(line.partsLeadHours());
        values.add(timestamp(line.latestStart().orElse(null)));
        values.add(timestamp(line.slot().map(WorklistRow.Interval::from).orElse(null)));
        values.add(timestamp(line.slot().map(WorklistRow.Interval::to).orElse(null)));
        values.add(line.expectedSaving());
        values.add(line.modelVersion());
        return RowFactory.create(values.toArray());
    }

    /** An enum's name as it is written for people: {@code already planned}. */
    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static @Nullable Double orNull(double value) {
        return Double.isNaN(value) ? null : value;
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
    }
}
