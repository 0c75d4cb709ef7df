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

    private static final String FLEET =
            "peers and roll-ups, where there are any: rows of all machines at these moments";
    private static final Rewrites.Rows THIRD_DAY = new Rewrites.Rows(THIRD, FOURTH);

    @Test
    void a_machine_is_named_with_its_tiles_its_rows_and_the_reasons() {
        Rewrites.Machine pump =
                new Rewrites.Machine("pump-7", 3, 0, 1_200, 1, false, 0, List.of(THIRD_DAY), List.of(THIRD_DAY));

        assertThat(RewriteScreen.lines(new Rewrites("", FOURTH, NINTH, List.of(pump)), 0))
                .containsExactly(
                        "all machines: rows in (2026-01-04T00:00:00Z, 2026-01-09T00:00:00Z], the end of the data moved",
                        "pump-7: tiles 3 came late, 1,200 hold other readings, 1 are withdrawn; rows in"
                                + " (2026-01-03T00:00:00Z, 2026-01-04T00:00:00Z]",
                        FLEET);
    }

    @Test
    void records_are_named_with_the_rows_of_the_groups_that_know_of_them() {
        Rewrites.Machine pump = new Rewrites.Machine(
                "pump-7", 0, 0, 0, 0, false, 2, List.of(), List.of(new Rewrites.Rows(THIRD, NINTH)));
        Rewrites.Machine both = new Rewrites.Machine(
                "pump-8", 3, 0, 0, 0, false, 1, List.of(THIRD_DAY), List.of(new Rewrites.Rows(THIRD, NINTH)));

        assertThat(RewriteScreen.lines(new Rewrites("", NINTH, NINTH, List.of(pump, both)), 0))
                .containsExactly(
                        "pump-7: 2 records came, were changed or withdrawn; rows of all groups but the time domain in"
                                + " (2026-01-03T00:00:00Z, 2026-01-09T00:00:00Z]",
                        "pump-8: tiles 3 came late, 1 records came, were changed or withdrawn; rows in"
                                + " (2026-01-03T00:00:00Z, 2026-01-04T00:00:00Z]; rows of all groups but the time domain in"
                                + " (2026-01-03T00:00:00Z, 2026-01-09T00:00:00Z]",
                        FLEET);
    }

    @Test
    void nothing_to_do_is_said() {
        assertThat(RewriteScreen.lines(new Rewrites("", NINTH, NINTH, List.of()), 0))
                .containsExactly(
                        "nothing: of what is ingested no reading or record came late, was corrected or withdrawn");
        assertThat(RewriteScreen.lines(new Rewrites("no table yet", NINTH, NINTH, List.of()), 0))
                .containsExactly("everything: no table yet");
    }

    @Test
    void files_that_are_not_ingested_yet_are_told_of() {
        String told =
                "1,200 landing files of readings or waveforms have not been ingested by this pipeline file as they"
                        + " are now; run ingest, then plan again, to see what they touch";
        assertThat(RewriteScreen.lines(new Rewrites("", NINTH, NINTH, List.of()), 1_200))
                .endsWith(told);
        assertThat(RewriteScreen.lines(new Rewrites("no table yet", NINTH, NINTH, List.of()), 1_200))
                .endsWith(told);
    }
}
