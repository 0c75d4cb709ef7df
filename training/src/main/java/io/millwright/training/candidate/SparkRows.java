package io.millwright.training.candidate;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Rows for MLlib, in the given order in one partition: what makes its fits the same every time. */
public final class SparkRows {

    public static final String FEATURES = "features";

    public static final String LABEL = "label";

    /** What MLlib wants beside the label: for AFT 1 where the event was seen and 0 where it is censored, for classifiers a weight. */
    public static final String BESIDE = "beside";

    private static final StructType SCHEMA = new StructType()
            .add(LABEL, DataTypes.DoubleType, false)
            .add(BESIDE, DataTypes.DoubleType, false)
            .add(FEATURES, SQLDataTypes.VectorType(), false);

    private SparkRows() {}

    /**
     * A table of features and labels.
     *
     * @param beside see {@link #BESIDE}
     */
    public static Dataset<Row> of(SparkSession spark, double[][] features, double[] label, double[] beside) {
        List<Row> rows = new ArrayList<>(features.length);
        for (int row = 0; row < features.length; row++) {
            rows.add(RowFactory.create(label[row], beside[row], Vectors.dense(features[row])));
        }
        return spark.createDataFrame(rows, SCHEMA).coalesce(1);
    }
}
