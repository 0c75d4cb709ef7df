package io.millwright.pipeline.evaluate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import io.millwright.evaluation.Evenly;
import io.millwright.evaluation.rul.KaplanMeier;
import io.millwright.evaluation.rul.SeenLife;
import io.millwright.evaluation.rul.WatchedLife;
import io.millwright.features.table.RulLabels;
import io.millwright.lake.Lake;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.SplitSpec;
import io.millwright.lake.table.RemainingLife;
import io.millwright.pipeline.evaluate.EvaluationInput.RulRow;
import io.millwright.training.table.Role;
import io.millwright.training.table.RulPredictions;
import io.millwright.training.table.RulSurvival;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;

/** Reads what was said of remaining life, and what came of it, into plain values. Costs one small Spark job a table. */
final class LifeTables {

    private static final double MILLIS_PER_HOUR = 3_600_000;
    private static final int MOST_LEARNED_ROWS = 20_000;

    private final Lake lake;
    private final PipelineConfig config;

    LifeTables(Lake lake, PipelineConfig config) {
        this.lake = lake;
        this.config = config;
    }

    private interface Known {
        SeenLife of(String machine, long asOfMillis);
    }

    EvaluationInput.Lives read(List<TestFold> folds) {
        if (config.targets().rul().isEmpty() || !lake.has(RulPredictions.TABLE)) {
            return EvaluationInput.Lives.NONE;
        }
        Map<String, Map<Long, SeenLife>> labels = labels();
        if (config.split().kind() == SplitSpec.Kind.OFFICIAL && lake.has(RemainingLife.TABLE)) {
            return official(remainingLife(), labels, folds);
        }
        List<RulRow> tests = said(Role.TEST, (machine, asOf) -> labels.getOrDefault(machine, Map.of())
                .getOrDefault(asOf, SeenLife.NOTHING));
        return new EvaluationInput.Lives(tests, List.of(), learned(folds, labels, tests));
    }

    /** @param atLastRow hours, by machine */
    private EvaluationInput.Lives official(
            Map<String, Double> atLastRow, Map<String, Map<Long, SeenLife>> labels, List<TestFold> folds) {
        List<RulRow> tests =
                said(Role.TEST, (machine, asOf) -> new SeenLife(atLastRow.getOrDefault(machine, Double.NaN), false));
        Map<String, Long> last = new HashMap<>();
        tests.forEach(row -> last.merge(row.machine(), row.asOfMillis(), Math::max));
        List<RulRow> before = said(
                Role.HISTORY,
                (machine, asOf) -> new SeenLife(
                        atLastRow.getOrDefault(machine, Double.NaN)
                                + (last.getOrDefault(machine, asOf) - asOf) / MILLIS_PER_HOUR,
                        false));
        return new EvaluationInput.Lives(tests, before, learned(folds, labels, tests));
    }

    private List<RulRow> said(String role, Known known) {
        Map<String, List<Double>> curves = role.equals(Role.TEST) ? curves() : Map.of();
        List<RulRow> rows = new ArrayList<>();
        for (Row row : lake.read(RulPredictions.TABLE)
                .where(col(RulPredictions.ROLE).equalTo(role))
                .select(
                        col(RulPredictions.EQUIPMENT_ID),
                        expr("unix_millis(" + RulPredictions.AS_OF + ")"),
                        col(RulPredictions.CANDIDATE),
                        col(RulPredictions.FOLD),
                        col(RulPredictions.RUL_MEDIAN_H),
                        col(RulPredictions.RUL_LOW_H),
                        col(RulPredictions.RUL_HIGH_H))
                .collectAsList()) {
            String machine = row.getString(0);
            long asOf = row.getLong(1);
            SeenLife seen = known.of(machine, asOf);
            rows.add(new RulRow(
                    machine,
                    asOf,
                    row.getString(2),
                    row.getInt(3),
                    EvaluationTables.number(row, 4),
                    EvaluationTables.number(row, 5),
                    EvaluationTables.number(row, 6),
                    seen.truth(),
                    seen.censored() ? seen.hours() : Double.NaN,
                    curves.getOrDefault(key(machine, asOf, row.getString(2), row.getInt(3)), List.of())));
        }
        return rows;
    }

