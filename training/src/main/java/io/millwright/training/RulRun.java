package io.millwright.training;

import io.millwright.evaluation.Evenly;
import io.millwright.evaluation.rul.SeenLife;
import io.millwright.lake.config.SplitSpec;
import io.millwright.lake.config.TargetSpec;
import io.millwright.training.matrix.RemainingLives;
import io.millwright.training.matrix.TrainingData;
import io.millwright.training.matrix.TrainingMatrix;
import io.millwright.training.rul.BoostedAftRul;
import io.millwright.training.rul.BoostedRul;
import io.millwright.training.rul.BoostedRulFit;
import io.millwright.training.rul.ConstantRul;
import io.millwright.training.rul.CoxRul;
import io.millwright.training.rul.HazardRul;
import io.millwright.training.rul.RulEstimate;
import io.millwright.training.rul.RulModel;
import io.millwright.training.rul.RulRows;
import io.millwright.training.rul.WeibullRul;
import io.millwright.training.table.RulPredictions;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/**
 * One model of remaining life on one fold.
 *
 * @param estimates one a test row
 * @param curved positions in the test rows whose curves are kept: evenly, at most 20,000 where rows are cut by time or machines
 * @param surviving one a position in {@code curved}, as {@link RulModel#surviving}
 */
@SuppressWarnings("ArrayRecordComponent") // columns beside a matrix; identity is never asked for
record RulRun(
        OuterFold fold,
        String candidate,
        RulModel model,
        int[] testRows,
        List<RulEstimate> estimates,
        int[] curved,
        double[][] surviving) {

    private static final int MOST_CURVES = 20_000;

    static final String BOOSTED = RulPredictions.BOOSTED;

    static Optional<RulRun> boosted(OuterFold fold, TrainingData data, TrainingSpec spec, long seed) {
        String name = seed == spec.seed() ? BOOSTED : RulPredictions.boosted(seed);
        return fitBoosted(fold, data, spec, seed).map(model -> of(fold, name, model, data, spec));
    }

    static Optional<BoostedRul> fitBoosted(OuterFold fold, TrainingData data, TrainingSpec spec, long seed) {
        return learnable(fold, data, spec).flatMap(rows -> boosting(rows, spec).fit(rows, seed));
    }

    private static BoostedRulFit boosting(RulRows rows, TrainingSpec spec) {
        return spec.targets().isEmpty() ? BoostedRulFit.careful(spec.innerFolds()) : BoostedRulFit.quick(rows.matrix());
    }

    /** One of those the boosted model is held against. */
    static Optional<RulRun> compared(
            String name, OuterFold fold, TrainingData data, TrainingSpec spec, SparkSession spark) {
        return learnable(fold, data, spec)
                .flatMap(rows -> fitted(name, rows, spec, spark))
                .map(model -> of(fold, name, model, data, spec));
    }

    private static Optional<? extends RulModel> fitted(
            String name, RulRows rows, TrainingSpec spec, SparkSession spark) {
        return switch (name) {
            case TargetSpec.Rul.CONSTANT -> ConstantRul.fit(rows);
            case TargetSpec.Rul.HAZARD -> HazardRul.fit(rows, spec.seed());
            case TargetSpec.Rul.XGBOOST_AFT -> BoostedAftRul.fit(rows, spec.seed());
            case TargetSpec.Rul.COX -> CoxRul.fit(rows, spec.seed());
            default -> WeibullRul.fit(spark, rows);
        };
    }

    private static RulRun of(OuterFold fold, String candidate, RulModel model, TrainingData data, TrainingSpec spec) {
        int[] test = fold.testRows(data.matrix());
        TrainingMatrix rows =
                fold.fitted(data.matrix(), spec.fitted()).addedTo(data.matrix().select(test));
        int[] curved = curved(test.length, spec);
        return new RulRun(
                fold, candidate, model, test, model.estimates(rows), curved, model.surviving(rows.select(curved)));
    }

    private static int[] curved(int testRows, TrainingSpec spec) {
        return Evenly.rows(testRows, spec.split() == SplitSpec.Kind.OFFICIAL ? Integer.MAX_VALUE : MOST_CURVES);
    }

    /** The period's rows, lives that end inside the test censored at its start. */
    static Optional<RulRows> learnable(OuterFold fold, TrainingData data, TrainingSpec spec) {
        int[] period = fold.period(data.matrix());
        return data.lives()
                .map(lives -> new RulRows(
                        fold.fitted(data.matrix(), spec.fitted())
                                .addedTo(data.matrix().select(period)),
                        cutOff(fold, data, period, lives),
                        spec.rulCapHours(),
                        spec.rulCoverage()));
    }

    private static RemainingLives cutOff(OuterFold fold, TrainingData data, int[] period, RemainingLives lives) {
        double[] hours = new double[period.length];
        boolean[] censored = new boolean[period.length];
        for (int i = 0; i < period.length; i++) {
            double toTest = fold.byTime()
                    ? (fold.test().from().toEpochMilli() - data.matrix().asOfMillis(period[i])) / 3_600_000.0
                    : Double.POSITIVE_INFINITY;
            SeenLife known = lives.seen(period[i]).knownAfter(toTest);
            hours[i] = known.hours();
            censored[i] = known.censored();
        }
        return new RemainingLives(hours, censored);
    }
}
