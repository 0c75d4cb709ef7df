package io.millwright.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.features.table.Regimes;
import io.millwright.lake.Lake;
import io.millwright.lake.config.FeatureSpec;
import io.millwright.lake.table.Series;
import io.millwright.lake.testing.TestSpark;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowRegimesTest {

    private static final long START = 1_767_225_600_000L;

    @TempDir
    Path folder;

    @Test
    void a_moment_is_in_the_regime_nearest_to_the_last_readings_before_it() {
        Lake lake = Lake.open(TestSpark.session(), folder.resolve("lake").toString(), "run-1");
        Row chunk = SmallFleet.chunk(
                "m1", "load", START, false, START + 86_400_000, List.of(1_000, 5_000), List.of(12.0, 48.0));
        lake.overwrite(
                lake.spark().createDataFrame(List.of(chunk), Series.SCHEMA).coalesce(1), Series.TABLE, Map.of());
        lake.overwrite(
                lake.spark()
                        .createDataFrame(List.of(regime(0, 50), regime(1, 10)), Regimes.SCHEMA)
                        .coalesce(1),
                Regimes.TABLE,
                Map.of());

        Map<String, Map<Long, Integer>> found = RowRegimes.of(
                lake, new FeatureSpec.Regimes(List.of("load"), 2), moments(lake, START, START + 5_000, START + 5_001));

        assertThat(found.get("m1")).containsOnly(Map.entry(START + 5_000, 1), Map.entry(START + 5_001, 0));
    }

    private static Row regime(int number, double load) {
        Timestamp from = new Timestamp(START);
        return RowFactory.create("v", number, "load", "setting", load, 5.0, 1L, from, from);
    }

    private static Dataset<Row> moments(Lake lake, long... moments) {
        List<Row> rows = java.util.Arrays.stream(moments)
                .mapToObj(moment -> RowFactory.create("m1", new Timestamp(moment)))
                .toList();
        return lake.spark()
                .createDataFrame(
                        rows,
                        new StructType()
                                .add("equipment_id", DataTypes.StringType)
                                .add("as_of", DataTypes.TimestampType))
                .coalesce(1);
    }
}
