package io.millwright.training.candidate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millwright.lake.testing.TestSpark;
import io.millwright.training.SyntheticFleet;
import io.millwright.training.matrix.FailureLabels;
import io.millwright.training.matrix.FeatureRow;
import io.millwright.training.matrix.TrainingData;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ModelSearchTest {

    private static final int TRIALS = 9;
    private static final BoostingSettings STANDARD = BoostingSettings.failure();
    private static final TrainingData FLEET = SyntheticFleet.of(9, 90, 4);
    private static final FailureLabels LABELS = FLEET.failures().get(SyntheticFleet.TARGET);
    private static final List<InnerFold> FOLDS = InnerFold.byMachine(FLEET.matrix(), 3, 7);
    private static final List<Family> WITHOUT_SPARK = List.of(Family.BOOSTED, Family.FOREST);

    private static Candidate candidate(Configuration configuration) {
        FeatureChoice features = configuration.features().within(Selection.all());
        return switch (configuration.family()) {
            case BOOSTED -> new BoostedCandidate(features, configuration.settings(), BoostedCandidate.MOST_ROWS);
            case LOGISTIC -> LogisticCandidate.ofAll(features, TestSpark.session());
            case FOREST -> new TribuoForestCandidate(features);
        };
    }

    private static List<Trial> search(long seed, FailureLabels labels) {
        return new ModelSearch(WITHOUT_SPARK, ModelSearchTest::candidate, seed)
                .trials(FLEET.matrix(), labels, FOLDS, TRIALS, STANDARD);
    }

    private static Trial chosen(List<Trial> trials) {
        return trials.stream().filter(Trial::chosen).findFirst().orElseThrow();
    }

    @Test
    void the_worse_half_is_given_up_after_each_fold_and_the_best_of_the_rest_is_chosen() {
        List<Trial> trials = search(1, LABELS);

        assertThat(trials)
                .extracting(Trial::number)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, TRIALS).boxed().toList());
        assertThat(trials.stream().filter(trial -> trial.folds() == 1)).hasSize(4);
        assertThat(trials.stream().filter(trial -> trial.folds() == 2)).hasSize(2);
        List<Trial> toTheEnd =
                trials.stream().filter(trial -> trial.folds() == 3).toList();
        assertThat(toTheEnd).hasSize(3);
        assertThat(trials.stream().filter(Trial::chosen))
                .containsExactly(toTheEnd.stream()
                        .min(Comparator.comparingDouble(Trial::logLoss))
                        .orElseThrow());
        assertThat(trials).extracting(Trial::configuration).doesNotHaveDuplicates();
        assertThat(trials).allMatch(trial -> trial.averagePrecision() > 0 && trial.averagePrecision() <= 1);
        assertThat(trials).allMatch(trial -> trial.averagePrecisions().size() == trial.folds());
    }

    @Test
    void it_begins_with_the_standard_configuration_and_the_other_families_with_all_features() {
        TrialFeatures all = new TrialFeatures(List.of("24h"), false, 0);

        List<Trial> trials = search(1, LABELS);

        assertThat(trials.get(0).configuration())
                .isEqualTo(new Configuration(Family.BOOSTED, all, Optional.of(STANDARD)));
        assertThat(trials.get(1).configuration()).isEqualTo(new Configuration(Family.FOREST, all, Optional.empty()));
        assertThat(Family.among(List.of("robust_z", "tribuo_forest")))
                .as("boosted trees always")
                .isEqualTo(WITHOUT_SPARK);
    }

    @Test
    void the_same_seed_gives_the_same_trials_and_another_seed_others() {
        assertThat(search(1, LABELS))
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("seconds")
                .isEqualTo(search(1, LABELS));
        assertThat(search(2, LABELS).get(2).configuration())
                .isNotEqualTo(search(1, LABELS).get(2).configuration());
    }

    @Test
    void what_became_of_rows_without_a_label_changes_nothing() {
        byte[] labels = LABELS.label().clone();
        for (int row = 0; row < labels.length; row++) {
            if (FLEET.matrix().asOfMillis(row) > SyntheticFleet.START.toEpochMilli() + 60L * 86_400_000) {
                labels[row] = FailureLabels.UNLABELLED;
            }
        }
        String[] other = LABELS.mode().clone();
        java.util.Arrays.fill(other, "another mode");

        assertThat(search(1, new FailureLabels(labels, other, other)))
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("seconds")
                .isEqualTo(search(1, FailureLabels.of(labels)))
                .isNotEqualTo(search(1, LABELS));
    }

    /** Rows of a fleet whose every fifth day comes before a failure. */
    private static final class Planted {

        private static final int MACHINES = 9;
        private static final int DAYS = 40;

        private final List<FeatureRow> rows = new ArrayList<>();
        private final Map<String, List<Byte>> labels = new TreeMap<>();
        private final List<String> columns;

        /** @param values of a row, given its label, its machine and what is random */
        Planted(List<String> columns, Values values) {
            this.columns = columns;
            Random random = new Random(5);
            for (int machine = 0; machine < MACHINES; machine++) {
                String name = "machine-" + machine;
                for (int day = 0; day < DAYS; day++) {
                    boolean fails = random.nextInt(5) == 0;
                    float[] row = values.of(fails, machine, random);
                    rows.add(new FeatureRow(name, day * 86_400_000L, row));
                    labels.computeIfAbsent(name, any -> new ArrayList<>()).add((byte) (fails ? 1 : 0));
                }
            }
        }

        @FunctionalInterface
        interface Values {
            float[] of(boolean fails, int machine, Random random);
        }

        TrainingMatrix matrix() {
            return TrainingMatrix.of(columns, rows);
        }

        Planted shuffled() {
            Collections.shuffle(rows, new Random(3));
            return this;
        }

        FailureLabels labels() {
            List<Byte> all = labels.values().stream().flatMap(List::stream).toList();
            byte[] bytes = new byte[all.size()];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = all.get(i);
            }
            return FailureLabels.of(bytes);
        }
    }

    private static List<String> named(int count, IntFunction<String> name) {
        return IntStream.range(0, count).mapToObj(name).toList();
    }

    /** One window foretells; the other knows only which machine it is, and chance. */
    private static Planted inOneWindow() {
        List<String> columns = new ArrayList<>(List.of("temp__24h__mean", "context__age"));
        columns.addAll(named(40, i -> "s" + i + "__7d__mean"));
        return new Planted(columns, (fails, machine, random) -> {
            float[] row = new float[columns.size()];
            row[0] = (float) (random.nextGaussian() + (fails ? 2 : 0));
            for (int i = 1; i < row.length; i++) {
                row[i] = (float) (machine * (i % 3) + 2 * random.nextGaussian());
            }
            return row;
        });
    }

    @Test
    void where_only_one_window_foretells_that_one_is_chosen_whatever_the_order_of_rows() {
        Planted fleet = inOneWindow();
        List<InnerFold> folds = InnerFold.byMachine(fleet.matrix(), 3, 1);
        ModelSearch search = new ModelSearch(List.of(Family.BOOSTED), ModelSearchTest::candidate, 1);

        List<Trial> trials = search.trials(fleet.matrix(), fleet.labels(), folds, 24, STANDARD);
        List<Trial> shuffled = search.trials(fleet.shuffled().matrix(), fleet.labels(), folds, 24, STANDARD);

        assertThat(trials.get(0).configuration().features().windows()).containsExactly("24h", "7d");
        assertThat(chosen(trials).configuration().features().windows()).containsExactly("24h");
        assertThat(chosen(trials).logLoss()).isLessThan(trials.get(0).logLoss());
        assertThat(trials)
                .filteredOn(trial -> !trial.configuration().features().windows().contains("24h"))
                .isNotEmpty()
                .allMatch(trial -> trial.folds() < 3);
        assertThat(shuffled)
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("seconds")
                .isEqualTo(trials);
    }

    @Test
    void a_model_is_fitted_on_the_windows_and_as_many_features_as_its_trial_may_use() {
        Planted fleet = inOneWindow();
        TrainingMatrix rows = fleet.matrix()
                .withLastColumns(
                        List.of("group__pca_t2", "group__pca_spe"),
                        new double[fleet.matrix().rows()][2]);

        assertThat(TrialFeatures.all(rows.columns())).isEqualTo(new TrialFeatures(List.of("24h", "7d"), true, 0));
        assertThat(TrialFeatures.all(rows.columns()).within(Selection.all()).of(rows, fleet.labels()))
                .isSameAs(rows);
        assertThat(new TrialFeatures(List.of("24h"), true, 0)
                        .within(Selection.all())
                        .of(rows, fleet.labels())
                        .columns())
                .containsExactly("temp__24h__mean", "context__age", "group__pca_t2", "group__pca_spe");
        assertThat(new TrialFeatures(List.of("24h", "7d"), false, 1)
                        .within(Selection.all())
                        .of(rows, fleet.labels())
                        .columns())
                .containsExactly("temp__24h__mean");
    }

    /** Forty weak features that add up: what a sum is made for. */
    @Test
    void what_is_chosen_is_what_is_fitted_whatever_its_family() {
        List<String> columns = named(40, i -> "s" + i + "__24h__mean");
        Planted fleet = new Planted(columns, (fails, machine, random) -> {
            float[] row = new float[columns.size()];
            for (int i = 0; i < row.length; i++) {
                row[i] = (float) (random.nextGaussian() + (fails ? 0.5 : 0));
            }
            return row;
        });
        TrainingMatrix period = fleet.matrix();
        List<InnerFold> folds = InnerFold.byMachine(period, 3, 1);
        Search search = Search.of(4, List.of("logistic", "tribuo_forest", "robust_z"));

        CrossFit fit = new SearchedCandidate(search, Selection.all(), TestSpark.session())
                .crossFit(period, fleet.labels(), folds, 1);

        Configuration chosen = chosen(fit.trials()).configuration();
        CrossFit alone = candidate(chosen).crossFit(period, fleet.labels(), folds, 1);
        assertThat(fit.trials()).hasSize(4);
        assertThat(chosen.family()).isEqualTo(Family.LOGISTIC);
        assertThat(fit.model()).isInstanceOf(LinearModel.class);
        assertThat(fit.model().files())
                .containsExactlyInAnyOrderEntriesOf(alone.model().files());
        assertThat(fit.outOfFold()).isEqualTo(alone.outOfFold());
    }

    @Test
    void what_is_chosen_is_scored_on_other_folds_than_it_was_chosen_on() {
        CrossFit fit = new SearchedCandidate(
                        Search.of(TRIALS, List.of("tribuo_forest")), Selection.all(), TestSpark.session())
                .crossFit(FLEET.matrix(), LABELS, FOLDS, 7);

        List<InnerFold> fresh = InnerFold.byMachine(FLEET.matrix(), 3, 8);
        List<Trial> onFresh = new ModelSearch(WITHOUT_SPARK, ModelSearchTest::candidate, 7)
                .trials(FLEET.matrix(), LABELS, fresh, TRIALS, BoostedCandidate.standard(FLEET.matrix()));
        assertThat(fit.trials())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("seconds")
                .isEqualTo(onFresh);
        assertThat(fresh)
                .extracting(fold -> fold.test()[0])
                .isNotEqualTo(FOLDS.stream().map(fold -> fold.test()[0]).toList());
        Candidate chosen = candidate(chosen(fit.trials()).configuration());
        assertThat(fit.outOfFold())
                .as("whose out-of-fold scores are of the folds given")
                .isEqualTo(chosen.crossFit(FLEET.matrix(), LABELS, FOLDS, 7).outOfFold());
    }

    @Test
    void a_search_that_finds_nothing_or_cannot_search_changes_nothing() {
        CrossFit standard = new BoostedCandidate(Selection.all()).crossFit(FLEET.matrix(), LABELS, FOLDS, 1);

        CrossFit one = new SearchedCandidate(Search.of(1, List.of()), Selection.all(), TestSpark.session())
                .crossFit(FLEET.matrix(), LABELS, FOLDS, 1);
        CrossFit none = new SearchedCandidate(Search.of(9, List.of()), Selection.all(), TestSpark.session())
                .crossFit(FLEET.matrix(), LABELS, List.of(), 1);

        assertThat(one.trials()).hasSize(1);
        assertThat(one.outOfFold()).isEqualTo(standard.outOfFold());
        assertThat(one.model().files())
                .containsExactlyInAnyOrderEntriesOf(standard.model().files());
        assertThat(none.trials()).isEmpty();
        assertThat(none.model()).isInstanceOf(BoostedModel.class);
    }

    @Test
    void log_loss_agrees_with_scikit_learn() {
        // sklearn.metrics.log_loss([1, 0, 1], [.9, .2, .4])
        assertThat(new ModelSearch.Judged(new double[] {0.9, 0.2, 0.4}, new boolean[] {true, false, true}).logLoss())
                .isCloseTo(0.4149316, within(1e-6));
        assertThat(new ModelSearch.Judged(new double[] {0, 1}, new boolean[] {true, false}).logLoss())
                .isFinite();
        assertThat(new ModelSearch.Judged(new double[] {0, 1}, new boolean[2]).averagePrecision())
                .as("nothing failed")
                .isNaN();
    }
}
