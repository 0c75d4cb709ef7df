package io.millwright.training.rul;

import io.millwright.evaluation.rul.ConformalCorrection;
import io.millwright.training.candidate.Boosting;
import io.millwright.training.candidate.BoostingSettings;
import io.millwright.training.candidate.InnerFold;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import ml.dmlc.xgboost4j.java.Booster;

/**
 * Fits {@link BoostedRul}.
 *
 * <pre>
 * certain rows -> folds by machine -> telling features -> out-of-fold point (and number of rounds) -> error = truth - point
 *            -> out-of-fold quantiles of the error -> known rows, each life as one -> conformal margins by band
 * </pre>
 *
 * @param settings of the point models
 * @param seeds how many point models, seeded seed, seed + 1, ...; their mean is the prediction
 * @param innerFolds by machine
 * @param errorRounds rounds of the quantiles
 */
public record BoostedRulFit(BoostingSettings settings, int seeds, int innerFolds, int errorRounds) {

    /** Fewer rows with a failure than this teach nothing. */
    private static final int FEWEST_ROWS = 50;

    /** Where remaining life is what the pipeline is for. */
    public static BoostedRulFit careful(int innerFolds) {
        return new BoostedRulFit(BoostingSettings.remainingLife(), 3, innerFolds, 100);
    }

    /** Where it accompanies failure targets. */
    public static BoostedRulFit quick(TrainingMatrix rows) {
        return new BoostedRulFit(BoostingSettings.quickRemainingLife(rows), 3, 3, 50);
    }

    /**
     * Fits on the rows whose failure was seen, and on those that outlived the cap; empty where the former are too few, or all of one
     * machine only. The intervals' promise is for lives that end.
     */
    public Optional<BoostedRul> fit(RulRows all, long seed) {
        RulRows rows = all.select(all.certain());
        List<InnerFold> folds = InnerFold.byMachine(rows.matrix(), innerFolds, seed);
        if (rows.known().length < FEWEST_ROWS || folds.isEmpty()) {
            return Optional.empty();
        }
        List<Fold> scouted = folds.parallelStream()
                .map(fold -> new Fold(fold, telling(rows.select(fold.train()), seed)))
                .toList();
        OutOfFold point = outOfFoldPoint(rows, scouted, seed);
        double[][] quantiles = outOfFoldQuantiles(rows, scouted, point.predicted(), seed);
        double[] low = shifted(point.predicted(), quantiles[0]);
        double[] high = shifted(point.predicted(), quantiles[1]);
        int[] known = rows.known();
        ConformalCorrection correction = IntervalCalibration.fit(
                rows.select(known), picked(point.predicted(), known), picked(low, known), picked(high, known));
        TrainingMatrix own = rows.matrix().withColumns(telling(rows, seed));
        List<byte[]> points = IntStream.range(0, seeds)
                .parallel()
                .mapToObj(i -> Boosting.bytes(Boosting.fit(
                        own, rows.cappedLabels(), settings.withRounds(point.rounds()), Map.of(), seed + i)))
                .toList();
        Booster error = errorModel(
                own.withFirstColumn(BoostedRul.PREDICTED, point.predicted()),
                errors(rows, point.predicted()),
                rows.coverage(),
                seed);
        return Optional.of(new BoostedRul(
                new BoostedRul.State(
                        own.columns(),
                        seeds,
                        point.rounds(),
                        rows.capHours(),
                        rows.coverage(),
                        correction.margin(),
                        correction.marginOfBand()),
                points,
                Boosting.bytes(error)));
    }

    private List<String> telling(RulRows rows, long seed) {
        return Boosting.telling(rows.matrix(), rows.cappedLabels(), settings, seed);
    }

    /** An inner fold, and the features its training rows find telling. */
    private record Fold(InnerFold rows, List<String> columns) {}

    /** Point predictions for machines not seen, held to [0, cap], and the rounds they needed. */
    @SuppressWarnings("ArrayRecordComponent")
    private record OutOfFold(double[] predicted, int rounds) {}

    private OutOfFold outOfFoldPoint(RulRows rows, List<Fold> folds, long seed) {
        double[] predicted = new double[rows.matrix().rows()];
        int rounds = folds.parallelStream()
                .mapToInt(fold -> fitPoint(rows, fold, seed, predicted))
                .sum();
        return new OutOfFold(predicted, Math.max(1, Math.round((float) rounds / folds.size())));
    }

    private int fitPoint(RulRows rows, Fold fold, long seed, double[] predicted) {
        RulRows train = rows.select(fold.rows().train()).withColumns(fold.columns());
        RulRows held = rows.select(fold.rows().test()).withColumns(fold.columns());
        Boosting.Stopped stopped = Boosting.fitStopped(
                train.matrix(), train.cappedLabels(), held.matrix(), held.cappedLabels(), settings, Map.of(), seed);
        float[][] raw = stopped.predict(held.matrix());
        fold.rows()
                .keepScores(
                        predicted,
                        Arrays.stream(raw)
                                .mapToDouble(row -> Math.max(0, Math.min(rows.capHours(), row[0])))
                                .toArray());
        return stopped.bestRounds();
    }

    private double[][] outOfFoldQuantiles(RulRows rows, List<Fold> folds, double[] predicted, long seed) {
        double[] low = new double[predicted.length];
        double[] high = new double[predicted.length];
        float[] errors = errors(rows, predicted);
        folds.parallelStream().forEach(scouted -> {
            InnerFold fold = scouted.rows();
            TrainingMatrix wider =
                    rows.matrix().withColumns(scouted.columns()).withFirstColumn(BoostedRul.PREDICTED, predicted);
            Booster model = errorModel(wider.select(fold.train()), picked(errors, fold.train()), rows.coverage(), seed);
            float[][] raw = Boosting.predict(model, wider.select(fold.test()), 0);
            fold.keepScores(
                    low,
                    Arrays.stream(raw)
                            .mapToDouble(row -> Math.min(row[0], row[1]))
                            .toArray());
            fold.keepScores(
                    high,
                    Arrays.stream(raw)
                            .mapToDouble(row -> Math.max(row[0], row[1]))
                            .toArray());
        });
        return new double[][] {low, high};
    }

    private Booster errorModel(TrainingMatrix rows, float[] errors, double coverage, long seed) {
        BoostingSettings quantiles = new BoostingSettings(
                "reg:quantileerror",
                errorRounds,
                0,
                0.1,
                3,
                settings.minChildWeight(),
                settings.rowShare(),
                settings.columnShare(),
                64,
                1,
                0);
        double tail = (1 - coverage) / 2;
        List<String> alphas = new ArrayList<>(List.of(Double.toString(tail), Double.toString(1 - tail)));
        return Boosting.fit(
                rows, errors, quantiles, Map.of("quantile_alpha", "[" + String.join(",", alphas) + "]"), seed);
    }

    private static float[] errors(RulRows rows, double[] predicted) {
        float[] errors = new float[predicted.length];
        for (int row = 0; row < errors.length; row++) {
            errors[row] = (float) (rows.capped(row) - predicted[row]);
        }
        return errors;
    }

    private static float[] picked(float[] values, int[] rows) {
        float[] picked = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            picked[i] = values[rows[i]];
        }
        return picked;
    }

    private static double[] picked(double[] values, int[] rows) {
        return Arrays.stream(rows).mapToDouble(row -> values[row]).toArray();
    }

    private static double[] shifted(double[] predicted, double[] errors) {
        double[] shifted = new double[predicted.length];
        for (int row = 0; row < shifted.length; row++) {
            shifted[row] = predicted[row] + errors[row];
        }
        return shifted;
    }
}
