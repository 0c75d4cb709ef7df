package io.millwright.training.candidate;

import io.millwright.training.matrix.FailureLabels;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Rows with a class and a weight for MLlib's classifiers. */
final class ClassRows {

    private ClassRows() {}

    static Dataset<Row> of(SparkSession spark, double[][] features, FailureLabels labels, double[] weights) {
        double[] label = IntStream.range(0, features.length)
                .mapToDouble(row -> labels.positive(row) ? 1 : 0)
                .toArray();
        return SparkRows.of(spark, features, label, weights);
    }
}
