package io.millwright.training.matrix;

import io.millwright.features.table.TrainingSet;
import io.millwright.lake.Lake;
import io.millwright.lake.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
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

    /** Reads a frame with its answers; one pass, one float a value on the driver. */
    public static TrainingData read(Dataset<Row> frame, List<String> targets) {
        return FrameReader.read(frame, targets);
    }

    /** Reads the training set of a lake and joins the answers on the driver: the same as reading its {@link TrainingFrame}. */
    public static TrainingData of(Lake lake, List<String> targets) {
        TrainingMatrix matrix =
                FrameReader.read(lake.read(TrainingSet.NAME), List.of()).matrix();
        return Answers.joined(lake, targets, matrix);
    }

    /**
     * The same of some features, and of rows up to a moment.
     *
     * @throws io.millwright.lake.MillwrightException where there is no row by then
     */
    public static TrainingData of(Lake lake, List<String> targets, List<String> features, Instant moment) {
        Column[] columns = Stream.concat(Stream.of(TrainingSet.EQUIPMENT_ID, TrainingSet.AS_OF), features.stream())
                .map(functions::col)
                .toArray(Column[]::new);
        Dataset<Row> rows = lake.read(TrainingSet.NAME)
                .where(functions.col(TrainingSet.AS_OF).leq(functions.lit(Timestamp.from(moment))))
                .select(columns);
        return Answers.joined(lake, targets, FrameReader.read(rows, List.of()).matrix());
    }

    /** Everything by the named features alone; a data error where one is missing. */
    public TrainingData withFeatures(List<String> features) {
        return new TrainingData(matrix.withColumns(features), failures, lives);
    }

    /** The given rows of everything. */
    public TrainingData select(int[] rows) {
        Map<String, FailureLabels> selected = new LinkedHashMap<>();
        failures.forEach((target, labels) -> selected.put(target, labels.select(rows)));
        return new TrainingData(matrix.select(rows), selected, lives.map(all -> all.select(rows)));
    }

    /** SHA-256 over keys, values and answers in key order, by their bits. */
    public String fingerprint() {
        MessageDigest digest = Sha256.digest();
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
            if (labels.severity().any()) {
                severities(digest, labels.severity());
            }
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

    private static void severities(MessageDigest digest, SeverityLabels severities) {
        for (int row = 0; row < severities.level().length; row++) {
            if (severities.known(row)) {
                digest.update(ByteBuffer.allocate(13)
                        .putInt(row)
                        .put(severities.level()[row])
                        .putLong(severities.knownMillis()[row])
                        .array());
            }
        }
    }

    private static void text(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(4).putInt(bytes.length).array());
        digest.update(bytes);
    }
}
