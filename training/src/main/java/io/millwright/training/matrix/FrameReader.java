package io.millwright.training.matrix;

import io.millwright.features.table.TrainingSet;
import io.millwright.lake.MillwrightException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** Reads a {@link TrainingFrame} to the driver. */
final class FrameReader {

    private FrameReader() {}

    static TrainingData read(Dataset<Row> frame, List<String> targets) {
        List<String> features = TrainingFrame.features(frame);
        if (features.isEmpty()) {
            throw MillwrightException.data("the training set has no feature columns; check features.windows and"
                    + " features.statistics in the pipeline file and run the features job again");
        }
        List<String> columns = Arrays.asList(frame.columns());
        boolean withLives = columns.contains(TrainingFrame.RUL_HOURS);
        boolean graded = !targets.isEmpty() && columns.contains(TrainingFrame.severity(targets.get(0)));
        RowPacking packing = packing(frame.schema(), features, targets, graded, withLives);
        List<PackedRow> rows = new ArrayList<>(
                frame.queryExecution().toRdd().toJavaRDD().map(packing::pack).collect());
        if (rows.isEmpty()) {
            throw MillwrightException.data(
                    "the training set is empty; check that the readings span more than the baseline and one window");
        }
        rows.sort(PackedRow.BY_KEY);
        return packed(features, rows, targets, graded, withLives);
    }

    private static RowPacking packing(
            StructType schema, List<String> features, List<String> targets, boolean graded, boolean withLives) {
        List<String> numbers = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (String target : targets) {
            numbers.add(TrainingFrame.label(target));
            if (graded) {
                numbers.add(TrainingFrame.severity(target));
                numbers.add(TrainingFrame.severityKnown(target));
            }
            texts.add(TrainingFrame.mode(target));
            texts.add(TrainingFrame.component(target));
        }
        if (withLives) {
            numbers.add(TrainingFrame.RUL_HOURS);
            numbers.add(TrainingFrame.RUL_CENSORED);
        }
        return new RowPacking(
                schema,
                schema.fieldIndex(TrainingSet.EQUIPMENT_ID),
                schema.fieldIndex(TrainingSet.AS_OF),
                places(schema, features),
                places(schema, numbers),
                places(schema, texts));
    }

    private static int[] places(StructType schema, List<String> columns) {
        return columns.stream().mapToInt(schema::fieldIndex).toArray();
    }

    private static TrainingData packed(
            List<String> features, List<PackedRow> rows, List<String> targets, boolean graded, boolean withLives) {
        int numbers = graded ? 3 : 1;
        TrainingMatrix matrix = TrainingMatrix.of(
                features,
                rows.stream()
                        .map(row -> new FeatureRow(row.machine(), row.asOfMillis(), row.values()))
                        .toList());
        Map<String, FailureLabels> failures = new LinkedHashMap<>();
        for (int target = 0; target < targets.size(); target++) {
            failures.put(targets.get(target), labels(rows, target, numbers));
        }
        return new TrainingData(
                matrix, failures, withLives ? Optional.of(lives(rows, numbers * targets.size())) : Optional.empty());
    }

    /** @param numbers of each target: its label, then, where failures are graded, severity and since when it is known */
    private static FailureLabels labels(List<PackedRow> rows, int target, int numbers) {
        byte[] label = new byte[rows.size()];
        String[] mode = new String[rows.size()];
        String[] component = new String[rows.size()];
        SeverityLabels severity = SeverityLabels.unknown(rows.size());
        for (int row = 0; row < label.length; row++) {
            double answer = rows.get(row).numbers()[numbers * target];
            label[row] = Double.isNaN(answer) ? FailureLabels.UNLABELLED : (byte) answer;
            mode[row] = rows.get(row).texts()[2 * target];
            component[row] = rows.get(row).texts()[2 * target + 1];
            if (numbers > 1 && !Double.isNaN(rows.get(row).numbers()[numbers * target + 1])) {
                severity.level()[row] = (byte) rows.get(row).numbers()[numbers * target + 1];
                severity.knownMillis()[row] = (long) rows.get(row).numbers()[numbers * target + 2];
            }
        }
        return new FailureLabels(label, mode, component, severity);
    }

    /** @param at place of the hours among the numbers */
    private static RemainingLives lives(List<PackedRow> rows, int at) {
        double[] hours = new double[rows.size()];
        boolean[] censored = new boolean[rows.size()];
        for (int row = 0; row < hours.length; row++) {
            hours[row] = rows.get(row).numbers()[at];
            censored[row] = !(rows.get(row).numbers()[at + 1] == 0);
        }
        return new RemainingLives(hours, censored);
    }
}
