package io.millwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What can be asked of a run once it has ended. */
class AfterRunIT {

    private static Path out;

    @BeforeAll
    static void a_run_ended() throws Exception {
        out = SmallFleet.copyOfUndisturbed("after-run");
    }

    @Test
    void a_registered_version_is_rebuilt_by_its_command_and_a_changed_byte_of_it_is_told() throws Exception {
        Screen screen = new Screen();

        assertThat(screen.run(reproduce())).as(screen.err()).isZero();

        assertThat(screen.out()).contains("rebuilt: the same model").doesNotContain("DIFFERENT");
        assertThat(out.resolve("model-card.html")).content().contains("Rebuilt bit for bit: yes.");
        changeAByte(out.resolve("registry/versions/1/package/model"));
        assertThat(screen.run(reproduce())).isEqualTo(3);
        assertThat(screen.err()).contains("the package was changed after it was made");
    }

    private static String[] reproduce() {
        return new String[] {
            "reproduce", "1", "--config", SmallFleet.pipelineFile().toString(), "--out", out.toString()
        };
    }

    private static void changeAByte(Path model) throws IOException {
        try (Stream<Path> files = Files.walk(model)) {
            Path file = files.filter(Files::isRegularFile).min(Path::compareTo).orElseThrow();
            byte[] content = Files.readAllBytes(file);
            content[content.length / 2] ^= 1;
            Files.write(file, content);
        }
    }

    /** Nothing is fitted: the ledger answers first. */
    @Test
    void a_learning_curve_under_another_configuration_is_another_look_at_the_tests() throws Exception {
        Path other = Files.writeString(
                SmallFleet.pipelineFile().resolveSibling("pipeline-of-other-costs.yaml"),
                Files.readString(SmallFleet.pipelineFile()).replace("planned: 90000", "planned: 80000"));
        Screen screen = new Screen();

        int refused =
                screen.run("learning-curve", "--config", other.toString(), "--out", out.toString(), "--failures", "2");

        assertThat(refused).isEqualTo(2);
        assertThat(screen.err()).contains("have been looked at 1 time", "--look-again");
    }
}
