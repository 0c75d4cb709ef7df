package io.millwright.pipeline.evaluate;

import io.millwright.evaluation.TimeWindow;
import io.millwright.evaluation.event.FailureEvent;
import io.millwright.evaluation.row.Label;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.PipelineFile;
import io.millwright.pipeline.evaluate.EvaluationInput.Key;
import io.millwright.pipeline.evaluate.EvaluationInput.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/** What is judged, without a lake: twelve machines over sixty days, each of which fails once in either half, by scores that are rules. */
final class TwelveMachines {

    static final int DAYS = 60;

    private static final String TARGET = "fails_in_1_to_3d";
    private static final int MACHINES = 12;
    private static final int HALF = 30;
    private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");

    private final List<TestFold> folds = new ArrayList<>();
    private final Map<Key, PredictionColumns> predictions = new HashMap<>();

    /** The score of a machine on a day so many days before its next failure. */
    @FunctionalInterface
    interface Rule {
        double score(int day, double daysLeft);
    }

    /** Foretells every failure and nothing else. */
    static final Rule CLEAR = (day, daysLeft) -> daysLeft > 1 && daysLeft <= 3 ? 0.9 : 0.1;

    /** The same in the first half, and blind in the second. */
    static final Rule CLEAR_AT_FIRST = (day, daysLeft) -> day < HALF ? CLEAR.score(day, daysLeft) : 0.1;

    /** Foretells every failure, and one a machine that never comes. */
    static final Rule ONCE_WRONG = (day, daysLeft) -> day == 5 ? 0.95 : CLEAR.score(day, daysLeft);

    static PipelineConfig config(Map<String, ?> changes, Path out) {
        return PipelineFile.readWith(FabricatedFleet.yaml(), Map.of(), Optional.of(out.toString()), changes);
    }

    /** A test of all machines from a day on, of models that learned from the days before. */
    TwelveMachines testedFrom(int day, int to, Map<String, Rule> candidates) {
        int number = fold(new TimeWindow(at(0), at(day)), new TimeWindow(at(day), at(to)));
        return predicted(number, Role.VALIDATION, machine -> true, 0, day, candidates)
                .predicted(number, Role.TEST, machine -> true, day, to, candidates);
    }

    /** A test of some machines at all times. */
    TwelveMachines testedOn(IntPredicate machines, Map<String, Rule> candidates) {
        TimeWindow all = new TimeWindow(at(0), at(DAYS));
        int number = fold(all, all);
        return predicted(number, Role.VALIDATION, machines.negate(), 0, DAYS, candidates)
                .predicted(number, Role.TEST, machines, 0, DAYS, candidates);
    }

    /** The same with thresholds chosen on the very rows of the test. */
    TwelveMachines testedAndChosenOn(IntPredicate machines, Map<String, Rule> candidates) {
        TimeWindow all = new TimeWindow(at(0), at(DAYS));
        int number = fold(all, all);
        return predicted(number, Role.VALIDATION, machines, 0, DAYS, candidates)
                .predicted(number, Role.TEST, machines, 0, DAYS, candidates);
    }

    /** Out of fold over the whole period. */
    TwelveMachines outOfFold(Map<String, Rule> candidates) {
        return predicted(0, Role.FINAL, machine -> true, 0, DAYS, candidates);
    }

    private int fold(TimeWindow train, TimeWindow test) {
        folds.add(new TestFold(folds.size() + 1, train, test, 1, 1, 1));
        return folds.size();
    }

    private TwelveMachines predicted(
            int fold, Role role, IntPredicate machines, int from, int to, Map<String, Rule> candidates) {
        candidates.forEach((candidate, rule) -> {
            PredictionColumns columns = new PredictionColumns();
            for (int m = 0; m < MACHINES; m++) {
                for (int day = from; machines.test(m) && day < to; day++) {
                    double score = rule.score(day, daysLeft(m, day));
                    columns.add(
                            "m" + m,
                            at(day).toEpochMilli(),
                            score,
                            Policies.isBaseline(candidate) ? Double.NaN : score);
                }
            }
            predictions.put(new Key(TARGET, candidate, fold, role), columns);
        });
        return this;
    }

    EvaluationInput input() {
        Map<String, Map<Long, Label>> labels = new HashMap<>();
        Map<String, MachineHistory> histories = new TreeMap<>();
        for (int m = 0; m < MACHINES; m++) {
            Map<Long, Label> ofMachine = new HashMap<>();
            for (int day = 0; day < DAYS; day++) {
                double left = daysLeft(m, day);
                ofMachine.put(
                        at(day).toEpochMilli(),
                        left <= 1 ? Label.UNLABELLED : left <= 3 ? Label.POSITIVE : Label.NEGATIVE);
            }
            labels.put("m" + m, ofMachine);
            histories.put(
                    "m" + m,
                    new MachineHistory(
                            "m" + m,
                            MachineFacts.of("site", "type"),
                            new TimeWindow(at(0), at(DAYS)),
                            failures(m).stream()
                                    .map(at -> FailureEvent.of(at, "belt", "wear"))
                                    .toList(),
                            List.of(),
                            List.of()));
        }
        return new EvaluationInput(
                List.copyOf(folds),
                Map.of(),
                predictions,
                Map.of(TARGET, labels),
                histories,
                Map.of(),
                Map.of(),
                EvaluationInput.Lives.NONE);
    }

    /** At noon of days 12 to 23, and of days 42 to 53. */
    private static List<Instant> failures(int m) {
        return List.of(12 + m, 42 + m).stream()
                .map(day -> at(day).plus(Duration.ofHours(12)))
                .toList();
    }

    private static double daysLeft(int m, int day) {
        return failures(m).stream()
                .filter(failure -> failure.isAfter(at(day)))
                .mapToDouble(failure -> Duration.between(at(day), failure).toHours() / 24.0)
                .findFirst()
                .orElse(DAYS);
    }

    private static Instant at(int day) {
        return START.plus(Duration.ofDays(day));
    }
}
