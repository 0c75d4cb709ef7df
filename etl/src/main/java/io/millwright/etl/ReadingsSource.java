package io.millwright.etl;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.millwright.lake.FastRows;
import io.millwright.lake.config.Source;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** One source of readings, opened: its files, its plan, and who is told when they arrived. */
record ReadingsSource(SourceFiles files, ReadingsPlan plan, ArrivalSpans spans) {

    /** What the tasks make of the files; nothing is read before an action. Unreadable files are one rejected record each. */
    JavaRDD<Landed> landed(SparkSession spark) {
        List<JavaRDD<Landed>> parts = new ArrayList<>();
        if (!files.readable().isEmpty()) {
            parts.addAll(files.source().format() == Source.Format.PARQUET ? columns(spark) : texts(spark));
        }
        JavaRDD<Landed> all = UnreadableFiles.landed(spark, files);
        for (JavaRDD<Landed> part : parts) {
            all = all.union(part);
        }
        return all;
    }

    private List<JavaRDD<Landed>> texts(SparkSession spark) {
        TextReadings reader = new TextReadings(plan, files, spans);
        return TextFiles.rows(files, spark)
                .map(texts -> texts.mapPartitions(rows -> new LandedIterator(rows, reader.sink())))
                .toList();
    }

    /** Files of one schema are read together, so that a column may have another type in another file. */
    private List<JavaRDD<Landed>> columns(SparkSession spark) {
        Map<StructType, List<String>> bySchema = new LinkedHashMap<>();
        for (LandingFile file : files.readable()) {
            bySchema.computeIfAbsent(file.schema(), ignored -> new ArrayList<>())
                    .add(file.path());
        }
        List<JavaRDD<Landed>> parts = new ArrayList<>();
        bySchema.forEach((schema, paths) -> parts.add(columns(spark, schema, paths)));
        return parts;
    }

    private JavaRDD<Landed> columns(SparkSession spark, StructType schema, List<String> paths) {
        String[] files = paths.toArray(new String[0]);
        Dataset<Row> rows = isReadAsItIs(schema)
                ? spark.read().schema(chosen(schema)).parquet(files)
                : spark.read().schema(schema).parquet(files).select(converted(schema));
        ColumnReadings reader = new ColumnReadings(plan, rows.schema(), this.files, spans);
        return FastRows.of(rows).mapPartitions(each -> new LandedIterator(each, reader.sink()));
    }

    private boolean isReadAsItIs(StructType schema) {
        return Set.copyOf(plan.columns).size() == plan.columns.size()
                && plan.columns.stream()
                        .allMatch(name -> !name.equals(ReadingsPlan.NO_COLUMN)
                                && ColumnReadings.readAs(schema.apply(name).dataType())
                                        .equals(schema.apply(name).dataType()));
    }

    private StructType chosen(StructType schema) {
        return new StructType(plan.columns.stream().map(schema::apply).toArray(StructField[]::new));
    }

    private Column[] converted(StructType schema) {
        return plan.columns.stream()
                .map(name -> name.equals(ReadingsPlan.NO_COLUMN)
                        ? lit(null).cast("string")
                        : col("`" + name + "`")
                                .cast(ColumnReadings.readAs(schema.apply(name).dataType())))
                .toArray(Column[]::new);
    }
}
