package io.millwright.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millwright.lake.testing.TestSpark;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lake behind a line that does not answer. */
class LakeOutageTest {

    private static final TableSpec PUMPS =
            new TableSpec("pumps", new StructType().add("id", DataTypes.LongType, false), List.of(), List.of("id"));

    @TempDir
    private Path folder;

    private final SparkSession spark = TestSpark.session();

    /** The disk of this machine, as if it were elsewhere. */
    public static final class Line extends RawLocalFileSystem {
        private static volatile boolean down;

        @Override
        public URI getUri() {
            return URI.create("line:///");
        }

        @Override
        public FSDataInputStream open(org.apache.hadoop.fs.Path path, int bufferSize) throws IOException {
            if (down) {
                throw new SocketTimeoutException("Read timed out");
            }
            return super.open(path, bufferSize);
        }
    }

    @AfterEach
    void the_line_is_mended() {
        Line.down = false;
        spark.conf().unset("fs.line.impl");
    }

    @Test
    void a_version_that_cannot_be_asked_for_is_not_taken_for_one_that_is_gone() {
        Lake near = Lake.open(spark, folder.toString(), "run-1");
        near.overwrite(spark.range(3).toDF("id"), PUMPS, Map.of());
        near.overwrite(spark.range(4).toDF("id"), PUMPS, Map.of());
        spark.conf().set("fs.line.impl", Line.class.getName());
        Lake lake = Lake.open(spark, "line:" + folder, "run-1");
        assertThat(lake.isKept("pumps", 0)).isTrue();
        assertThat(lake.isKept("pumps", 99)).isFalse();

        Line.down = true;

        assertThatThrownBy(() -> lake.isKept("pumps", 0))
                .isInstanceOfSatisfying(MillwrightException.class, e -> assertThat(e.category())
                        .isEqualTo(MillwrightException.Category.SERVICE))
                .hasMessageContaining("the log of the table line:" + folder + "/pumps cannot be read")
                .hasMessageContaining("a retry may help");
    }
}
