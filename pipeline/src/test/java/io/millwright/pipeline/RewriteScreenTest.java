package io.millwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.features.Rewrites;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RewriteScreenTest {

    private static final Instant THIRD = Instant.parse("2026-01-03T00:00:00Z");
    private static final Instant FOURTH = Instant.parse("2026-01-04T00:00:00Z");
    private static final Instant NINTH = Instant.parse("2026-01-09T00:00:00Z");

    @Test
    void a_machine_is_named_with_its_tiles_its_rows_and_the_reasons() {
        Rewrites.Machine pump =
                new Rewrites.Machine("pump-7", 3, 0, 1_200, 1, false, List.of(new Rewrites.Rows(THIRD, FOURTH)));

        assertThat(RewriteScreen.lines(new Rewrites("", FOURTH, NINTH, List.of(pump))))
                .containsExactly(
                        "all machines: rows in (2026-01-04T00:00:00Z, 2026-01-09T00:00:00Z], the end of the data moved",
                        "pump-7: tiles 3 came late, 1,200 hold other readings, 1 are withdrawn; rows in"
                                + " (2026-01-03T00:00:00Z, 2026-01-04T00:00:00Z]");
    }

    @Test
    void nothing_to_do_is_said() {
        assertThat(RewriteScreen.lines(new Rewrites("", NINTH, NINTH, List.of())))
                .containsExactly("nothing: no reading came late, was corrected or withdrawn");
    }
}
