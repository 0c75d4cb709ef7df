package io.millwright.pipeline.score;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.lake.config.Severity;
import io.millwright.lake.watch.Notice;
import io.millwright.worklist.Status;
import io.millwright.worklist.Tier;
import io.millwright.worklist.WorklistRow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WorklistNoticeTest {

    private static final Instant AS_OF = Instant.parse("2025-06-01T00:00:00Z");

    private static WorklistRow row(int rank, Tier tier, Status status, String machine) {
        return new WorklistRow(
                rank == 0 ? OptionalInt.empty() : OptionalInt.of(rank),
                tier,
                status,
                "site",
                machine,
                "bearing",
                "wear",
                Severity.HIGH,
                40,
                0.8,
                48,
                10,
                20,
                30,
                List.of(),
                "inspect",
                2,
                "",
                0,
                Optional.empty(),
                Optional.empty(),
                1000,
                AS_OF,
                "3");
    }

    @Test
    void a_list_is_told_by_its_tiers_and_the_machines_that_are_newly_on_it() {
        List<WorklistRow> rows = List.of(
                row(1, Tier.HIGH, Status.NEW, "M-2"),
                row(2, Tier.MEDIUM, Status.ONGOING, "M-1"),
                row(3, Tier.MEDIUM, Status.NEW, "M-2"),
                row(0, Tier.INFO, Status.NEW, "M-7"));

        Notice notice = WorklistNotice.of(AS_OF, rows, "3", true);

        assertThat(notice.severity()).isEqualTo(Notice.Severity.INFO);
        assertThat(notice.headline()).isEqualTo("work list of 2025-06-01T00:00:00Z: 3 jobs, 1 of tier high");
        assertThat(notice.body()).startsWith("Newly on it: M-2. worklist.csv").doesNotContain("not promoted");
        assertThat(notice.facts())
                .containsEntry("tier_high", "1")
                .containsEntry("tier_medium", "2")
                .containsEntry("tier_low", "0")
                .containsEntry("tier_info", "1")
                .containsEntry("newly_listed", "1")
                .containsEntry("newly_listed_machines", "M-2")
                .containsEntry("model_version", "3");
    }

    @Test
    void of_many_new_machines_ten_are_named_and_a_candidates_list_says_that_it_is_one() {
        List<WorklistRow> rows = IntStream.rangeClosed(1, 12)
                .mapToObj(rank -> row(rank, Tier.LOW, Status.NEW, "M-" + rank))
                .toList();

        Notice notice = WorklistNotice.of(AS_OF, rows, "3", false);

        assertThat(notice.body()).contains("M-9, M-10 and 2 more. ", "was not promoted");
        assertThat(notice.facts()).containsEntry("newly_listed", "12");
    }

    @Test
    void an_empty_list_is_told_too() {
        Notice notice = WorklistNotice.of(AS_OF, List.of(), "3", true);

        assertThat(notice.headline()).isEqualTo("work list of 2025-06-01T00:00:00Z: 0 jobs, 0 of tier high");
        assertThat(notice.body()).startsWith("No machine is newly on it.");
    }
}
