package io.millwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.aws.testing.Emulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;

/** A run whose pipeline file, rules, lake and results are in a bucket, stopped by a rule that must hold. */
@Tag("full")
class StoppedInBucketTest {

    private static final Emulator EMULATOR = Emulator.started();

    private final String bucket = EMULATOR.bucket();

    @TempDir
    private Path folder;

    @BeforeEach
    void a_plant_in_a_bucket() throws IOException {
        EmulatedS3.pointHadoopThere();
        TinyFleet.write(Files.createDirectory(folder.resolve("landing")));
        put("plant/pipeline.yaml", TinyFleet.yaml(folder.resolve("landing")));
        put("plant/rules/series.dqdl", "Rules = [\n    # gate\n    RowCount > 1000000\n]\n");
    }

    @AfterEach
    void point_hadoop_back() {
        EmulatedS3.pointHadoopBack();
    }

    private void put(String key, String content) {
        EMULATOR.s3().putObject(request -> request.bucket(bucket).key(key), RequestBody.fromString(content));
    }

    private int run(Screen screen) {
        return screen.run(
                "run", "--config", "s3://" + bucket + "/plant/pipeline.yaml", "--out", "s3://" + bucket + "/results");
    }

    @Test
    void it_goes_on_with_the_stage_it_was_stopped_in() {
        Screen first = new Screen();
        Screen again = new Screen();

        assertThat(run(first)).as(first.err()).isEqualTo(3);
        assertThat(run(again)).as(again.err()).isEqualTo(3);

        assertThat(first.out()).doesNotContain("done before the run was stopped");
        assertThat(again.out()).containsPattern("ingest .*done before the run was stopped");
        assertThat(again.err()).contains("RowCount > 1000000");
    }
}
