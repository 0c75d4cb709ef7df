package io.millwright.training;

import io.millwright.evaluation.TimeWindow;
import io.millwright.evaluation.split.GroupFold;
import io.millwright.evaluation.split.MachineSplit;
import io.millwright.evaluation.split.TimeFold;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.config.SplitSpec;
import io.millwright.training.matrix.FailureLabels;
import io.millwright.training.matrix.TrainingData;
import io.millwright.training.matrix.TrainingMatrix;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** The folds a pipeline file asks for. */
final class OuterFolds {

    private OuterFolds() {}

    /** Tests in time order, then the second axis where a share of machines is held out; the final model is not among them. */
    static List<OuterFold> of(TrainingSpec spec, TrainingData data) {
        return of(spec, data, List.of());
    }

    /** @param groups of machines that are held out together, each in a test of its own; in a split by time alone */
    static List<OuterFold> of(TrainingSpec spec, TrainingData data, List<HeldOutGroup> groups) {
        return switch (spec.split()) {
            case TIME -> walkForward(spec, data.matrix(), groups);
            case OFFICIAL -> List.of(official(spec, data.matrix()));
            case GROUP ->
                numbered(
                        new MachineSplit(spec.seed()).folds(data.matrix().machines(), foldsOf(spec, data)), spec, data);
            case STRATIFIED -> numbered(stratified(spec, data), spec, data);
        };
    }

    /** Everything that may ever train, and nothing held back. */
    static OuterFold finalFold(TrainingSpec spec, TrainingMatrix rows) {
        TimeWindow period = period(spec, rows);
        return new OuterFold(
                0, Axis.FINAL, period, new TimeWindow(period.to(), period.to()), trainable(spec, rows), Set.of());
    }

    /**
     * The newest stretch of rows as a test of what came before it, with the labels that were known when it began; empty where nothing came
     * before it.
     */
    static Optional<OuterFold> newest(TrainingSpec spec, TrainingMatrix rows, Duration stretch) {
        TimeWindow period = period(spec, rows);
        Instant from = period.to().minusMillis(1).minus(stretch);
        return from.isAfter(period.from())
                ? Optional.of(new OuterFold(
                        0,
                        Axis.TIME,
                        new TimeWindow(period.from(), from),
                        new TimeWindow(from, period.to()),
                        trainable(spec, rows),
                        Set.copyOf(rows.machines())))
                : Optional.empty();
    }

    private static Set<String> trainable(TrainingSpec spec, TrainingMatrix rows) {
        return spec.split() == SplitSpec.Kind.OFFICIAL
                ? startingWith(rows, spec.trainPrefix())
                : Set.copyOf(rows.machines());
    }

    private static List<OuterFold> walkForward(TrainingSpec spec, TrainingMatrix rows, List<HeldOutGroup> groups) {
        Set<String> all = Set.copyOf(rows.machines());
        List<OuterFold> folds = new ArrayList<>();
        for (TimeFold fold : timeFolds(spec, rows)) {
            folds.add(new OuterFold(folds.size() + 1, Axis.TIME, fold.train(), fold.test(), all, all));
        }
        TimeWindow firstTrain = folds.get(0).train();
        TimeWindow rest = new TimeWindow(
                firstTrain.to(), folds.get(folds.size() - 1).test().to());
        List<HeldOutGroup> together = new ArrayList<>();
        Set<String> share = heldOut(spec, all);
        if (!share.isEmpty()) {
            together.add(new HeldOutGroup(Axis.HELD_OUT_MACHINES, share));
        }
        together.addAll(groups);
        for (HeldOutGroup group : together) {
            Set<String> others = new TreeSet<>(all);
            others.removeAll(group.untrained().apply(rest.from()));
            Set<String> heldOut = new TreeSet<>(all);
            heldOut.retainAll(group.tested().apply(rest.from()));
            if (heldOut.isEmpty() || others.isEmpty()) {
                throw MillwrightException.configuration("split." + group.axis().columnValue() + " holds out "
                        + heldOut.size() + " of " + all.size()
                        + " machines and leaves " + others.size()
                        + " to train on; name such that some are held out and some are left");
            }
            folds.add(new OuterFold(folds.size() + 1, group.axis(), firstTrain, rest, others, heldOut));
        }
        return List.copyOf(folds);
    }

    private static List<TimeFold> timeFolds(TrainingSpec spec, TrainingMatrix rows) {
        TimeWindow period = period(spec, rows);
        List<TimeWindow> tests = spec.tests().stream()
                .map(test ->
                        new TimeWindow(Instant.ofEpochMilli(test.fromMillis()), Instant.ofEpochMilli(test.toMillis())))
                .toList();
        if (tests.isEmpty()) {
            List<TimeFold> folds = TimeFold.walkForward(period, spec.folds(), spec.firstTestShare(), Duration.ZERO);
            requireTraining(folds.get(0).test(), period);
            return folds;
        }
        for (TimeWindow test : tests) {
            requireTraining(test, period);
            requireRows(test, period, rows);
        }
        return tests.stream()
                .map(test -> TimeFold.before(period.from(), test, Duration.ZERO))
                .toList();
    }

