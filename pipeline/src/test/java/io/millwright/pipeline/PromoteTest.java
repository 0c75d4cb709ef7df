package io.millwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.aws.testing.Emulator;
import io.millwright.aws.testing.Mailbox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was registered last, version 2, after a person looked at it. */
class PromoteTest {

    private final Emulator emulator = Emulator.started();
    private final Mailbox bus = emulator.bus();
    private final Screen screen = new Screen();

    @TempDir
    private Path folder;

    @BeforeEach
    void two_models_of_which_the_evaluation_registered_the_second() throws IOException {
        Path landing = Files.createDirectory(folder.resolve("landing"));
        TinyFleet.write(landing);
        Files.writeString(
                folder.resolve("pipeline.yaml"),
                TinyFleet.yaml(landing)
                        + "aws: {endpoint: \"%s\", events: {bus: %s}}\n".formatted(emulator.address(), bus.address()));
        byte[] policy = "{}".getBytes(StandardCharsets.UTF_8);
        MaintainCommandTest.register(folder, "robust_z", Map.of("failure/fails/policy.json", policy));
        MaintainCommandTest.register(folder, "age", Map.of("failure/fails/policy.json", policy));
        evaluated("\"2\"");
    }

    private void evaluated(String registered) throws IOException {
        Files.writeString(
                folder.resolve("out/metrics.json"), "{\"champion\": {\"version\": %s}}".formatted(registered));
    }

    private int millwright(String... words) {
        String[] all = java.util.Arrays.copyOf(words, words.length + 4);
        all[words.length] = "--config";
        all[words.length + 1] = folder.resolve("pipeline.yaml").toString();
        all[words.length + 2] = "--out";
        all[words.length + 3] = folder.resolve("out").toString();
        return screen.run(all);
    }

    @Test
    void it_becomes_champion_once_it_is_approved_and_a_retry_changes_nothing_and_tells_nobody() throws IOException {
        int pending = millwright("promote");
        int approved = millwright("models", "approve", "2", "--reason", "checked with the crew");
        bus.letters();

        int promoted = millwright("promote");
        String first = Files.readString(folder.resolve("out/registry/champion.json"));
        int again = millwright("promote", "--run-id", "a-retry");
        int byHand = millwright("models", "promote", "2", "--reason", "once more");

        assertThat(pending).isEqualTo(2);
        assertThat(approved + promoted + again + byHand).as(screen.err()).isZero();
        assertThat(screen.err()).contains("model version 2 is pending and so cannot be champion; approve it first");
        assertThat(screen.out())
                .contains("model version 2 (age) is champion now")
                .contains("model version 2 (age) was champion already")
                .contains("Version 2 was champion already, and stays so.");
        assertThat(folder.resolve("out/registry/champion.json")).hasContent(first);
        assertThat(bus.letters()).singleElement().satisfies(event -> {
            assertThat(event.path("detail-type").asText()).isEqualTo("Model promoted");
            assertThat(event.at("/detail/model_version").asText()).isEqualTo("2");
            assertThat(event.at("/detail/candidate").asText()).isEqualTo("age");
        });
    }

    @Test
    void a_model_that_was_only_evaluated_is_not_there_to_promote() throws IOException {
        evaluated("null");

        assertThat(millwright("promote")).isEqualTo(3);
        assertThat(screen.err()).contains("is not registered yet; run ./millwright register first");
    }
}
