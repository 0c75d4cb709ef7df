package io.millwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.lake.MillwrightException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttemptTest {

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void work_that_ends_keeps_its_exit_code_and_says_nothing() {
        assertThat(Attempt.at("plan", console(), attempt -> 0)).isZero();
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void an_operators_error_is_its_sentence_and_its_category() {
        assertThat(failed(MillwrightException.configuration("no such zone"))).isEqualTo(2);
        assertThat(failed(MillwrightException.data("the file is empty"))).isEqualTo(3);
        assertThat(failed(new IllegalStateException(MillwrightException.data("wrapped"))))
                .isEqualTo(3);

        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "millwright plan: no such zone",
                        "millwright plan: the file is empty",
                        "millwright plan: wrapped");
    }

    @Test
    void a_service_that_does_not_answer_may_answer_the_next_time() {
        assertThat(failed(new UnknownHostException("bucket.example"))).isEqualTo(4);

        assertThat(err.toString(StandardCharsets.UTF_8)).contains("bucket.example", "a retry may help");
    }

    @Test
    void anything_else_is_a_bug_whose_trace_is_in_the_log() {
        assertThat(failed(new IllegalStateException("windows must be >= 1, got 0")))
                .isEqualTo(70);
        assertThat(failed(new StackOverflowError())).isEqualTo(70);

        Path log = folder.resolve("logs/plan.log");
        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .hasSize(2)
                .allMatch(line -> line.contains("bug") && line.contains(log.toString()));
        assertThat(log).content().contains("windows must be >= 1, got 0", "StackOverflowError", "\tat ");
    }

    private int failed(Throwable error) {
        return Attempt.at("plan", console(), attempt -> {
            attempt.logIn(folder);
            if (error instanceof Error fatal) {
                throw fatal;
            }
            throw (Exception) error;
        });
    }

    private Console console() {
        return new Console(System.out, new PrintStream(err, true, StandardCharsets.UTF_8), false, false);
    }
}
