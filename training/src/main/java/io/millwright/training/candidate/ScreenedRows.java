package io.millwright.training.candidate;

import io.millwright.training.matrix.FailureLabels;
import io.millwright.training.matrix.TrainingMatrix;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What MLlib's classifiers train on: thinned rows of the most telling features, which more of either would slow down.
 *
 * @param preparation fitted on these rows
 */
@SuppressWarnings("ArrayRecordComponent") // weights of rows; identity is never asked for
record ScreenedRows(TrainingMatrix features, FailureLabels labels, double[] weights, Preparation preparation) {

    private static final int MOST_ROWS = 10_000;
    private static final int FEATURES = 60;

    static ScreenedRows of(TrainingMatrix rows, FailureLabels labels) {
        Thinning thinning = Thinning.of(labels, MOST_ROWS);
        FailureLabels kept = thinning.of(labels);
        TrainingMatrix thinned = thinning.of(rows);
        TrainingMatrix telling = thinned.withColumns(Screening.mostTelling(thinned, kept, FEATURES));
        return new ScreenedRows(telling, kept, thinning.weights(), Preparation.fit(telling));
    }

    /** Medians in the gaps, for trees. */
    Dataset<Row> filled(SparkSession spark) {
        return ClassRows.of(spark, preparation.filled(features), labels, weights);
    }

    /** Medians in the gaps, mean 0 and standard deviation 1, for sums of features. */
    Dataset<Row> standardised(SparkSession spark) {
        return ClassRows.of(spark, preparation.standardised(features), labels, weights);
    }
}
