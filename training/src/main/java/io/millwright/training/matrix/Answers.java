package io.millwright.training.matrix;

import io.millwright.features.table.Labels;
import io.millwright.features.table.RulLabels;
import io.millwright.features.table.Severities;
import io.millwright.lake.Lake;
import io.millwright.lake.config.Severity;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;

/** Joins labels and remaining lives to a matrix by key, on the driver: they are narrow, the features are not. */
final class Answers {

    private final Map<Key, Integer> rowOf = new HashMap<>();
    private final int rows;

    private record Key(String machine, Instant asOf) {}

    /** A failure's severity, and since when it is known. */
    private record Graded(Severity severity, long knownMillis) {}

    private Answers(TrainingMatrix matrix) {
        rows = matrix.rows();
        for (int row = 0; row < rows; row++) {
            rowOf.put(new Key(matrix.machine(row), Instant.ofEpochMilli(matrix.asOfMillis(row))), row);
        }
    }

    static TrainingData joined(Lake lake, List<String> targets, TrainingMatrix matrix) {
        Answers answers = new Answers(matrix);
        Map<String, FailureLabels> failures = new LinkedHashMap<>();
        Map<Key, Graded> graded = targets.isEmpty() ? Map.of() : graded(lake);
        targets.forEach(target -> failures.put(target, answers.labels(lake, target, graded)));
        Optional<RemainingLives> lives =
                lake.has(RulLabels.TABLE) ? Optional.of(answers.lives(lake)) : Optional.empty();
        return new TrainingData(matrix, failures, lives);
    }

    /** By machine and time of the failure. */
    private static Map<Key, Graded> graded(Lake lake) {
        Map<Key, Graded> graded = new HashMap<>();
        if (lake.has(Severities.TABLE)) {
            lake.read(Severities.TABLE)
                    .select(
                            Severities.EQUIPMENT_ID,
                            Severities.FAILURE_TIME,
                            Severities.SEVERITY,
                            Severities.KNOWN_TIME)
                    .collectAsList()
                    .forEach(row -> graded.put(
                            new Key(row.getString(0), row.getTimestamp(1).toInstant()),
                            new Graded(
                                    Severity.parse(row.getString(2)),
                                    row.getTimestamp(3).getTime())));
        }
        return graded;
    }

    private FailureLabels labels(Lake lake, String target, Map<Key, Graded> graded) {
        byte[] label = new byte[rows];
        String[] mode = new String[rows];
        String[] component = new String[rows];
        Arrays.fill(label, FailureLabels.UNLABELLED);
        Arrays.fill(mode, "");
        Arrays.fill(component, "");
        SeverityLabels severity = SeverityLabels.unknown(rows);
        List<Row> known = lake.read(Labels.TABLE)
                .where(functions
                        .col(Labels.TARGET)
                        .equalTo(target)
                        .and(functions.col(Labels.LABEL).isNotNull()))
                .select(
                        Labels.EQUIPMENT_ID,
                        Labels.AS_OF,
                        Labels.LABEL,
                        Labels.MODE,
                        Labels.COMPONENT,
                        Labels.FAILURE_TIME)
                .collectAsList();
        for (Row answer : known) {
            Integer row = row(answer);
            if (row != null) {
                label[row] = (byte) answer.getInt(2);
                mode[row] = label[row] == 1 && !answer.isNullAt(3) ? answer.getString(3) : "";
                component[row] = label[row] == 1 && !answer.isNullAt(4) ? answer.getString(4) : "";
                Graded failure = label[row] == 1 && !answer.isNullAt(5)
                        ? graded.get(new Key(
                                answer.getString(0), answer.getTimestamp(5).toInstant()))
                        : null;
                if (failure != null) {
                    severity.level()[row] = (byte) failure.severity().level();
                    severity.knownMillis()[row] = failure.knownMillis();
                }
            }
        }
        return new FailureLabels(label, mode, component, severity);
    }

    private RemainingLives lives(Lake lake) {
        double[] hours = new double[rows];
        boolean[] censored = new boolean[rows];
        Arrays.fill(hours, Double.NaN);
        Arrays.fill(censored, true);
        List<Row> known = lake.read(RulLabels.TABLE)
                .select(RulLabels.EQUIPMENT_ID, RulLabels.AS_OF, RulLabels.RUL_HOURS, RulLabels.CENSORED)
                .collectAsList();
        for (Row answer : known) {
            Integer row = row(answer);
            if (row != null) {
                hours[row] = answer.isNullAt(2) ? Double.NaN : answer.getDouble(2);
                censored[row] = answer.getBoolean(3);
            }
        }
        return new RemainingLives(hours, censored);
    }

    private @Nullable Integer row(Row answer) {
        return rowOf.get(new Key(answer.getString(0), answer.getTimestamp(1).toInstant()));
    }
}
