package io.millwright.training.failure;

import io.millwright.training.candidate.Boosting;
import io.millwright.training.candidate.BoostingSettings;
import io.millwright.training.candidate.ModelFiles;
import io.millwright.training.matrix.FailureLabels;
import io.millwright.training.matrix.Json;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import ml.dmlc.xgboost4j.java.Booster;

/**
 * Which failure mode, given that the machine fails: boosted trees over positive rows, or the modes' shares where those are few. Where
 * failures of several modes come at once, each mode has trees of its own, which tell it from its absence; else all share theirs.
 */
public final class ModeModel {

    static final String FILE = "modes.json";

    static final String TREES_FILE = "xgboost-modes.json";

    /** Below this many positive rows the shares of the modes are all there is to know. */
    private static final int FEWEST_ROWS = 30;

    /** From which probability on a further mode is said to come along with the likeliest. */
    private static final double COMES_ALONG = 0.5;

    private final State state;
    private final List<byte[]> bytes;
    private final List<Booster> boosters;

    /**
     * What the file holds.
     *
     * @param modes in order of name
     * @param shares of each mode among positive rows
     * @param components the component that most often fails in each mode, empty text where the log names none
     * @param apart whether each mode has trees of its own
     */
    record State(
            List<String> columns, List<String> modes, List<Double> shares, List<String> components, boolean apart) {}

    private ModeModel(State state, List<byte[]> bytes) {
        this.state = state;
        this.bytes = bytes;
        this.boosters = bytes.stream().map(Boosting::read).toList();
    }

    /** Fits on the positive rows that name a mode. Joined by {@code +} are those that came at once; the first counts for a share. */
    public static ModeModel fit(TrainingMatrix rows, FailureLabels labels, long seed) {
        int[] named = IntStream.range(0, rows.rows())
                .filter(row -> labels.positive(row) && !labels.mode()[row].isEmpty())
                .toArray();
        FailureLabels chosen = labels.select(named);
        List<String> first = Arrays.stream(chosen.mode())
                .map(ModeModel::first)
                .distinct()
                .sorted()
                .toList();
        List<String> all = Arrays.stream(chosen.mode())
                .flatMap(mode -> parts(mode).stream())
                .distinct()
                .sorted()
                .toList();
        boolean few = first.size() < 2 || named.length < FEWEST_ROWS;
        boolean apart = !few
                && Arrays.stream(chosen.mode()).anyMatch(mode -> mode.indexOf('+') >= 0)
                && all.stream().allMatch(mode -> comesAndStaysAway(chosen, mode));
        List<String> modes = apart ? all : first;
        State state = new State(rows.columns(), modes, shares(chosen, modes), components(chosen, modes), apart);
        if (few) {
            return new ModeModel(state, List.of());
        }
        TrainingMatrix failures = rows.select(named);
        return new ModeModel(
                state,
                apart
                        ? modes.stream()
                                .map(mode -> Boosting.bytes(Boosting.fit(
                                        failures,
                                        outcomes(chosen, row -> parts(row).contains(mode) ? 1 : 0),
                                        BoostingSettings.oneMode(),
                                        Map.of(),
                                        seed)))
                                .toList()
                        : List.of(Boosting.bytes(Boosting.fit(
                                failures,
                                outcomes(chosen, row -> modes.indexOf(first(row))),
                                BoostingSettings.mode(),
                                Map.of("num_class", modes.size()),
                                seed))));
    }

    private static float[] outcomes(FailureLabels labels, ToIntFunction<String> outcome) {
        float[] outcomes = new float[labels.rows()];
        for (int row = 0; row < outcomes.length; row++) {
            outcomes[row] = outcome.applyAsInt(labels.mode()[row]);
        }
        return outcomes;
    }

    private static boolean comesAndStaysAway(FailureLabels labels, String mode) {
        long with = Arrays.stream(labels.mode())
                .filter(row -> parts(row).contains(mode))
                .count();
        return with > 0 && with < labels.rows();
    }

    private static List<String> parts(String joined) {
        return List.of(joined.split("\\+"));
    }

    private static String first(String joined) {
        int plus = joined.indexOf('+');
        return plus < 0 ? joined : joined.substring(0, plus);
    }

    private static List<Double> shares(FailureLabels labels, List<String> modes) {
        List<Double> shares = new ArrayList<>();
        for (String mode : modes) {
            long count = Arrays.stream(labels.mode())
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

    /**
     * A row's most probable mode.
     *
     * @param atOnce joined by {@code +}: it, and those that are likely to come along with it
     */
    public record Likeliest(String mode, String atOnce, String component, double probability) {

        static final Likeliest NONE = new Likeliest("", "", "", Double.NaN);
    }

    /**
     * Probability of each mode, given a failure, by row; empty maps where no mode is known. They sum to 1, unless several modes may come
     * at once.
     */
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
                                    state.modes().get(best),
                                    atOnce(row, best),
                                    state.components().get(best),
                                    row[best]));
        }
        return likeliest;
    }

    private String atOnce(double[] probabilities, int likeliest) {
        return IntStream.range(0, probabilities.length)
                .filter(mode -> mode == likeliest || (state.apart() && probabilities[mode] >= COMES_ALONG))
                .mapToObj(state.modes()::get)
                .collect(Collectors.joining("+"));
    }

    private double[][] probabilities(TrainingMatrix rows) {
        double[][] probabilities = new double[rows.rows()][state.modes().size()];
        TrainingMatrix known = rows.withColumns(state.columns());
        List<float[][]> predicted = boosters.stream()
                .map(booster -> Boosting.predict(booster, known, 0))
                .toList();
        for (int row = 0; row < probabilities.length; row++) {
            for (int mode = 0; mode < probabilities[row].length; mode++) {
                probabilities[row][mode] = predicted.isEmpty()
                        ? state.shares().get(mode)
                        : state.apart()
                                ? predicted.get(mode)[row][0]
                                : predicted.get(0)[row][mode];
            }
        }
        return probabilities;
    }

    public Map<String, byte[]> files() {
        Map<String, byte[]> files = new TreeMap<>();
        files.put(FILE, Json.bytes(state));
        for (int i = 0; i < bytes.size(); i++) {
            files.put(treesFile(state, i), bytes.get(i));
        }
        return files;
    }

    private static String treesFile(State state, int number) {
        return state.apart() ? "xgboost-mode-" + (number + 1) + ".json" : TREES_FILE;
    }

    public static ModeModel read(Map<String, byte[]> files) {
        State state = Json.read(ModelFiles.file(files, FILE), State.class, FILE);
        List<byte[]> bytes = new ArrayList<>();
        for (int i = 0; i < (state.apart() ? state.modes().size() : 1); i++) {
            Optional.ofNullable(files.get(treesFile(state, i))).ifPresent(bytes::add);
        }
        return new ModeModel(state, bytes);
    }
}
