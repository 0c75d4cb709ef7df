package io.millwright.pipeline.evaluate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import io.millwright.features.table.RulLabels;
import io.millwright.lake.Lake;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.SplitSpec;
import io.millwright.lake.table.RemainingLife;
import io.millwright.pipeline.evaluate.EvaluationInput.RulRow;
import io.millwright.training.table.Role;
import io.millwright.training.table.RulPredictions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/** Reads what was said of remaining life, and what came of it, into plain values. Costs one small Spark job a table. */
final class LifeTables {

    private static final double MILLIS_PER_HOUR = 3_600_000;

    private final Lake lake;
    private final PipelineConfig config;

    LifeTables(Lake lake, PipelineConfig config) {
        this.lake = lake;
        this.config = config;
    }

    EvaluationInput.Lives read() {
        if (config.targets().rul().isEmpty() || !lake.has(RulPredictions.TABLE)) {
            return EvaluationInput.Lives.NONE;
        }
        return config.split().kind() == SplitSpec.Kind.OFFICIAL && lake.has(RemainingLife.TABLE)
                ? official(remainingLife())
                : new EvaluationInput.Lives(said(Role.TEST, known()), List.of());
    }

    private interface Truth {
        /** Hours; NaN where it is not known. */
        double of(String machine, long asOfMillis);
    }

    private Truth known() {
        Map<String, Map<Long, Double>> known = rulLabels();
        return (machine, asOf) -> known.getOrDefault(machine, Map.of()).getOrDefault(asOf, Double.NaN);
    }

    /** @param atLastRow hours, by machine */
    private EvaluationInput.Lives official(Map<String, Double> atLastRow) {
        List<RulRow> tests = said(Role.TEST, (machine, asOf) -> atLastRow.getOrDefault(machine, Double.NaN));
        Map<String, Long> last = new HashMap<>();
        tests.forEach(row -> last.merge(row.machine(), row.asOfMillis(), Math::max));
        List<RulRow> before = said(
                Role.HISTORY,
                (machine, asOf) -> atLastRow.getOrDefault(machine, Double.NaN)
                        + (last.getOrDefault(machine, asOf) - asOf) / MILLIS_PER_HOUR);
        return new EvaluationInput.Lives(tests, before);
    }

    private List<RulRow> said(String role, Truth truth) {
        List<RulRow> rows = new ArrayList<>();
        for (Row row : lake.read(RulPredictions.TABLE)
                .where(col(RulPredictions.ROLE).equalTo(role))
                .select(
                        col(RulPredictions.EQUIPMENT_ID),
                        expr("unix_millis(" + RulPredictions.AS_OF + ")"),
                        col(RulPredictions.CANDIDATE),
                        col(RulPredictions.RUL_MEDIAN_H),
                        col(RulPredictions.RUL_LOW_H),
                        col(RulPredictions.RUL_HIGH_H))
                .collectAsList()) {
            String machine = row.getString(0);
            long asOf = row.getLong(1);
            rows.add(new RulRow(
                    machine,
                    asOf,
                    row.getString(2),
                    EvaluationTables.number(row, 3),
                    EvaluationTables.number(row, 4),
                    EvaluationTables.number(row, 5),
                    truth.of(machine, asOf)));
        }
        return rows;
    }

    private Map<String, Double> remainingLife() {
        Map<String, Double> hours = new HashMap<>();
        lake.read(RemainingLife.TABLE)
                .select(RemainingLife.EQUIPMENT_ID, RemainingLife.RUL_HOURS)
                .collectAsList()
                .forEach(row -> hours.put(row.getString(0), row.getDouble(1)));
        return hours;
    }

    /** Observed to the end; a row whose machine outlived the data has no truth. */
    private Map<String, Map<Long, Double>> rulLabels() {
        Map<String, Map<Long, Double>> hours = new HashMap<>();
        if (!lake.has(RulLabels.TABLE)) {
            return hours;
        }
        lake.read(RulLabels.TABLE)
                .where(col(RulLabels.CENSORED)
                        .equalTo(false)
                        .and(col(RulLabels.RUL_HOURS).isNotNull()))
                .select(
                        col(RulLabels.EQUIPMENT_ID),
                        expr("unix_millis(" + RulLabels.AS_OF + ")"),
                        col(RulLabels.RUL_HOURS))
                .collectAsList()
                .forEach(row -> hours.computeIfAbsent(row.getString(0), any -> new HashMap<>())
                        .put(row.getLong(1), row.getDouble(2)));
        return hours;
    }
}
