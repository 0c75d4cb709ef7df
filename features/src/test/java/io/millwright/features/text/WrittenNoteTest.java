package io.millwright.features.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WrittenNoteTest {

    private static WrittenNote note(long timeMs, long knownMs, String text) {
        return new WrittenNote("order-1", timeMs, knownMs, text);
    }

    @Test
    void in_time_a_version_is_known_when_its_work_was_done_unless_a_later_one_took_its_place() {
        WrittenNote opened = note(10, 10, "leaks");
        WrittenNote closedLate = note(20, 90, "seal replaced");

        assertThat(WrittenNote.inTime(List.of(opened, closedLate)))
                .containsExactlyInAnyOrder(opened, note(20, 20, "seal replaced"));
        assertThat(WrittenNote.inTime(List.of(note(20, 20, "no leak"), closedLate)))
                .as("corrected")
                .containsExactly(note(20, 20, "seal replaced"));
        assertThat(WrittenNote.inTime(List.of(note(20, 20, "no leak"), note(15, 90, "leaks"))))
                .as("corrected to have been earlier")
                .containsExactly(note(15, 15, "leaks"));
    }
}
