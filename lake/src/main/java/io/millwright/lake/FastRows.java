package io.millwright.lake;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/** Rows as Spark keeps them inside, for whoever turns millions of them into something else at once. */
public final class FastRows {

    private FastRows() {}

    /**
     * The rows of a query. Where it does nothing but read columns in the order of the file, they come straight from the reader's batches:
     * Spark's own copy of each row into another format interprets an expression for every cell and boxes every element of an array, which
     * took up to a fifth of an ingest and of a tiling. A row and what it holds are valid until the next one is asked for.
     */
    public static JavaRDD<InternalRow> of(Dataset<Row> query) {
        SparkPlan plan = query.queryExecution().sparkPlan();
        return plan.supportsColumnar()
                ? plan.executeColumnar().toJavaRDD().flatMap(ColumnarBatch::rowIterator)
                : query.queryExecution().toRdd().toJavaRDD();
    }
}
