package io.millwright.pipeline.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ListCautionsTest {

    private static final Instant TRAINED_TO = Instant.parse("2025-06-01T00:00:00Z");

    private static String lookingBack(Instant asOf) {
        return FleetScoring.lookingBack("3", Optional.of(TRAINED_TO), asOf);
    }

    @Test
    void a_list_of_the_last_moment_its_model_learned_from_or_later_needs_no_word() {
        assertThat(lookingBack(TRAINED_TO)).isEmpty();
        assertThat(lookingBack(TRAINED_TO.plusSeconds(1))).isEmpty();
        assertThat(FleetScoring.lookingBack("3", Optional.empty(), TRAINED_TO)).isEmpty();
    }

    @Test
    void a_list_of_an_earlier_moment_says_that_its_model_learned_from_what_came_after() {
        assertThat(lookingBack(TRAINED_TO.minusSeconds(1)))
                .isEqualTo(
                        "LOOKING BACK: version 3 learned from data up to 2025-06-01T00:00:00Z, after this list's moment;"
                                + " what it foretells here it may have seen.\n");
    }

    @Test
    void a_list_whose_lives_promise_no_coverage_says_so() {
        assertThat(FleetScoring.notCalibrated("3", true)).isEmpty();
        assertThat(FleetScoring.notCalibrated("3", false))
                .startsWith("NOT CALIBRATED: too few lives had ended for version 3")
                .hasLineCount(1);
    }

    @Test
    void a_candidates_list_says_what_the_rule_has_against_its_model() {
        assertThat(FleetScoring.notPromoted(false, List.of("the slope is 2", "nothing is saved"), "3"))
                .isEqualTo("NOT PROMOTED: the promotion rule objects to version 3: the slope is 2; nothing is saved;"
                        + " this list is a candidate's opinion.\n");
        assertThat(FleetScoring.notPromoted(false, List.of(), "3"))
                .as("demoted since")
                .isEqualTo("NOT PROMOTED: version 3 is not the champion; this list is a candidate's opinion.\n");
    }

    @Test
    void a_list_of_a_model_that_only_waits_for_approval_says_that_and_how_to_approve() {
        assertThat(FleetScoring.notPromoted(true, List.of(), "3"))
                .startsWith("NOT PROMOTED: ")
                .contains(
                        "no objection",
                        "waits for a person",
                        "./millwright models approve 3 --reason",
                        "./millwright promote")
                .doesNotContain("objects")
                .hasLineCount(1);
    }

    /** A run over an interval that goes on after the data is a list of the data's end, and says so; a day without readings is none. */
    @Test
    void a_list_asked_for_long_after_the_last_reading_is_of_the_last_reading() {
        Duration silence = Duration.ofDays(7);
        Instant end = TRAINED_TO;
        Instant soon = end.plus(silence);
        Instant late = soon.plusMillis(1);

        assertThat(FleetScoring.moment(Optional.empty(), end, silence)).isEqualTo(end);
        assertThat(FleetScoring.moment(Optional.of(soon), end, silence)).isEqualTo(soon);
        assertThat(FleetScoring.moment(Optional.of(late), end, silence)).isEqualTo(end);
        assertThat(FleetScoring.nobodyLater(Optional.of(soon), soon)).isEmpty();
        assertThat(FleetScoring.nobodyLater(Optional.of(late), end))
                .contains("nobody has sent anything after " + end, "not of " + late);
    }
}
