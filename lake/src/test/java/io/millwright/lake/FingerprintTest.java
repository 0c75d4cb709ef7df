package io.millwright.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.lake.testing.TestSpark;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class FingerprintTest {

    private static final StructType SCHEMA = new StructType()
            .add("id", DataTypes.IntegerType)
            .add("time", DataTypes.TimestampType)
            .add("day", DataTypes.DateType)
            .add("load", DataTypes.DoubleType)
            .add("values", DataTypes.createArrayType(DataTypes.DoubleType))
            .add("notes", DataTypes.createMapType(DataTypes.StringType, DataTypes.StringType));

    private static final List<String> KEY = List.of("id");

    @Test
    void partitioning_and_the_order_of_rows_and_columns_do_not_matter() {
        Dataset<Row> rows = rows(40, 0.5);

        String once = Fingerprint.of(rows.coalesce(1), KEY);

        assertThat(Fingerprint.of(rows.repartition(8), KEY)).isEqualTo(once);
        assertThat(Fingerprint.of(rows.orderBy(rows.col("id").desc()), KEY)).isEqualTo(once);
        assertThat(Fingerprint.of(rows.select("notes", "load", "values", "day", "time", "id"), KEY))
                .isEqualTo(once);
    }

    @Test
    void one_bit_of_one_number_changes_it() {
        String before = Fingerprint.of(rows(5, 0.5), KEY);

        assertThat(Fingerprint.of(rows(5, Math.nextUp(0.5)), KEY)).isNotEqualTo(before);
        assertThat(Fingerprint.of(rows(5, -0.0), KEY)).isNotEqualTo(Fingerprint.of(rows(5, 0.0), KEY));
    }

    @Test
    void nan_equals_nan_and_differs_from_null() {
        String nan = Fingerprint.of(rows(5, Double.NaN), KEY);

        assertThat(Fingerprint.of(rows(5, Double.longBitsToDouble(0x7ff8000000000001L)), KEY))
                .isEqualTo(nan);
        assertThat(Fingerprint.of(rows(5, null), KEY)).isNotEqualTo(nan);
    }

    @Test
    void a_missing_row_changes_it_and_the_run_id_does_not() {
        Dataset<Row> rows = rows(5, 0.5);
        String before = Fingerprint.of(rows, KEY);

        assertThat(Fingerprint.of(rows.filter("id <> 3"), KEY)).isNotEqualTo(before);
        String firstRun = Fingerprint.of(rows.selectExpr("*", "'a' AS run_id"), KEY);
        assertThat(Fingerprint.of(rows.selectExpr("*", "'b' AS run_id"), KEY)).isEqualTo(firstRun);
    }

    @Test
    void the_time_zone_of_the_machine_does_not_matter() {
        String here = Fingerprint.of(rows(5, 0.5).select("id", "time"), KEY);
        TimeZone before = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));

            assertThat(Fingerprint.of(rows(5, 0.5).select("id", "time"), KEY)).isEqualTo(here);
        } finally {
            TimeZone.setDefault(before);
        }
    }

    private static Dataset<Row> rows(int n, Double load) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            rows.add(RowFactory.create(
                    i,
                    Timestamp.from(Instant.parse("2026-01-01T00:00:00Z").plusSeconds(i)),
                    Date.valueOf(LocalDate.parse("2026-01-01")),
                    i == 2 ? load : Double.valueOf(i),
                    new Double[] {1.0, 2.0 * i},
                    Map.of("b", "2", "a", "note " + i)));
        }
        return TestSpark.session().createDataFrame(rows, SCHEMA);
    }
}
