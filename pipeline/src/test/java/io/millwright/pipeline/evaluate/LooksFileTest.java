package io.millwright.pipeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millwright.evaluation.LooksLedger;
import io.millwright.evaluation.TimeWindow;
import io.millwright.lake.MillwrightException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LooksFileTest {

    private static final TimeWindow MARCH =
            new TimeWindow(Instant.parse("2025-03-01T00:00:00Z"), Instant.parse("2025-04-01T00:00:00Z"));
    private static final TimeWindow LATER =
            new TimeWindow(Instant.parse("2025-03-08T00:00:00Z"), Instant.parse("2025-04-08T00:00:00Z"));

    @TempDir
    private Path registry;

    private static LooksFile.Standing look(LooksFile looks, TimeWindow test, LooksLedger.Run run) {
        return looks.keep(List.of(test), looks.ask(List.of(test), run, Optional.empty()));
    }

    @Test
    void looks_are_kept_as_they_always_were_and_known_again() throws IOException {
        Path file = registry.resolve("looks.json");
        Files.writeString(file, """
                {"looks": [{"key": {"window": "2025-03-01T00:00:00Z/2025-04-01T00:00:00Z", "training_set_hash": "rows",
                  "configuration_hash": "config", "training_code_hash": "code"}, "reason": ""}]}
                """);
        LooksFile looks = new LooksFile(registry);

        assertThat(look(looks, MARCH, new LooksLedger.Run("rows", "config", "code")))
                .isEqualTo(new LooksFile.Standing(1, List.of()));
        assertThatThrownBy(() -> look(looks, LATER, new LooksLedger.Run("rows", "other", "code")))
                .isInstanceOf(MillwrightException.class)
                .hasMessageContaining("rows of the test window 2025-03-08T00:00:00Z/2025-04-08T00:00:00Z");
        assertThat(look(looks, LATER, new LooksLedger.Run("more", "config", "code")))
                .isEqualTo(new LooksFile.Standing(2, List.of(LooksLedger.DATA_CAME_IN)));
        assertThat(file)
                .content()
                .contains(
                        "\"window\" : \"2025-03-01T00:00:00Z/2025-04-01T00:00:00Z\"",
                        "\"window\" : \"2025-03-08T00:00:00Z/2025-04-08T00:00:00Z\"",
                        "\"training_set_hash\" : \"more\"");
    }
}
