package io.millwright.etl;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.lake.Lake;
import io.millwright.lake.TableSpec;
import io.millwright.lake.testing.TestSpark;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MergedAwayTest {

    private static final StructType SCHEMA = new StructType().add("id", DataTypes.IntegerType, false);
    private static final TableSpec STAY = new TableSpec("stay", SCHEMA, List.of(), List.of("id"));
    private static final TableSpec MERGED = new TableSpec("merged", SCHEMA, List.of(), List.of("id"));

    @TempDir
    Path folder;

    private static Dataset<Row> rows(int id) {
        return TestSpark.session().createDataFrame(List.of(RowFactory.create(id)), SCHEMA);
    }

    @Test
    void what_was_written_beside_a_table_that_was_not_written_then_does_not_count() {
        Lake lake = Lake.open(TestSpark.session(), folder.toString(), "test");
        MergedAway merged = new MergedAway(lake, STAY, MERGED);
        lake.overwrite(rows(0), STAY, Map.of());

        merged.write(rows(1));
        assertThat(merged.rows().collectAsList()).isEmpty();
        lake.overwrite(rows(0), STAY, Map.of());
        assertThat(merged.rows().collectAsList()).containsExactly(RowFactory.create(1));

        merged.write(rows(2));
        merged.write(rows(3));
        assertThat(merged.rows().collectAsList()).containsExactly(RowFactory.create(1));
        lake.overwrite(rows(0), STAY, Map.of());
        assertThat(merged.rows().collectAsList()).containsExactly(RowFactory.create(3));
    }
}
