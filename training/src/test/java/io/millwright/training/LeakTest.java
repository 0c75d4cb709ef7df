package io.millwright.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.evaluation.row.RowMetrics;
import io.millwright.lake.testing.TestSpark;
import io.millwright.training.candidate.Candidates;
import io.millwright.training.candidate.Search;
import io.millwright.training.candidate.Selection;
import io.millwright.training.explain.Explanations;
import io.millwright.training.explain.Feature;
import io.millwright.training.explain.Sentences;
import io.millwright.training.fitted.FittedSpecs;
import io.millwright.training.fitted.PcaSpec;
import io.millwright.training.fitted.ResidualSpec;
import io.millwright.training.knowledge.Incident;
import io.millwright.training.matrix.FailureLabels;
import io.millwright.training.matrix.SeverityLabels;
import io.millwright.training.matrix.TrainingData;
import io.millwright.training.matrix.TrainingMatrix;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeakTest {

    private static final Search SEARCH = Search.of(5, List.of("tribuo_forest"));

    private final TrainingData data = SyntheticFleet.of(8, 120, 7);
    private final TrainingSpec spec = SyntheticFleet.spec(List.of("xgboost"));
    private final OuterFold fold = OuterFolds.of(spec, data).get(0);
    private final TrainingSpec.Target target = spec.targets().get(0);

    private FailureRun run(String candidate, TrainingData on) {
        return FailureRun.of(
                fold,
                target,
                Candidates.named(candidate, spec.conditionSensors(), spec.selection(), SEARCH, TestSpark.session()),
                on,
                spec);
    }

    private static Map<String, String> hashes(Map<String, byte[]> files) {
        return files.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        file -> Integer.toHexString(Arrays.hashCode(file.getValue())),
                        (a, b) -> a,
                        TreeMap::new));
    }

    /** L9: what lies in the test leaves no trace in anything fitted. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "xgboost",
                "xgboost_smote",
                "robust_z",
                "logistic",
                "random_forest",
                "tribuo_forest",
                "ensemble",
                "searched"
            })
    void multiplying_the_test_rows_by_1000_changes_no_fitted_byte(String candidate) {
        Set<Integer> test = IntStream.of(fold.testRows(data.matrix())).boxed().collect(Collectors.toSet());
        TrainingMatrix poisoned =
                data.matrix().mapped((row, column, value) -> test.contains(row) ? value * 1000 : value);
        TrainingData withPoison = new TrainingData(poisoned, data.failures(), data.lives());

        FailureRun clean = run(candidate, data);
        FailureRun onPoison = run(candidate, withPoison);

        assertThat(hashes(onPoison.model().files()))
                .isEqualTo(hashes(clean.model().files()));
        assertThat(onPoison.outOfFold()).isEqualTo(clean.outOfFold());
        assertThat(onPoison.testScores()).isNotEqualTo(clean.testScores());
    }

    /**
     * L9 of the selection, which the other tests leave out: from the test's start on noise tells of failing and what told of it is noise.
     * A selection that saw those rows would choose otherwise.
     */
    @Test
    void what_lies_after_the_fold_leaves_no_trace_in_the_features_chosen() {
        Selection selection = new Selection(0.1);
        FailureLabels labels = data.failures().get(SyntheticFleet.TARGET);
        int temperature = SyntheticFleet.COLUMNS.indexOf("temp__24h__mean");
        int noise = SyntheticFleet.COLUMNS.indexOf("vib__24h__mean");
        TrainingMatrix poisoned = data.matrix()
                .mapped((row, column, value) -> before(fold, row)
                        ? value
                        : column == noise ? (labels.positive(row) ? 1000 : 0) : column == temperature ? 60 : value);
        int[] all = IntStream.range(0, poisoned.rows()).filter(labels::labelled).toArray();

        FailureRun clean = selected(selection, data);
        FailureRun onPoison = selected(selection, new TrainingData(poisoned, data.failures(), data.lives()));

        assertThat(clean.model().model().columns()).contains("temp__24h__mean").doesNotContain("vib__24h__mean");
        assertThat(onPoison.model().model().columns())
                .isEqualTo(clean.model().model().columns());
        assertThat(hashes(onPoison.model().files()))
                .isEqualTo(hashes(clean.model().files()));
        assertThat(onPoison.outOfFold()).isEqualTo(clean.outOfFold());
        assertThat(selection.of(poisoned.select(all), labels.select(all)).columns())
                .as("chosen on all rows")
                .contains("vib__24h__mean");
    }

    private boolean before(OuterFold fold, int row) {
        return data.matrix().asOfMillis(row) < fold.test().from().toEpochMilli();
    }

    private FailureRun selected(Selection selection, TrainingData on) {
        return FailureRun.of(
                fold,
                target,
                Candidates.named("tribuo_forest", spec.conditionSensors(), selection, SEARCH, TestSpark.session()),
                on,
                spec);
    }

    /** L9 of fitted features: refitted in each fold, on its training period alone. */
    @Test
    void the_test_leaves_no_trace_in_fitted_features_and_every_fold_has_its_own() {
        FittedSpecs specs = new FittedSpecs(
                List.of(new PcaSpec("both", List.of("temp__24h__mean", "vib__24h__mean"), 0.9)),
                List.of(new ResidualSpec("heat", "temp__24h__mean", List.of("vib__24h__mean"))));
        Set<Integer> test = IntStream.of(fold.testRows(data.matrix())).boxed().collect(Collectors.toSet());
        TrainingMatrix poisoned =
                data.matrix().mapped((row, column, value) -> test.contains(row) ? value * 1000 : value);
        OuterFold later = OuterFolds.of(spec, data).get(1);

        Map<String, String> clean = hashes(fold.fitted(data.matrix(), specs).files());

        assertThat(clean).containsOnlyKeys("pca.json", "residuals.json");
        assertThat(hashes(fold.fitted(poisoned, specs).files())).isEqualTo(clean);
        Map<String, String> next = hashes(later.fitted(data.matrix(), specs).files());
        Map<String, String> nextPoisoned = hashes(later.fitted(poisoned, specs).files());
        for (String file : clean.keySet()) {
            assertThat(next.get(file)).isNotEqualTo(clean.get(file));
            assertThat(nextPoisoned.get(file))
                    .as("the later fold trains on what the first one tests")
                    .isNotEqualTo(next.get(file));
        }
    }

    /** Rows of the test, and the last of the training period, whose labels only the test tells. */
    @Test
    void inverting_labels_that_look_into_the_test_changes_no_fitted_byte() {
        TrainingData turned = withLabelsOfTheTestTurned();

        FailureRun clean = run("xgboost", data);
        FailureRun onTurned = run("xgboost", turned);

        assertThat(turned.failures()
                        .get(SyntheticFleet.TARGET)
                        .select(clean.periodRows())
                        .label())
                .isNotEqualTo(data.failures()
                        .get(SyntheticFleet.TARGET)
                        .select(clean.periodRows())
                        .label());
        assertThat(hashes(onTurned.model().files()))
                .isEqualTo(hashes(clean.model().files()));
        assertThat(onTurned.outOfFold()).isEqualTo(clean.outOfFold());
    }

    /** What is normal to the detectors, and so their ranks and thresholds, is not decided by a failure of the test. */
    @Test
    void inverting_labels_that_look_into_the_test_leaves_normal_rows_normal() {
        int[] normal = AnomalyRun.normalRows(fold, data, spec.targets());

        assertThat(AnomalyRun.normalRows(fold, withLabelsOfTheTestTurned(), spec.targets()))
                .isEqualTo(normal)
                .hasSizeLessThan(fold.period(data.matrix()).length);
    }

    private TrainingData withLabelsOfTheTestTurned() {
        FailureLabels labels = data.failures().get(SyntheticFleet.TARGET);
        byte[] turned = labels.label().clone();
        Duration horizon = Duration.ofMillis(target.horizonMillis());
        for (int row = 0; row < turned.length; row++) {
            if (!fold.knowsLabel(data.matrix().asOfMillis(row), horizon)) {
                turned[row] = (byte) (turned[row] == 1 ? 0 : 1);
            }
        }
        return new TrainingData(
                data.matrix(),
                Map.of(SyntheticFleet.TARGET, new FailureLabels(turned, labels.mode(), labels.component())),
                data.lives());
    }

    /** A severity is written down after the repair, which may be after the test has begun. */
    @Test
    void severities_written_down_after_the_test_began_leave_no_trace() {
        SeverityRun before = severities(0, Duration.ofMillis(1));
        SeverityRun changedAfter = severities(2, Duration.ofMillis(1));
        SeverityRun changedInTime = severities(2, Duration.ZERO);

        assertThat(before.model().speaks()).isTrue();
        assertThat(hashes(changedAfter.model().files()))
                .isEqualTo(hashes(before.model().files()));
        assertThat(hashes(changedInTime.model().files()))
                .isNotEqualTo(hashes(before.model().files()));
    }

    /**
     * Levels by machine, written down at once, but for the last days before the test.
     *
     * @param last level of the failures of the last days
     * @param after the test began those are written down
     */
    private SeverityRun severities(int last, Duration after) {
        TrainingData many = SyntheticFleet.of(30, 120, 7);
        OuterFold first = OuterFolds.of(spec, many).get(0);
        FailureLabels labels = many.failures().get(SyntheticFleet.TARGET);
        SeverityLabels severity = SeverityLabels.unknown(labels.rows());
        for (int row = 0; row < labels.rows(); row++) {
            if (labels.positive(row)) {
                long asOf = many.matrix().asOfMillis(row);
                boolean late =
                        asOf >= first.test().from().minus(Duration.ofDays(6)).toEpochMilli();
                severity.level()[row] = (byte) (late ? last : many.matrix().machineNumber(row) % 3);
                severity.knownMillis()[row] =
                        late ? first.test().from().plus(after).toEpochMilli() : asOf;
            }
        }
        FailureLabels graded = new FailureLabels(labels.label(), labels.mode(), labels.component(), severity);
        return SeverityRun.of(
                first,
                target,
                new TrainingData(many.matrix(), Map.of(SyntheticFleet.TARGET, graded), many.lives()),
                spec);
    }

    /** L10: nothing resamples the rows that calibrate and are judged. */
    @ParameterizedTest
    @ValueSource(strings = {"xgboost", "xgboost_weighted", "xgboost_smote"})
    void out_of_fold_rows_are_the_rows_of_the_period_one_for_one(String candidate) {
        FailureRun run = run(candidate, data);

        assertThat(run.outOfFold()).hasSameSizeAs(run.periodRows());
        assertThat(run.periodRows()).isEqualTo(fold.period(data.matrix()));
        assertThat(run.outOfFold()).as("every row is scored").doesNotContain(0.0);
        assertThat(run.testScores()).hasSameSizeAs(fold.testRows(data.matrix()));
    }

    @Test
    void a_precursor_is_found_and_labels_dealt_to_other_machines_leave_nothing_to_find() {
        double found = averagePrecision(run("xgboost", data), data);
        TrainingData shuffled =
                new TrainingData(data.matrix(), Map.of(SyntheticFleet.TARGET, shiftedBlocks()), data.lives());
        double canary = averagePrecision(run("xgboost", shuffled), shuffled);
        double prevalence = prevalence(shuffled);

        assertThat(found).isGreaterThan(0.8);
        assertThat(canary).isLessThan(prevalence + 0.15);
    }

    /** Each machine gets the labels of another, started at another day: blocks stay whole, the link to features is gone. */
    private FailureLabels shiftedBlocks() {
        int machines = data.matrix().machines().size();
        int days = data.matrix().rows() / machines;
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, machines).boxed().toList());
        Collections.rotate(order, 3);
        Random random = new Random(11);
        FailureLabels labels = data.failures().get(SyntheticFleet.TARGET);
        int[] source = new int[data.matrix().rows()];
        for (int machine = 0; machine < machines; machine++) {
            int shift = 5 + random.nextInt(days - 10);
            for (int day = 0; day < days; day++) {
                source[machine * days + day] = order.get(machine) * days + (day + shift) % days;
            }
        }
        return labels.select(source);
    }

    private double averagePrecision(FailureRun run, TrainingData on) {
        FailureLabels labels = on.failures().get(SyntheticFleet.TARGET);
        int[] known = IntStream.range(0, run.testRows().length)
                .filter(i -> labels.labelled(run.testRows()[i]))
                .toArray();
        double[] scores =
                IntStream.of(known).mapToDouble(i -> run.testScores()[i]).toArray();
        boolean[] positive = new boolean[known.length];
        IntStream.range(0, known.length).forEach(i -> positive[i] = labels.positive(run.testRows()[known[i]]));
        return RowMetrics.of(scores, positive, new int[known.length], 1)
                .averagePrecision()
                .value();
    }

    private double prevalence(TrainingData on) {
        FailureLabels labels = on.failures().get(SyntheticFleet.TARGET).select(fold.testRows(on.matrix()));
        return (double) labels.count(1) / (labels.count(1) + labels.count(0));
    }

    /** Cases are asked about a failure on a row before it; what is known of later failures must not matter. */
    @Test
    void failures_known_later_change_nothing_that_past_cases_say() {
        FailureRun run = run("xgboost", data);
        Explanations explanations = new Explanations(
                SyntheticFleet.COLUMNS.stream()
                        .map(name -> new Feature(name, name, name, "mean", ""))
                        .toList(),
                new Sentences(Map.of(), Map.of(), List.of()));
        List<Incident> failures = SyntheticFleet.failures(data);
        List<Row> recalled = recalled(run, failures, explanations);
        Instant cut = recalled.get(recalled.size() / 2).getTimestamp(3).toInstant();
        List<Incident> otherwise = failures.stream()
                .map(each -> each.knownAt().isAfter(cut.plus(Duration.ofDays(3)))
                        ? new Incident(
                                each.equipmentId(), "x", "other", each.at(), each.knownAt(), each.source(), "later")
                        : each)
                .toList();

        List<Row> recalledOtherwise = recalled(run, otherwise, explanations);

        assertThat(before(recalledOtherwise, cut))
                .isEqualTo(before(recalled, cut))
                .hasSizeGreaterThan(3);
        assertThat(recalledOtherwise).isNotEqualTo(recalled);
    }

    private List<Row> recalled(FailureRun run, List<Incident> failures, Explanations explanations) {
        return new RecallRun(data.matrix(), FittedSpecs.NONE, failures, Map.of(), explanations)
                .rows(run, List.of()).stream()
                        .sorted(java.util.Comparator.comparing((Row row) -> row.getTimestamp(3)))
                        .toList();
    }

    private static List<Row> before(List<Row> recalled, Instant cut) {
        return recalled.stream()
                .filter(row -> !row.getTimestamp(3).toInstant().isAfter(cut))
                .toList();
    }
}
