package io.millwright.training.candidate;

import io.millwright.training.matrix.FailureLabels;
import io.millwright.training.matrix.TrainingMatrix;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.sql.SparkSession;

/** MLlib's logistic regression with a ridge penalty on the most telling features, imputed and standardised. */
final class LogisticCandidate implements Candidate {

    /** Each is a Spark job; on standardised features with a ridge the loss hardly falls after these. */
    private static final int ITERATIONS = 10;

    private static final double RIDGE = 0.01;

    private final Selection selection;
    private final SparkSession spark;

    LogisticCandidate(Selection selection, SparkSession spark) {
        this.selection = selection;
        this.spark = spark;
    }

    @Override
    public String name() {
        return "logistic";
    }

    @Override
    public boolean probabilistic() {
        return true;
    }

    @Override
    public int innerFolds(int configured) {
        return Math.min(configured, 2);
    }

    @Override
    public FittedModel fit(TrainingMatrix rows, FailureLabels labels, long seed) {
        ScreenedRows few = ScreenedRows.of(selection.of(rows, labels), labels);
        LogisticRegressionModel model = new LogisticRegression()
                .setMaxIter(ITERATIONS)
                .setRegParam(RIDGE)
                .setElasticNetParam(0)
                .setStandardization(false)
                .setWeightCol(SparkRows.BESIDE)
                .fit(few.standardised(spark));
        return new LinearModel(
                few.preparation(), model.intercept(), model.coefficients().toArray());
    }
}
