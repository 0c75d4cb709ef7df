package io.millwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.aws.testing.Emulator;
import io.millwright.features.table.FeatureCatalogue;
import io.millwright.features.table.FeatureGroups;
import io.millwright.lake.Lake;
import io.millwright.lake.TableSpec;
import io.millwright.lake.testing.TestSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The command, to a folder and to an AWS of this machine. */
class ExportFeaturesTest {

    private static final List<String> FEATURES = List.of("context__age_days");

    @TempDir
    private Path folder;

    private Lake lake;

    @BeforeEach
    void a_lake_with_a_feature_group() throws IOException {
        Files.createDirectory(folder.resolve("landing"));
        lake = Lake.open(TestSpark.session(), folder.resolve("out/lake").toString(), "run");
        List<Row> rows = new ArrayList<>();
        for (int day = 1; day <= 4; day++) {
            for (String machine : List.of("m-1", "m-2")) {
                Timestamp moment = Timestamp.from(Instant.parse("2026-02-0" + day + "T06:00:00Z"));
                rows.add(RowFactory.create(machine, moment, day == 2 ? null : day / 3.0, "pump"));
            }
        }
        TableSpec table = FeatureGroups.table(FeatureGroups.CONTEXT, FEATURES);
        lake.overwrite(lake.spark().createDataFrame(rows, table.schema()), table, Map.of());
        Row entry = RowFactory.create(
                FEATURES.get(0), FeatureGroups.CONTEXT, "", "d", null, "", "1", null, "age", "age", null, 0);
        lake.overwrite(
                lake.spark().createDataFrame(List.of(entry), FeatureCatalogue.SCHEMA),
                FeatureCatalogue.TABLE,
                Map.of());
    }

    private int run(Screen screen, String aws, String... more) throws IOException {
        return screen.run(command(aws, more));
    }

    private String[] command(String aws, String... more) throws IOException {
        Path pipelineFile =
                Files.writeString(folder.resolve("pipeline.yaml"), TinyFleet.yaml(folder.resolve("landing")) + aws);
        List<String> args = new ArrayList<>(List.of(
                "export-features",
                "--config",
                pipelineFile.toString(),
                "--out",
                folder.resolve("out").toString()));
        args.addAll(List.of(more));
        return args.toArray(String[]::new);
    }

    @Test
    void to_a_folder_below_the_results() throws IOException {
        Screen screen = new Screen();

        int exported = screen.runSubmitted(command(""));

        assertThat(exported).as(screen.err()).isZero();
        Path data = folder.resolve("out/feature-store/millwright-context/data");
        assertThat(screen.out())
                .contains("8 rows to 1 feature groups", "millwright-context", data.toString(), "Next: ");
        assertThat(screen.out().lines().reduce((any, last) -> last).orElseThrow())
                .as("for those who search the logs of a platform")
                .matches("\\{\"job\":\"export-features\",\"run_id\":\"[0-9a-f]{12}\",\"seconds\":\\d+\\.\\d,"
                        + "\"did\":\\{\"export-features\":\"8 rows to 1 feature groups[^\"]*\"},\"exit_code\":0}");
        try (Stream<Path> files = Files.walk(data)) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(4);
        }
        assertThat(folder.resolve("out/feature-store.json"))
                .as("what a VACUUM asks before it takes away")
                .content()
                .isEqualToIgnoringWhitespace("{\"versions\": {\"" + FeatureGroups.CONTEXT + "\": 0}}");
    }

    @Test
    void to_sagemaker_where_the_pipeline_file_names_it() throws IOException {
        Emulator emulator = Emulator.started();
        String bucket = emulator.bucket();
        Screen screen = new Screen();

        int exported = run(screen, """
                aws:
                  endpoint: %s
                  feature_store:
                    prefix: %s
                    location: s3://%s/features
                    role: arn:aws:iam::111122223333:role/feature-store
                """.formatted(emulator.address(), Emulator.fresh("conveyors"), bucket));

        assertThat(exported).as(screen.err()).isZero();
        assertThat(screen.out()).contains("8 rows to 1 feature groups", "s3://" + bucket + "/features/");
        assertThat(offline(emulator, bucket)).isEqualTo(table()).hasSize(8);
    }

    /** The rows of every Parquet file of the bucket that the store's documented query reads. */
    private List<String> offline(Emulator emulator, String bucket) throws IOException {
        Path loaded = Files.createDirectory(folder.resolve("loaded"));
        List<String> keys = emulator.s3().listObjectsV2(request -> request.bucket(bucket)).contents().stream()
                .map(S3Object::key)
                .filter(key -> key.endsWith(".parquet"))
                .toList();
        for (String key : keys) {
            Path file = loaded.resolve(key.substring(key.indexOf("year=")));
            Files.createDirectories(file.getParent());
            emulator.s3().getObject(request -> request.bucket(bucket).key(key), file);
        }
        lake.spark().read().parquet(loaded.toString()).createOrReplaceTempView("offline_context");
        return texts(lake.spark().sql("""
                SELECT equipment_id, as_of, context__age_days FROM
                  (SELECT *, row_number() OVER (PARTITION BY equipment_id, as_of
                     ORDER BY api_invocation_time DESC, write_time DESC) AS row_num
                   FROM offline_context)
                WHERE row_num = 1 AND NOT is_deleted
                  AND year = 2026 AND month = 2 AND hour = 6
                """).collectAsList());
    }

    private List<String> table() {
        return texts(lake.read(FeatureGroups.CONTEXT)
                .selectExpr("equipment_id", "date_format(as_of, \"yyyy-MM-dd'T'HH:mm:ss.SSS'Z'\")", "context__age_days")
                .collectAsList());
    }

    private static List<String> texts(List<Row> rows) {
        return rows.stream().map(Row::toString).sorted().toList();
    }

    @Test
    void an_interval_is_refused() throws IOException {
        Screen screen = new Screen();

        int exitCode = run(screen, "", "--from", "2026-01-01", "--to", "2026-02-01");

        assertThat(exitCode).isEqualTo(2);
        assertThat(screen.err()).contains("export-features takes no interval");
    }
}
