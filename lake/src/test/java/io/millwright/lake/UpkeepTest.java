package io.millwright.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millwright.lake.testing.TestSpark;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpkeepTest {

    private static final TableSpec NUMBERS =
            new TableSpec("numbers", new StructType().add("n", DataTypes.LongType, false), List.of(), List.of("n"));
    private static final Duration NOTHING = Duration.ZERO;

    @TempDir
    private Path folder;

    private Lake lake;
    private Upkeep upkeep;

    @BeforeEach
    void write_two_versions_of_five_files() {
        lake = Lake.open(TestSpark.session(), folder.toString(), "run-1");
        upkeep = new Upkeep(lake);
        lake.overwrite(numbers(100), NUMBERS, Map.of());
        lake.overwrite(numbers(200), NUMBERS, Map.of());
    }

    private static Dataset<Row> numbers(long count) {
        return TestSpark.session().range(0, count, 1, 5).toDF("n");
    }

    @Test
    void compaction_makes_one_file_of_many_and_changes_no_row() {
        String before = lake.fingerprint(NUMBERS);
        assertThat(upkeep.tables()).containsExactly("numbers");
        assertThat(upkeep.size("numbers").files()).isEqualTo(5);
        assertThat(upkeep.size("numbers").allFiles()).isEqualTo(10);

        upkeep.compact("numbers");

        assertThat(upkeep.size("numbers").files()).isEqualTo(1);
        assertThat(lake.fingerprint(NUMBERS)).isEqualTo(before);
    }

    @Test
    void the_versions_a_vacuum_would_lose_are_named_and_lost() {
        Instant now = Instant.now().plusSeconds(1);
        assertThat(upkeep.lostBy("numbers", Duration.ofDays(1), now)).isEmpty();
        assertThat(upkeep.lostBy("numbers", NOTHING, now)).containsOnlyKeys(0L);

        upkeep.vacuum("numbers", NOTHING);

        assertThat(lake.read(NUMBERS).count()).isEqualTo(200);
        assertThat(upkeep.size("numbers").allFiles()).isEqualTo(5);
        assertThatThrownBy(() -> lake.readVersion("numbers", 0).collectAsList()).isInstanceOf(Exception.class);
    }

    @Test
    void a_vacuum_that_keeps_a_day_removes_nothing_of_today() {
        upkeep.vacuum("numbers", Duration.ofDays(1));

        assertThat(lake.readVersion("numbers", 0).count()).isEqualTo(100);
    }
}