    /** Empty where the lake was trained before curves were kept. */
    private Map<String, List<Double>> curves() {
        Map<String, List<Double>> curves = new HashMap<>();
        if (lake.has(RulSurvival.TABLE)) {
            lake.read(RulSurvival.TABLE)
                    .select(
                            col(RulSurvival.EQUIPMENT_ID),
                            expr("unix_millis(" + RulSurvival.AS_OF + ")"),
                            col(RulSurvival.CANDIDATE),
                            col(RulSurvival.FOLD),
                            col(RulSurvival.SURVIVING))
                    .collectAsList()
                    .forEach(row -> curves.put(
                            key(row.getString(0), row.getLong(1), row.getString(2), row.getInt(3)), row.getList(4)));
        }
        return curves;
    }

    private static String key(String machine, long asOfMillis, String candidate, int fold) {
        return candidate + "/" + fold + "/" + asOfMillis + "/" + machine;
    }

    /** How long the rows of each fold's training period lived on. */
    private Map<Integer, KaplanMeier> learned(
            List<TestFold> folds, Map<String, Map<Long, SeenLife>> labels, List<RulRow> tests) {
        boolean byTime = config.split().kind() == SplitSpec.Kind.TIME;
        Map<Integer, KaplanMeier> learned = new TreeMap<>();
        for (TestFold fold : folds) {
            Set<String> tested = tests.stream()
                    .filter(row -> !byTime && row.fold() == fold.fold())
                    .map(RulRow::machine)
                    .collect(Collectors.toSet());
            List<WatchedLife> lives = new ArrayList<>();
            labels.forEach((machine, ofMachine) -> {
                if (!tested.contains(machine)) {
                    ofMachine.forEach((asOf, seen) ->
                            life(machine, asOf, seen, fold, byTime).ifPresent(lives::add));
                }
            });
            if (!lives.isEmpty()) {
                learned.put(fold.fold(), KaplanMeier.ofLives(some(lives)));
            }
        }
        return learned;
    }

    /** On a clock a life that ends inside the test was still running when it began; empty outside the training period. */
    private static Optional<WatchedLife> life(String machine, long asOf, SeenLife seen, TestFold fold, boolean byTime) {
        SeenLife known = seen.knownAfter(
                byTime ? (fold.test().from().toEpochMilli() - asOf) / MILLIS_PER_HOUR : Double.POSITIVE_INFINITY);
        return fold.train().contains(Instant.ofEpochMilli(asOf)) && known.hours() >= 0
                ? Optional.of(new WatchedLife(
                        machine, RulRow.life(machine, asOf, known.hours()), known.hours(), !known.censored()))
                : Optional.empty();
    }

    private static List<WatchedLife> some(List<WatchedLife> lives) {
        return IntStream.of(Evenly.rows(lives.size(), MOST_LEARNED_ROWS))
                .mapToObj(lives::get)
                .toList();
    }

    private Map<String, Double> remainingLife() {
        Map<String, Double> hours = new HashMap<>();
        lake.read(RemainingLife.TABLE)
                .select(RemainingLife.EQUIPMENT_ID, RemainingLife.RUL_HOURS)
                .collectAsList()
                .forEach(row -> hours.put(row.getString(0), row.getDouble(1)));
        return hours;
    }

    /** By machine and as_of; a life that outlived the data is censored there. */
    private Map<String, Map<Long, SeenLife>> labels() {
        Map<String, Map<Long, SeenLife>> labels = new TreeMap<>();
        if (!lake.has(RulLabels.TABLE)) {
            return labels;
        }
        lake.read(RulLabels.TABLE)
                .where(col(RulLabels.RUL_HOURS).isNotNull())
                .select(
                        col(RulLabels.EQUIPMENT_ID),
                        expr("unix_millis(" + RulLabels.AS_OF + ")"),
                        col(RulLabels.RUL_HOURS),
                        col(RulLabels.CENSORED))
                .collectAsList()
                .forEach(row -> labels.computeIfAbsent(row.getString(0), any -> new TreeMap<>())
                        .put(row.getLong(1), new SeenLife(row.getDouble(2), row.getBoolean(3))));
        return labels;
    }
}
