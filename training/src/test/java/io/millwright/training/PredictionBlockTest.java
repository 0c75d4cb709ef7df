package io.millwright.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.training.candidate.Candidate;
import io.millwright.training.candidate.Candidates;
import io.millwright.training.candidate.Search;
import io.millwright.training.candidate.Selection;
import io.millwright.training.matrix.TrainingData;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class PredictionBlockTest {

    private static final SparkSession NOT_ASKED_FOR = null;

    private final TrainingData data = SyntheticFleet.of(4, 60, 1);
    private final TrainingSpec spec = SyntheticFleet.spec(List.of("age_based"));

    @Test
    void pieces_hold_the_rows_of_the_whole_in_its_order() {
        OuterFold fold = OuterFolds.of(spec, data).get(0);
        Candidate byAge =
                Candidates.named("age_based", List.of(), Selection.all(), Search.of(0, List.of()), NOT_ASKED_FOR);
        PredictionBlock whole = PredictionBlock.outOfFold(
                data.matrix(), FailureRun.of(fold, spec.targets().get(0), byAge, data, spec), "validation");

        List<PredictionBlock> pieces = whole.pieces(50).toList();

        assertThat(pieces).hasSizeGreaterThan(2).allMatch(piece -> piece.size() <= 50);
        List<Row> together = new ArrayList<>();
        pieces.forEach(piece -> piece.rows().forEachRemaining(together::add));
        List<Row> all = new ArrayList<>();
        whole.rows().forEachRemaining(all::add);
        assertThat(together).isEqualTo(all);
        assertThat(whole.pieces(whole.size())).containsExactly(whole);
    }
}
