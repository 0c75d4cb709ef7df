package io.millwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millwright.aws.testing.Emulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The assembled jar as the launcher starts it: {@code examples/aws-emulated.yaml} gives what the same run in folders gives. */
class RunOnAwsIT {

    private static final Path EXAMPLE = Path.of("../examples/aws-emulated.yaml");

    @TempDir
    private Path folder;

    @Test
    void figures_and_work_list_are_those_of_a_run_in_folders() throws Exception {
        Emulator emulator = Emulator.started();
        String bucket = emulator.bucket();
        Map<String, String> environment = Map.of(
                "MILLWRIGHT_BUCKET",
                bucket,
                "MILLWRIGHT_AWS_ENDPOINT",
                emulator.address().toString(),
                "AWS_REGION",
                Emulator.REGION,
                "AWS_ACCESS_KEY_ID",
                "nobody",
                "AWS_SECRET_ACCESS_KEY",
                "nothing");
        Path inFolders = Files.writeString(folder.resolve("pipeline.yaml"), withoutAws(Files.readString(EXAMPLE)));
        String out = folder.resolve("here").toString();
        for (String job : List.of("generate", "run")) {
            done(job, environment, List.of(job, "--config", EXAMPLE.toString()));
            done(job, Map.of(), List.of(job, "--config", inFolders.toString(), "--out", out));
        }
        Path fetched = Files.createDirectory(folder.resolve("there"));
        for (String name : List.of("metrics.json", "worklist.csv")) {
            Files.write(
                    fetched.resolve(name),
                    emulator.s3()
                            .getObjectAsBytes(request -> request.bucket(bucket).key("emulated/" + name))
                            .asByteArray());
        }

        assertThat(figures(fetched)).isEqualTo(figures(Path.of(out)));
        assertThat(fetched.resolve("worklist.csv"))
                .hasSameTextualContentAs(Path.of(out).resolve("worklist.csv"));
    }

    private void done(String job, Map<String, String> environment, List<String> arguments)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(Child.java(arguments));
        builder.environment().putAll(environment);
        Child.requireDone(Child.start(builder, folder.resolve(job + ".txt")));
    }

    private static String withoutAws(String yaml) {
        return yaml.substring(0, yaml.indexOf("\naws:")).replace("s3://${MILLWRIGHT_BUCKET:plant}/emulated/", "");
    }

    /** Without the key of the look, which knows the pipeline file, whose places differ. */
    private static JsonNode figures(Path out) throws IOException {
        ObjectNode figures = (ObjectNode) SmallFleet.figures(out);
        ((ObjectNode) figures.path("looks")).remove("key");
        return figures;
    }
}
