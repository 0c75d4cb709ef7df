package io.millwright.training.matrix;

import io.millwright.features.table.TrainingSet;
import io.millwright.lake.MillwrightException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * A {@link TrainingFrame} on the driver, in key order.
 *
 * @param failures labels by name of failure target
 * @param lives remaining useful lives, where the frame has them
 */
public record TrainingData(TrainingMatrix matrix, Map<String, FailureLabels> failures, Optional<RemainingLives> lives) {

    public TrainingData {
        failures = new LinkedHashMap<>(failures);
    }

    /** Reads a frame; one pass, one float a value on the driver. */
    public static TrainingData read(Dataset<Row> frame, List<String> targets) {
        List<String> features = TrainingFrame.features(frame);
        if (features.isEmpty()) {
            throw MillwrightException.data("the training set has no feature columns; check features.windows and"
                    + " features.statistics in the pipeline file and run the features job again");
        }
        boolean withLives = Arrays.asList(frame.columns()).contains(TrainingFrame.RUL_HOURS);
        List<PackedRow> rows = new ArrayList<>(frame.select(
                        functions.col(TrainingSet.EQUIPMENT_ID).as("equipmentId"),
                        functions.col(TrainingSet.AS_OF).as("asOf"),
                        numbers(features, "float").as("values"),
                        numbers(numericAnswers(targets, withLives), "double").as("numbers"),
                        words(targets).as("texts"))
                .as(Encoders.bean(PackedRow.class))
                .collectAsList());
        if (rows.isEmpty()) {
            throw MillwrightException.data(
                    "the training set is empty; check that the readings span more than the baseline and one window");
        }
        rows.sort(Comparator.comparing(PackedRow::getEquipmentId).thenComparing(PackedRow::getAsOf));
        return packed(features, rows, targets, withLives);
    }

    private static TrainingData packed(
            List<String> features, List<PackedRow> rows, List<String> targets, boolean withLives) {
        TrainingMatrix matrix = TrainingMatrix.of(
                features,
                rows.stream()
                        .map(row -> new FeatureRow(
                                row.getEquipmentId(), row.getAsOf().getTime(), row.getValues()))
                        .toList());
        Map<String, FailureLabels> failures = new LinkedHashMap<>();
        for (int target = 0; target < targets.size(); target++) {
            failures.put(targets.get(target), labels(rows, target));
        }
        return new TrainingData(
                matrix, failures, withLives ? Optional.of(lives(rows, targets.size())) : Optional.empty());
    }

    private static FailureLabels labels(List<PackedRow> rows, int target) {
        byte[] label = new byte[rows.size()];
        String[] mode = new String[rows.size()];
        String[] component = new String[rows.size()];
        for (int row = 0; row < label.length; row++) {
            double answer = rows.get(row).getNumbers()[target];
            label[row] = Double.isNaN(answer) ? FailureLabels.UNLABELLED : (byte) answer;
            mode[row] = text(rows.get(row), 2 * target);
            component[row] = text(rows.get(row), 2 * target + 1);
        }
        return new FailureLabels(label, mode, component);
    }

    private static String text(PackedRow row, int place) {
        String text = row.getTexts()[place];
        return text == null ? "" : text;
    }

    private static RemainingLives lives(List<PackedRow> rows, int targets) {
        double[] hours = new double[rows.size()];
        boolean[] censored = new boolean[rows.size()];
        for (int row = 0; row < hours.length; row++) {
            hours[row] = rows.get(row).getNumbers()[targets];
            censored[row] = !(rows.get(row).getNumbers()[targets + 1] == 0);
        }
        return new RemainingLives(hours, censored);
    }

    private static List<String> numericAnswers(List<String> targets, boolean withLives) {
        List<String> answers = new ArrayList<>();
        targets.forEach(target -> answers.add(TrainingFrame.label(target)));
        if (withLives) {
            answers.add(TrainingFrame.RUL_HOURS);
            answers.add(TrainingFrame.RUL_CENSORED);
        }
        return answers;
    }

    private static Column numbers(List<String> columns, String type) {
        if (columns.isEmpty()) {
            return functions.array().cast("array<" + type + ">");
        }
        return functions.array(columns(
                columns,
                column -> functions.coalesce(
                        column.cast(type), functions.lit(Double.NaN).cast(type))));
    }

    private static Column words(List<String> targets) {
        List<String> columns = new ArrayList<>();
        targets.forEach(target -> {
            columns.add(TrainingFrame.mode(target));
            columns.add(TrainingFrame.component(target));
        });
        return columns.isEmpty()
                ? functions.array().cast("array<string>")
                : functions.array(columns(columns, column -> functions.coalesce(column, functions.lit(""))));
    }

    private static Column[] columns(List<String> names, java.util.function.UnaryOperator<Column> change) {
        IntFunction<Column[]> array = Column[]::new;
        return names.stream()
                .map(name -> change.apply(functions.col("`" + name + "`")))
                .toArray(array);
    }

    /** The given rows of everything. */
    public TrainingData select(int[] rows) {
        Map<String, FailureLabels> selected = new LinkedHashMap<>();
        failures.forEach((target, labels) -> selected.put(target, labels.select(rows)));
        return new TrainingData(matrix.select(rows), selected, lives.map(all -> all.select(rows)));
    }

    /** SHA-256 over keys, values and answers in key order, by their bits. */
    public String fingerprint() {
        MessageDigest digest = sha256();
        text(digest, String.join(",", matrix.columns()));
        for (int row = 0; row < matrix.rows(); row++) {
            ByteBuffer bytes = ByteBuffer.allocate(8 + 4 * matrix.width());
            bytes.putLong(matrix.asOfMillis(row));
            for (int column = 0; column < matrix.width(); column++) {
                bytes.putInt(Float.floatToIntBits(matrix.value(row, column)));
            }
            text(digest, matrix.machine(row));
            digest.update(bytes.array());
        }
        failures.forEach((target, labels) -> {
            text(digest, target);
            digest.update(labels.label());
            text(digest, String.join(",", labels.mode()));
            text(digest, String.join(",", labels.component()));
        });
        lives.ifPresent(all -> {
            for (int row = 0; row < all.hours().length; row++) {
                digest.update(ByteBuffer.allocate(9)
                        .putDouble(all.hours()[row])
                        .put((byte) (all.censored()[row] ? 1 : 0))
                        .array());
            }
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void text(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(4).putInt(bytes.length).array());
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
