package io.millwright.pipeline.evaluate;

import io.millwright.evaluation.rul.KaplanMeier;
import io.millwright.pipeline.evaluate.EvaluationInput.RulRow;
import java.util.List;
import java.util.Map;

/** What evaluation reads of a lake where nothing but remaining life is asked for. */
final class OnlyLives {

    private OnlyLives() {}

    /**
     * Of rows that were said something of.
     *
     * @param before of test units, rows before their last
     * @param learned by fold, how long lives of its training period lasted
     */
    static EvaluationInput of(List<RulRow> tests, List<RulRow> before, Map<Integer, KaplanMeier> learned) {
        return new EvaluationInput(
                List.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                new EvaluationInput.Lives(tests, before, learned));
    }
}
