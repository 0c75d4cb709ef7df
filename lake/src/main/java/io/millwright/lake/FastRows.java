package io.millwright.lake;

import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.execution.ProjectExec;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import scala.collection.Seq;

/** Rows as Spark keeps them inside, for whoever turns millions of them into something else at once. */
public final class FastRows {

    private static final String GENERATES_CODE = "spark.sql.codegen.wholeStage";
    private static final String ROWS_AT_ONCE = "spark.sql.parquet.columnarReaderBatchSize";
    private static final String LEAST_TASKS = "spark.sql.files.minPartitionNum";

    private FastRows() {}

    /**
     * The rows of a query. Where it does nothing but read columns in the order of the file, they come straight from the reader's batches:
     * Spark's own copy of each row into another format interprets an expression for every cell and boxes every element of an array, which
     * took up to a fifth of an ingest and of a tiling. A row and what it holds are valid until the next one is asked for.
     */
    public static JavaRDD<InternalRow> of(Dataset<Row> query) {
        SparkPlan plan = read(query.queryExecution().sparkPlan());
        return batches(query.sparkSession(), plan)
                .map(batches -> batches.flatMap(ColumnarBatch::rowIterator))
                .orElseGet(() -> query.queryExecution().toRdd().toJavaRDD());
    }

    /**
     * The same of long rows. A reader holds all rows of a batch: one of hundreds of days of readings takes as many megabytes, which
     * the garbage collector copies again and again.
     *
     * @param rowsAtOnce in a batch, at least 1
     * @param leastTasks to be made of what is not tiny, as far as the files' row groups allow it
     */
    public static JavaRDD<InternalRow> ofLong(Dataset<Row> query, int rowsAtOnce, int leastTasks) {
        return Meanwhile.with(
                query.sparkSession(),
                Map.of(ROWS_AT_ONCE, Integer.toString(rowsAtOnce), LEAST_TASKS, Integer.toString(leastTasks)),
                () -> of(query));
    }

    /** Empty where rows are not read in batches. A reader hands its batches only to generated code, so this asks as if there were some. */
    private static Optional<JavaRDD<ColumnarBatch>> batches(SparkSession spark, SparkPlan plan) {
        return Meanwhile.with(
                spark,
                Map.of(GENERATES_CODE, "true"),
                () -> plan.supportsColumnar()
                        ? Optional.of(plan.executeColumnar().toJavaRDD())
                        : Optional.empty());
    }

    /** Without a step that only leaves out the last columns: a reader adds a table's partitions behind those asked for. */
    private static SparkPlan read(SparkPlan plan) {
        return plan instanceof ProjectExec project && takesFirst(project) ? project.child() : plan;
    }

    private static boolean takesFirst(ProjectExec project) {
        Seq<NamedExpression> taken = project.projectList();
        Seq<Attribute> there = project.child().output();
        return IntStream.range(0, taken.size())
                .allMatch(i -> taken.apply(i) instanceof Attribute column
                        && i < there.size()
                        && column.exprId().equals(there.apply(i).exprId()));
    }
}
