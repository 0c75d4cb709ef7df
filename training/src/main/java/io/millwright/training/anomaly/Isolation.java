package io.millwright.training.anomaly;

import com.linkedin.relevance.isolationforest.IsolationForest;
import com.linkedin.relevance.isolationforest.IsolationForestModel;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * LinkedIn's isolation forest on Spark: how few random cuts set a row apart. Fitted on one partition in row order, so that it is the same
 * on any cluster.
 *
 * @see "Liu, Ting, Zhou, Isolation Forest, ICDM 2008"
 */
final class Isolation implements PointDetector {

    private static final int TREES = 100;
    private static final double ROWS_OF_A_TREE = 256;
    private static final String ROW = "row";
    private static final String FEATURES = "features";
    private static final String SCORE = "outlierScore";
    private static final StructType SCHEMA =
            new StructType().add(ROW, DataTypes.IntegerType, false).add(FEATURES, SQLDataTypes.VectorType(), false);

    private final SparkSession spark;

    Isolation(SparkSession spark) {
        this.spark = spark;
    }

    @Override
    public String name() {
        return "isolation_forest";
    }

    @Override
    public FittedPoints fit(double[][] normal, long seed) {
        IsolationForest forest = new IsolationForest();
        forest.setNumEstimators(TREES);
        forest.setMaxSamples(Math.min(ROWS_OF_A_TREE, normal.length));
        forest.setContamination(0);
        forest.setRandomSeed(seed);
        IsolationForestModel model = forest.fit(table(normal));
        return rows -> rows.length == 0 ? new double[0] : scores(model, rows);
    }

    private double[] scores(IsolationForestModel model, double[][] rows) {
        double[] scores = new double[rows.length];
        for (Row scored : model.transform(table(rows)).select(ROW, SCORE).collectAsList()) {
            scores[scored.getInt(0)] = scored.getDouble(1);
        }
        return scores;
    }

    private Dataset<Row> table(double[][] rows) {
        List<Row> numbered = IntStream.range(0, rows.length)
                .mapToObj(row -> RowFactory.create(row, Vectors.dense(Arrays.copyOf(rows[row], rows[row].length))))
                .toList();
        return spark.createDataFrame(numbered, SCHEMA).coalesce(1);
    }
}
