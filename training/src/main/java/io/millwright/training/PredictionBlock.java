package io.millwright.training;

import io.millwright.training.failure.ModeModel;
import io.millwright.training.failure.RisingHorizons;
import io.millwright.training.failure.SeverityModel;
import io.millwright.training.matrix.TrainingMatrix;
import java.io.Serializable;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/** Predictions of one fit for many rows, as columns: a million of them travel to Spark as a few arrays. */
final class PredictionBlock implements Serializable {

    private final String[] machines;
    private final int[] machine;
    private final long[] asOfMillis;
    private final String target;
    private final String candidate;
    private final int fold;
    private final String role;
    private final double[] score;
    private final double[] p;
    private final @Nullable String[] mode;
    private final double[] modeP;
    private final double[] mediumP;
    private final double[] highP;

    private PredictionBlock(
            TrainingMatrix matrix,
            int[] rows,
            FailureRun run,
            String role,
            double[] score,
            List<ModeModel.Likeliest> modes,
            List<SeverityModel.Chances> severities) {
        this.machines = matrix.machines().toArray(new String[0]);
        this.machine = Arrays.stream(rows).map(matrix::machineNumber).toArray();
        this.asOfMillis = Arrays.stream(rows).mapToLong(matrix::asOfMillis).toArray();
        this.target = run.target().name();
        this.candidate = run.candidate();
        this.fold = run.fold().number();
        this.role = role;
        this.score = score;
        this.p = run.model().probabilities(score);
        this.mode = new String[rows.length];
        this.modeP = new double[rows.length];
        Arrays.fill(modeP, Double.NaN);
        for (int i = 0; i < modes.size(); i++) {
            mode[i] = modes.get(i).atOnce().isEmpty() ? null : modes.get(i).atOnce();
            modeP[i] = modes.get(i).probability();
        }
        this.mediumP = new double[rows.length];
        this.highP = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            SeverityModel.Chances chances = severities.isEmpty() ? SeverityModel.Chances.NONE : severities.get(i);
            mediumP[i] = chances.atLeastMedium();
            highP[i] = chances.high();
        }
    }

    static PredictionBlock outOfFold(TrainingMatrix matrix, FailureRun run, String role) {
        return new PredictionBlock(matrix, run.periodRows(), run, role, run.outOfFold(), List.of(), List.of());
    }

    static PredictionBlock test(
            TrainingMatrix matrix,
            FailureRun run,
            String role,
            List<ModeModel.Likeliest> modes,
            List<SeverityModel.Chances> severities) {
        return new PredictionBlock(matrix, run.testRows(), run, role, run.testScores(), modes, severities);
    }

    private PredictionBlock(PredictionBlock whole, int from, int to) {
        this.machines = whole.machines;
        this.machine = Arrays.copyOfRange(whole.machine, from, to);
        this.asOfMillis = Arrays.copyOfRange(whole.asOfMillis, from, to);
        this.target = whole.target;
        this.candidate = whole.candidate;
        this.fold = whole.fold;
        this.role = whole.role;
        this.score = Arrays.copyOfRange(whole.score, from, to);
        this.p = Arrays.copyOfRange(whole.p, from, to);
        this.mode = Arrays.copyOfRange(whole.mode, from, to);
        this.modeP = Arrays.copyOfRange(whole.modeP, from, to);
        this.mediumP = Arrays.copyOfRange(whole.mediumP, from, to);
        this.highP = Arrays.copyOfRange(whole.highP, from, to);
    }

    /** The same in pieces of at most so many rows, in order. */
    Stream<PredictionBlock> pieces(int most) {
        return size() <= most
                ? Stream.of(this)
                : IntStream.iterate(0, from -> from < size(), from -> from + most)
                        .mapToObj(from -> new PredictionBlock(this, from, Math.min(size(), from + most)));
    }

    int size() {
        return score.length;
    }

    /**
     * Makes what one candidate says of the same rows rise with the horizon, as scoring does.
     *
     * @param ladder targets of one minimum lead, the shortest horizon first
     */
    static void agree(List<PredictionBlock> blocks, List<TrainingSpec.Target> ladder) {
        Map<String, List<double[]>> ofTheSameRows = new TreeMap<>();
        for (TrainingSpec.Target step : ladder) {
            blocks.stream().filter(block -> block.target.equals(step.name())).forEach(block -> ofTheSameRows
                    .computeIfAbsent(block.candidate + "/" + block.fold + "/" + block.role, any -> new ArrayList<>())
                    .add(block.p));
        }
        ofTheSameRows.values().forEach(RisingHorizons::agree);
    }

    /** One row of the table {@code predictions} each. */
    Iterator<Row> rows() {
        return IntStream.range(0, score.length).mapToObj(this::row).iterator();
    }

    private Row row(int i) {
        List<@Nullable Object> values = new ArrayList<>();
        values.add(machines[machine[i]]);
        values.add(new Timestamp(asOfMillis[i]));
        values.add(target);
        values.add(candidate);
        values.add(fold);
        values.add(role);
        values.add(score[i]);
        values.add(orNull(p[i]));
        values.add(mode[i]);
        values.add(orNull(modeP[i]));
        SeverityModel.Chances chances = new SeverityModel.Chances(mediumP[i], highP[i]);
        values.add(chances.known() ? chances.level().text() : null);
        values.add(orNull(mediumP[i]));
        values.add(orNull(highP[i]));
        return RowFactory.create(values.toArray());
    }

    private static @Nullable Double orNull(double value) {
        return Double.isNaN(value) ? null : value;
    }
}
