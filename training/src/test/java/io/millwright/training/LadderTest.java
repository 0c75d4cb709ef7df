package io.millwright.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millwright.training.calibration.Isotonic;
import io.millwright.training.candidate.FittedModel;
import io.millwright.training.candidate.ModelFiles;
import io.millwright.training.failure.FailureModel;
import io.millwright.training.matrix.TrainingData;
import io.millwright.training.table.Predictions;
import io.millwright.training.table.Role;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Three targets that contradict one another: 24 h are called more probable than 3 days, and so are 2 to 7 days, which ask another thing. */
class LadderTest {

    private static final double ALWAYS = 0.8;
    private static final double RARELY = 0.2;

    private static final FittedModel NEVER_ALERTS = ModelFiles.read(
            Map.of("policy.json", "{\"columns\":[],\"normals\":{},\"fleet\":[]}".getBytes(StandardCharsets.UTF_8)));

    private static final List<TrainingSpec.Target> TARGETS =
            List.of(target("later", 72, 0), target("with_lead", 168, 48), target("soon", 24, 0));

    private final TrainingSpec spec = SyntheticFleet.spec(List.of("xgboost"), TARGETS);

    private static TrainingSpec.Target target(String name, int horizonHours, int leadHours) {
        return new TrainingSpec.Target(
                name,
                Duration.ofHours(horizonHours).toMillis(),
                Duration.ofHours(leadHours).toMillis(),
                name.equals("soon"));
    }

    private static double said(String target) {
        return target.equals("soon") ? ALWAYS : RARELY;
    }

    @Test
    void a_registered_model_is_held_against_with_the_probabilities_it_acts_on() {
        List<RegisteredModel.OnTest> scored = new ArrayList<>();
        TARGETS.forEach(target -> scored.add(new RegisteredModel.OnTest(target.name(), 1, said(target), said(target))));

        RegisteredModel.agreeing(scored, spec.ladders());

        assertThat(scored).extracting(test -> test.test().probabilities()[0]).containsExactly(0.5, RARELY, 0.5);
        assertThat(scored)
                .extracting(test -> test.outOfFold().probabilities()[0])
                .containsExactly(0.5, RARELY, 0.5);
    }

    private static RegisteredModel.Rows said(TrainingSpec.Target target) {
        return new RegisteredModel.Rows(
                List.of("m"), new long[] {0}, new double[] {0}, new double[] {said(target.name())});
    }

    @Test
    void scoring_says_no_less_of_the_longer_horizon_of_the_same_lead() {
        Map<String, double[]> probabilities = new LinkedHashMap<>();
        TARGETS.forEach(target -> probabilities.put(target.name(), new double[] {said(target.name())}));

        Scoring.agree(probabilities, spec);

        assertThat(probabilities.get("soon")[0]).isCloseTo(0.5, within(1e-12));
        assertThat(probabilities.get("later")[0]).isCloseTo(0.5, within(1e-12));
        assertThat(probabilities.get("with_lead")).containsExactly(RARELY);
    }

    @Test
    void predictions_that_are_judged_agree_in_the_same_way() {
        TrainingData data = SyntheticFleet.of(3, 40, 1);
        OuterFold fold = OuterFolds.of(spec, data).get(0);
        int[] test = fold.testRows(data.matrix());
        List<PredictionBlock> blocks = new ArrayList<>();
        for (TrainingSpec.Target target : TARGETS) {
            FailureModel model = new FailureModel(
                    NEVER_ALERTS, Optional.of(new Isotonic(new double[] {0}, new double[] {said(target.name())})));
            FailureRun run = new FailureRun(
                    fold,
                    target,
                    "xgboost",
                    model,
                    new int[0],
                    new double[0],
                    test,
                    new double[test.length],
                    List.of(),
                    List.of());
            blocks.add(PredictionBlock.test(data.matrix(), run, Role.TEST, List.of(), List.of()));
        }

        spec.ladders().forEach(ladder -> PredictionBlock.agree(blocks, ladder));

        Map<String, double[]> written = new LinkedHashMap<>();
        for (int i = 0; i < blocks.size(); i++) {
            List<Row> rows = new ArrayList<>();
            blocks.get(i).rows().forEachRemaining(rows::add);
            int p = Predictions.SCHEMA.fieldIndex(Predictions.P);
            written.put(
                    TARGETS.get(i).name(),
                    rows.stream().mapToDouble(row -> row.getDouble(p)).toArray());
        }
        assertThat(test).isNotEmpty();
        assertThat(Arrays.stream(written.get("soon"))).allMatch(p -> Math.abs(p - 0.5) < 1e-12);
        assertThat(Arrays.stream(written.get("later"))).allMatch(p -> Math.abs(p - 0.5) < 1e-12);
        assertThat(Arrays.stream(written.get("with_lead"))).allMatch(p -> p == RARELY);
    }
}
