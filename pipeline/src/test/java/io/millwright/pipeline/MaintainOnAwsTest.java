package io.millwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.aws.testing.Emulator;
import io.millwright.lake.Lake;
import io.millwright.lake.TableSpec;
import io.millwright.lake.testing.TestSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The care for a lake in a bucket, on an AWS of this machine. */
@Tag("full")
class MaintainOnAwsTest {

    private static final Emulator EMULATOR = Emulator.started();
    private static final TableSpec TABLE = new TableSpec(
            "training_set", new StructType().add("n", DataTypes.LongType, false), List.of(), List.of("n"));

    private final String bucket = EMULATOR.bucket();
    private final String out = "s3://" + bucket + "/plant";

    @TempDir
    private Path folder;

    @BeforeEach
    void point_hadoop_there_and_write_a_table_twice() throws IOException {
        EmulatedS3.pointHadoopThere();
        TinyFleet.write(Files.createDirectory(folder.resolve("landing")));
        Files.writeString(
                folder.resolve("pipeline.yaml"),
                TinyFleet.yaml(folder.resolve("landing")) + "aws: {endpoint: \"" + EMULATOR.address() + "\"}\n");
        Lake lake = Lake.open(TestSpark.session(), out + "/lake", "run-1");
        for (int version = 0; version < 2; version++) {
            lake.overwrite(TestSpark.session().range(0, 100, 1, 5).toDF("n"), TABLE, Map.of());
        }
    }

    @AfterEach
    void point_hadoop_back() {
        EmulatedS3.pointHadoopBack();
    }

    private List<String> parquetFiles() {
        return EMULATOR
                .s3()
                .listObjectsV2(request -> request.bucket(bucket).prefix("plant/lake/training_set/"))
                .contents()
                .stream()
                .map(S3Object::key)
                .filter(key -> key.endsWith(".parquet"))
                .toList();
    }

    @Test
    void tables_in_a_bucket_are_compacted_rid_of_old_files_and_entered_in_the_catalogue() {
        String database = Emulator.fresh("plant");
        Screen screen = new Screen();
        assertThat(parquetFiles()).hasSize(10);

        int exitCode = screen.run(
                "maintain",
                "--config",
                folder.resolve("pipeline.yaml").toString(),
                "--out",
                out,
                "--vacuum",
                "0h",
                "--catalog",
                database);

        assertThat(exitCode).as(screen.err()).isZero();
        assertThat(screen.out()).contains("5 files before, 1 after", "1 tables entered in the database " + database);
        assertThat(parquetFiles()).hasSize(1);
        assertThat(Lake.open(TestSpark.session(), out + "/lake", "run-2")
                        .read("training_set")
                        .count())
                .isEqualTo(100);
        List<Table> entered = EMULATOR.glue()
                .getTables(request -> request.databaseName(database))
                .tableList();
        assertThat(entered).singleElement().satisfies(table -> {
            assertThat(table.name()).isEqualTo("training_set");
            assertThat(table.storageDescriptor().location()).isEqualTo(out + "/lake/training_set");
            assertThat(table.storageDescriptor().columns()).singleElement().satisfies(column -> assertThat(
                            column.name() + " " + column.type())
                    .isEqualTo("n bigint"));
        });
    }
}
