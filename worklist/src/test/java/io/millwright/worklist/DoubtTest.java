package io.millwright.worklist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millwright.worklist.Doubt.Case;
import java.util.List;
import org.junit.jupiter.api.Test;

class DoubtTest {

    @Test
    void doubt_is_greatest_at_a_half_and_none_where_the_model_is_sure() {
        assertThat(new Case("m", "k", 0.5).bits()).isCloseTo(1, within(1e-12));
        assertThat(new Case("m", "k", 0).bits()).isZero();
        assertThat(new Case("m", "k", 1).bits()).isZero();
        assertThat(new Case("m", "k", 0.1).bits())
                .isCloseTo(new Case("m", "k", 0.9).bits(), within(1e-12))
                .isCloseTo(0.46899559, within(1e-8));
    }

    @Test
    void kinds_take_turns_and_the_most_doubtful_of_a_kind_comes_first() {
        List<Case> cases = List.of(
                new Case("sure", "bearing", 0.01),
                new Case("a", "bearing", 0.5),
                new Case("b", "bearing", 0.45),
                new Case("c", "belt", 0.2));

        assertThat(Doubt.mostTelling(cases, 3)).extracting(Case::equipmentId).containsExactly("a", "c", "b");
        assertThat(Doubt.mostTelling(List.of(), 3)).isEmpty();
    }
}