    private static void requireTraining(TimeWindow test, TimeWindow period) {
        if (!period.from().isBefore(test.from())) {
            throw MillwrightException.configuration("the test that starts at " + test.from()
                    + " leaves nothing to train on: the first row of the training set is of "
                    + period.from() + "; give a later split.tests or a larger split.first_test_share");
        }
    }

    private static void requireRows(TimeWindow test, TimeWindow period, TrainingMatrix rows) {
        if (IntStream.range(0, rows.rows()).noneMatch(row -> test.contains(rows.asOfMillis(row)))) {
            throw MillwrightException.configuration("the test from " + test.from() + " to " + test.to()
                    + " has no row to be judged on: the training set's rows are from " + period.from() + " to "
                    + period.to().minusMillis(1) + "; correct split.tests, or train once data of that time are in");
        }
    }

    /** By a hash of the id, so that a growing fleet keeps its places; in a small fleet where that names none or all, one machine. */
    private static Set<String> heldOut(TrainingSpec spec, Set<String> machines) {
        if (spec.heldOutShare() == 0 || machines.size() < 2) {
            return Set.of();
        }
        MachineSplit split = new MachineSplit(spec.seed());
        Set<String> heldOut = machines.stream()
                .filter(machine -> split.holdsOut(machine, spec.heldOutShare()))
                .collect(Collectors.toCollection(TreeSet::new));
        boolean usable = !heldOut.isEmpty() && heldOut.size() < machines.size();
        return usable ? heldOut : split.folds(machines, machines.size()).get(0).testMachines();
    }

    private static OuterFold official(TrainingSpec spec, TrainingMatrix rows) {
        Set<String> train = startingWith(rows, spec.trainPrefix());
        Set<String> test = startingWith(rows, spec.testPrefix());
        if (train.isEmpty() || test.isEmpty()) {
            throw MillwrightException.configuration("the official split finds " + train.size()
                    + " training machines that start with '" + spec.trainPrefix() + "' and " + test.size()
                    + " test machines that start with '" + spec.testPrefix()
                    + "'; correct split.train_prefix and split.test_prefix");
        }
        GroupFold fold = MachineSplit.official(train, test);
        return new OuterFold(
                1, Axis.MACHINES, period(spec, rows), period(spec, rows), fold.trainMachines(), fold.testMachines());
    }

    private static Set<String> startingWith(TrainingMatrix rows, String prefix) {
        return rows.machines().stream()
                .filter(machine -> machine.startsWith(prefix))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Every repeat deals the rows anew, so each is tested once in each. */
    private static List<GroupFold> stratified(TrainingSpec spec, TrainingData data) {
        Map<String, String> strata = strata(data);
        List<GroupFold> folds = new ArrayList<>();
        for (int repeat = 0; repeat < Math.max(1, spec.repeats()); repeat++) {
            folds.addAll(new MachineSplit(spec.seed() + repeat).stratified(strata, foldsOf(spec, data)));
        }
        return folds;
    }

    private static List<OuterFold> numbered(List<GroupFold> folds, TrainingSpec spec, TrainingData data) {
        List<OuterFold> numbered = new ArrayList<>();
        TimeWindow period = period(spec, data.matrix());
        for (GroupFold fold : folds) {
            numbered.add(new OuterFold(
                    numbered.size() + 1, Axis.MACHINES, period, period, fold.trainMachines(), fold.testMachines()));
        }
        return List.copyOf(numbered);
    }

    private static int foldsOf(TrainingSpec spec, TrainingData data) {
        return Math.max(2, Math.min(spec.folds(), data.matrix().machines().size()));
    }

    private static Map<String, String> strata(TrainingData data) {
        Map<String, String> stratum = new TreeMap<>();
        for (int row = 0; row < data.matrix().rows(); row++) {
            String machine = data.matrix().machine(row);
            boolean positive = false;
            for (FailureLabels labels : data.failures().values()) {
                positive |= labels.positive(row);
            }
            stratum.merge(machine, positive ? "positive" : "negative", (a, b) -> a.compareTo(b) > 0 ? a : b);
        }
        return stratum;
    }

    /** From the first row to the end of the last. */
    private static TimeWindow period(TrainingSpec spec, TrainingMatrix rows) {
        LongStream times = LongStream.range(0, rows.rows()).map(row -> rows.asOfMillis((int) row));
        LongSummaryStatistics summary = times.summaryStatistics();
        return new TimeWindow(
                Instant.ofEpochMilli(summary.getMin()),
                Instant.ofEpochMilli(spec.axis().endOfPeriod(summary.getMax())));
    }
}
