package io.millwright.training.rul;

import io.millwright.training.candidate.Boosting;
import io.millwright.training.candidate.BoostingSettings;
import io.millwright.training.candidate.ModelFiles;
import io.millwright.training.matrix.Json;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import ml.dmlc.xgboost4j.java.Booster;

/**
 * Discrete-time hazard: for each interval of the life ahead, boosted trees say how likely a machine that reached it fails in it. Machines
 * still running teach, too: that they outlived every interval they reached. The point is the mean life up to the cap, the interval the
 * model's own quantiles, unchecked.
 *
 * @see "Singer and Willett, It's about time: using discrete-time survival analysis, 1993"
 */
public final class HazardRul implements RulModel {

    private static final String FILE = "hazard.json";
    private static final String TREES_FILE = "xgboost-hazard.json";
    private static final String INTERVAL = "interval";
    private static final int INTERVALS = 16;

    private static final BoostingSettings SETTINGS =
            new BoostingSettings("binary:logistic", 150, 0, 0.08, 5, 20, 0.7, 0.35, 64, 1, 12);

    private final State state;
    private final byte[] bytes;
    private final Booster booster;

    /** What the file holds. */
    record State(List<String> columns, double capHours, double coverage) {}

    private HazardRul(State state, byte[] bytes) {
        this.state = state;
        this.bytes = bytes;
        this.booster = Boosting.read(bytes);
    }

    /** Fits on evenly spaced rows, at most 2,500; empty where hardly any failure was seen. */
    public static Optional<HazardRul> fit(RulRows all, long seed) {
        return all.survived().map(rows -> fitted(rows, seed));
    }

    private static HazardRul fitted(RulRows rows, long seed) {
        Survived survived = Survived.of(rows);
        TrainingMatrix each = rows.matrix().select(survived.row());
        TrainingMatrix wider = each.withFirstColumn(INTERVAL, survived.interval());
        List<String> columns = Boosting.telling(wider, survived.failed(), SETTINGS, seed).stream()
                .filter(column -> !column.equals(INTERVAL))
                .toList();
        Booster fitted = Boosting.fit(
                each.withColumns(columns).withFirstColumn(INTERVAL, survived.interval()),
                survived.failed(),
                SETTINGS,
                Map.of(),
                seed);
        return new HazardRul(new State(columns, rows.capHours(), rows.coverage()), Boosting.bytes(fitted));
    }

    /**
     * One row for each interval a life reached and whose end it was seen to survive, or not.
     *
     * @param row of the matrix
     * @param interval its number, from 0
     * @param failed 1 where the machine failed in it
     */
    @SuppressWarnings("ArrayRecordComponent") // columns beside a matrix; identity is never asked for
    record Survived(int[] row, double[] interval, float[] failed) {

        static Survived of(RulRows all) {
            int[] usable = all.usable();
            double width = all.capHours() / INTERVALS;
            int[] reached = Arrays.stream(usable)
                    .map(row -> reached(all.lives().hours()[row], all.lives().known(row), width))
                    .toArray();
            int total = Arrays.stream(reached).sum();
            Survived survived = new Survived(new int[total], new double[total], new float[total]);
            int at = 0;
            for (int i = 0; i < usable.length; i++) {
                double life = all.lives().hours()[usable[i]];
                for (int interval = 0; interval < reached[i]; interval++) {
                    survived.row[at] = usable[i];
                    survived.interval[at] = interval;
                    survived.failed[at++] =
                            life <= (interval + 1) * width && all.lives().known(usable[i]) ? 1 : 0;
                }
            }
            return survived;
        }

        /** A failure's own interval counts; of a machine still running only those it saw the end of. */
        private static int reached(double life, boolean known, double width) {
            int whole = (int) Math.floor(life / width);
            int all = known && whole * width < life ? whole + 1 : whole;
            return Math.min(INTERVALS, all);
        }
    }

    @Override
    public List<RulEstimate> estimates(TrainingMatrix rows) {
        return Arrays.stream(fromOne(rows))
                .map(surviving -> new SurvivalCurve(surviving, state.capHours()).estimate(state.coverage()))
                .toList();
    }

    @Override
    public double[][] surviving(TrainingMatrix rows) {
        return SurvivalCurve.ends(fromOne(rows));
    }

    /** Share that survives to the end of each interval, [row][interval], with 1 before the first. */
    private double[][] fromOne(TrainingMatrix rows) {
        TrainingMatrix own = rows.withColumns(state.columns());
        double[][] surviving = new double[rows.rows()][INTERVALS + 1];
        for (double[] row : surviving) {
            row[0] = 1;
        }
        for (int interval = 0; interval < INTERVALS; interval++) {
            double[] number = new double[rows.rows()];
            Arrays.fill(number, interval);
            float[][] hazard = Boosting.predict(booster, own.withFirstColumn(INTERVAL, number), 0);
            for (int row = 0; row < hazard.length; row++) {
                surviving[row][interval + 1] = surviving[row][interval] * (1 - hazard[row][0]);
            }
        }
        return surviving;
    }

    @Override
    public Map<String, byte[]> files() {
        Map<String, byte[]> files = new TreeMap<>();
        files.put(FILE, Json.bytes(state));
        files.put(TREES_FILE, bytes);
        return files;
    }

    public static HazardRul read(Map<String, byte[]> files) {
        return new HazardRul(
                Json.read(ModelFiles.file(files, FILE), State.class, FILE), ModelFiles.file(files, TREES_FILE));
    }
}
