package io.millwright.training.failure;

import io.millwright.training.candidate.Boosting;
import io.millwright.training.candidate.BoostingSettings;
import io.millwright.training.candidate.ModelFiles;
import io.millwright.training.matrix.FailureLabels;
import io.millwright.training.matrix.Json;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import ml.dmlc.xgboost4j.java.Booster;
import org.jspecify.annotations.Nullable;

/** Which failure mode, given that the machine fails: boosted trees over positive rows, or the modes' shares where those are few. */
public final class ModeModel {

    static final String FILE = "modes.json";

    static final String TREES_FILE = "xgboost-modes.json";

    /** Below this many positive rows the shares of the modes are all there is to know. */
    private static final int FEWEST_ROWS = 30;

    private final State state;
    private final byte @Nullable [] bytes;
    private final @Nullable Booster booster;

    /**
     * What the file holds.
     *
     * @param modes in order of name
     * @param shares of each mode among positive rows
     * @param components the component that most often fails in each mode, empty text where the log names none
     */
    record State(List<String> columns, List<String> modes, List<Double> shares, List<String> components) {}

    private ModeModel(State state, byte @Nullable [] bytes) {
        this.state = state;
        this.bytes = bytes;
        this.booster = bytes == null ? null : Boosting.read(bytes);
    }

    /** Fits on the positive rows that name a mode. Of modes joined by {@code +} the first counts. */
    public static ModeModel fit(TrainingMatrix rows, FailureLabels labels, long seed) {
        int[] named = IntStream.range(0, rows.rows())
                .filter(row -> labels.positive(row) && !labels.mode()[row].isEmpty())
                .toArray();
        FailureLabels chosen = labels.select(named);
        List<String> modes = java.util.Arrays.stream(chosen.mode())
                .map(ModeModel::first)
                .distinct()
                .sorted()
                .toList();
        State state = new State(rows.columns(), modes, shares(chosen, modes), components(chosen, modes));
        if (modes.size() < 2 || named.length < FEWEST_ROWS) {
            return new ModeModel(state, null);
        }
        float[] number = new float[named.length];
        for (int i = 0; i < number.length; i++) {
            number[i] = modes.indexOf(first(chosen.mode()[i]));
        }
        return new ModeModel(
                state,
                Boosting.bytes(Boosting.fit(
                        rows.select(named), number, BoostingSettings.mode(), Map.of("num_class", modes.size()), seed)));
    }

    private static String first(String joined) {
        int plus = joined.indexOf('+');
        return plus < 0 ? joined : joined.substring(0, plus);
    }

    private static List<Double> shares(FailureLabels labels, List<String> modes) {
        List<Double> shares = new ArrayList<>();
        for (String mode : modes) {
            long count = java.util.Arrays.stream(labels.mode())
                    .filter(each -> first(each).equals(mode))
                    .count();
            shares.add((double) count / labels.rows());
        }
        return shares;
    }

    private static List<String> components(FailureLabels labels, List<String> modes) {
        return modes.stream().map(mode -> component(labels, mode)).toList();
    }

    private static String component(FailureLabels labels, String mode) {
        Map<String, Integer> count = new TreeMap<>();
        for (int row = 0; row < labels.rows(); row++) {
            if (first(labels.mode()[row]).equals(mode) && !labels.component()[row].isEmpty()) {
                count.merge(first(labels.component()[row]), 1, Integer::sum);
            }
        }
        return count.entrySet().stream()
                .max(Map.Entry.<String, Integer>comparingByValue()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                .map(Map.Entry::getKey)
                .orElse("");
    }

    /** A row's most probable mode. */
    public record Likeliest(String mode, String component, double probability) {

        static final Likeliest NONE = new Likeliest("", "", Double.NaN);
    }

    /** Whether any mode is known. */
    public boolean knowsModes() {
        return !state.modes().isEmpty();
    }

    /** Probability of each mode, given a failure, by row; empty maps where no mode is known. */
    public List<Map<String, Double>> distributions(TrainingMatrix rows) {
        double[][] probabilities = probabilities(rows);
        List<Map<String, Double>> distributions = new ArrayList<>();
        for (double[] row : probabilities) {
            Map<String, Double> distribution = new LinkedHashMap<>();
            for (int mode = 0; mode < row.length; mode++) {
                distribution.put(state.modes().get(mode), row[mode]);
            }
            distributions.add(distribution);
        }
        return distributions;
    }

    public List<Likeliest> likeliest(TrainingMatrix rows) {
        List<Likeliest> likeliest = new ArrayList<>();
        for (double[] row : probabilities(rows)) {
            int best = 0;
            for (int mode = 1; mode < row.length; mode++) {
                best = row[mode] > row[best] ? mode : best;
            }
            likeliest.add(
                    row.length == 0
                            ? Likeliest.NONE
                            : new Likeliest(
                                    state.modes().get(best), state.components().get(best), row[best]));
        }
        return likeliest;
    }

    private double[][] probabilities(TrainingMatrix rows) {
        double[][] probabilities = new double[rows.rows()][state.modes().size()];
        float[][] predicted =
                booster == null ? new float[0][] : Boosting.predict(booster, rows.withColumns(state.columns()), 0);
        for (int row = 0; row < probabilities.length; row++) {
            for (int mode = 0; mode < probabilities[row].length; mode++) {
                probabilities[row][mode] = booster == null ? state.shares().get(mode) : predicted[row][mode];
            }
        }
        return probabilities;
    }

    public Map<String, byte[]> files() {
        Map<String, byte[]> files = new TreeMap<>();
        files.put(FILE, Json.bytes(state));
        if (bytes != null) {
            files.put(TREES_FILE, bytes);
        }
        return files;
    }

    public static ModeModel read(Map<String, byte[]> files) {
        return new ModeModel(Json.read(ModelFiles.file(files, FILE), State.class, FILE), files.get(TREES_FILE));
    }
}
