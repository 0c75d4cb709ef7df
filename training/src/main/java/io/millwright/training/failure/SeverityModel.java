package io.millwright.training.failure;

import io.millwright.lake.config.Severity;
import io.millwright.training.candidate.Boosting;
import io.millwright.training.candidate.BoostingSettings;
import io.millwright.training.candidate.ModelFiles;
import io.millwright.training.matrix.FailureLabels;
import io.millwright.training.matrix.Json;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import ml.dmlc.xgboost4j.java.Booster;
import org.jspecify.annotations.Nullable;

/**
 * How bad the failure will be, given that the machine fails: an ordinal cascade of two boosted models, of at least medium and of high,
 * over positive rows whose failure was graded. Silent where a level has too few failures to learn from.
 *
 * @see "Frank and Hall, A Simple Approach to Ordinal Classification, ECML 2001"
 */
public final class SeverityModel {

    /** Failures of each level below which nothing is learned. */
    public static final int FEWEST_FAILURES = 8;

    static final String FILE = "severity.json";

    private static final Map<Severity, String> TREES_FILES =
            Map.of(Severity.MEDIUM, "xgboost-severity-medium.json", Severity.HIGH, "xgboost-severity-high.json");

    private final State state;
    private final Map<Severity, byte[]> bytes;
    private final @Nullable Booster atLeastMedium;
    private final @Nullable Booster high;

    /**
     * What the file holds.
     *
     * @param failures learned from, or too few to, from the mildest level on
     */
    record State(List<String> columns, List<Integer> failures) {}

    /**
     * What is said of one row.
     *
     * @param atLeastMedium probability that the failure is medium or high, in [0, 1]; NaN where the model is silent
     * @param high likewise that it is high; never above the other
     */
    public record Chances(double atLeastMedium, double high) {

        public static final Chances NONE = new Chances(Double.NaN, Double.NaN);

        /** Two models of the same rows may disagree about the order: both give way halfway. */
        static Chances of(double atLeastMedium, double high) {
            double middle = (atLeastMedium + high) / 2;
            return high > atLeastMedium ? new Chances(middle, middle) : new Chances(atLeastMedium, high);
        }

        public boolean known() {
            return !Double.isNaN(atLeastMedium);
        }

        /** The median of the levels, which errs by the fewest levels on average; only where known. */
        public Severity level() {
            return high >= 0.5 ? Severity.HIGH : atLeastMedium >= 0.5 ? Severity.MEDIUM : Severity.LOW;
        }
    }

    private SeverityModel(State state, Map<Severity, byte[]> bytes) {
        this.state = state;
        this.bytes = bytes;
        this.atLeastMedium = read(bytes.get(Severity.MEDIUM));
        this.high = read(bytes.get(Severity.HIGH));
    }

    private static @Nullable Booster read(byte @Nullable [] bytes) {
        return bytes == null ? null : Boosting.read(bytes);
    }

    /** Fits on the positive rows whose severity is known. */
    public static SeverityModel fit(TrainingMatrix rows, FailureLabels labels, long seed) {
        int[] graded = IntStream.range(0, rows.rows())
                .filter(row -> labels.positive(row) && labels.severity().known(row))
                .toArray();
        TrainingMatrix chosen = rows.select(graded);
        FailureLabels theirs = labels.select(graded);
        State state = new State(rows.columns(), failures(chosen, theirs));
        Map<Severity, byte[]> bytes = new TreeMap<>();
        if (Collections.min(state.failures()) >= FEWEST_FAILURES) {
            for (Severity cut : TREES_FILES.keySet()) {
                bytes.put(cut, Boosting.bytes(Boosting.fit(chosen, atLeast(cut, theirs), settings(), Map.of(), seed)));
            }
        }
        return new SeverityModel(state, bytes);
    }

    private static BoostingSettings settings() {
        return BoostingSettings.mode().withObjective("binary:logistic");
    }

    private static float[] atLeast(Severity cut, FailureLabels labels) {
        float[] outcome = new float[labels.rows()];
        for (int row = 0; row < outcome.length; row++) {
            outcome[row] = labels.severity().level()[row] >= cut.level() ? 1 : 0;
        }
        return outcome;
    }

    /** Rows of one failure share the machine and the moment its severity was written down. */
    private static List<Integer> failures(TrainingMatrix rows, FailureLabels labels) {
        record Written(String machine, long millis, byte level) {}
        Set<Written> failures = new HashSet<>();
        for (int row = 0; row < rows.rows(); row++) {
            failures.add(new Written(
                    rows.machine(row),
                    labels.severity().knownMillis()[row],
                    labels.severity().level()[row]));
        }
        return IntStream.range(0, Severity.values().length)
                .mapToObj(level -> (int) failures.stream()
                        .filter(failure -> failure.level() == level)
                        .count())
                .toList();
    }

    /** Whether every level had failures enough. */
    public boolean speaks() {
        return atLeastMedium != null && high != null;
    }

    /** One a row; {@link Chances#NONE} where the model is silent. */
    public List<Chances> chances(TrainingMatrix rows) {
        if (atLeastMedium == null || high == null) {
            return Collections.nCopies(rows.rows(), Chances.NONE);
        }
        TrainingMatrix known = rows.withColumns(state.columns());
        float[][] ofMedium = Boosting.predict(atLeastMedium, known, 0);
        float[][] ofHigh = Boosting.predict(high, known, 0);
        return IntStream.range(0, rows.rows())
                .mapToObj(row -> Chances.of(ofMedium[row][0], ofHigh[row][0]))
                .toList();
    }

    public Map<String, byte[]> files() {
        Map<String, byte[]> files = new TreeMap<>();
        files.put(FILE, Json.bytes(state));
        bytes.forEach((cut, trees) -> files.put(TREES_FILES.get(cut), trees));
        return files;
    }

    public static SeverityModel read(Map<String, byte[]> files) {
        Map<Severity, byte[]> bytes = new TreeMap<>();
        TREES_FILES.forEach((cut, name) -> {
            byte[] trees = files.get(name);
            if (trees != null) {
                bytes.put(cut, trees);
            }
        });
        return new SeverityModel(Json.read(ModelFiles.file(files, FILE), State.class, FILE), bytes);
    }
}
