package io.millwright.training.candidate;

import io.millwright.lake.MillwrightException;
import io.millwright.lake.config.TargetSpec;
import io.millwright.training.matrix.FailureLabels;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.function.Predicate;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.sql.SparkSession;

/** MLlib's logistic regression with a ridge penalty on the most telling features, imputed and standardised. */
final class LogisticCandidate implements Candidate {

    /** Each is a Spark job; on standardised features with a ridge the loss hardly falls after these. */
    private static final int ITERATIONS = 10;

    /** Of the model the others are measured against, which must not lose for want of effort. */
    private static final int PLAIN_ITERATIONS = 100;

    private static final int QUICK_FOLDS = 2;

    private static final double RIDGE = 0.01;

    private final String name;
    private final Predicate<String> columns;
    private final FeatureChoice features;
    private final int iterations;
    private final int mostFolds;
    private final SparkSession spark;

    private LogisticCandidate(
            String name,
            Predicate<String> columns,
            FeatureChoice features,
            int iterations,
            int mostFolds,
            SparkSession spark) {
        this.name = name;
        this.columns = columns;
        this.features = features;
        this.iterations = iterations;
        this.mostFolds = mostFolds;
        this.spark = spark;
    }

    static LogisticCandidate ofAll(FeatureChoice features, SparkSession spark) {
        return new LogisticCandidate("logistic", column -> true, features, ITERATIONS, QUICK_FOLDS, spark);
    }

    /**
     * What one would begin with: the means of the sensors as they are, and nothing chosen among them; on as many inner folds as are
     * configured.
     */
    static LogisticCandidate ofMeans(SparkSession spark) {
        return new LogisticCandidate(
                TargetSpec.PLAIN,
                column -> column.endsWith("__mean"),
                Selection.all(),
                PLAIN_ITERATIONS,
                Integer.MAX_VALUE,
                spark);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean probabilistic() {
        return true;
    }

    @Override
    public int innerFolds(int configured) {
        return Math.min(configured, mostFolds);
    }

    @Override
    public FittedModel fit(TrainingMatrix rows, FailureLabels labels, long seed) {
        TrainingMatrix given =
                rows.withColumns(rows.columns().stream().filter(columns).toList());
        if (given.width() == 0) {
            throw MillwrightException.configuration(
                    name + " has no feature to learn from; add mean to features.statistics");
        }
        ScreenedRows few = ScreenedRows.of(features.of(given, labels), labels);
        LogisticRegressionModel model = new LogisticRegression()
                .setMaxIter(iterations)
                .setRegParam(RIDGE)
                .setElasticNetParam(0)
                .setStandardization(false)
                .setWeightCol(SparkRows.BESIDE)
                .fit(few.standardised(spark));
        return new LinearModel(
                few.preparation(), model.intercept(), model.coefficients().toArray());
    }
}
