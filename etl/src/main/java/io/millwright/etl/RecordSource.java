package io.millwright.etl;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_format;

import io.millwright.lake.config.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** One source of logs or metadata, opened: its files and its plan. A text file is read whole by one task. */
record RecordSource(SourceFiles files, RecordPlan plan) {

    private static final Encoder<LogRecord> RECORD = Encoders.bean(LogRecord.class);

    /** Its records, accepted and rejected; nothing is read before an action. Unreadable files are one rejected record each. */
    Dataset<LogRecord> records(SparkSession spark) {
        List<LogRecord> unreadable = files.unreadable().stream()
                .map(file -> LogRecord.of(plan.source, file.path(), file.problem() == null ? "" : file.problem())
                        .rejectedFor(Reason.UNREADABLE_FILE))
                .toList();
        Dataset<LogRecord> records = spark.createDataset(unreadable, RECORD);
        if (files.readable().isEmpty()) {
            return records;
        }
        return files.source().format() == Source.Format.PARQUET ? columns(spark, records) : records.union(text(spark));
    }

    private Dataset<LogRecord> text(SparkSession spark) {
        Map<String, LandingFile> byPath = new HashMap<>();
        for (LandingFile file : files.readable()) {
            byPath.put(file.path(), file);
            byPath.put(new Path(file.path()).toUri().toString(), file);
        }
        Source.Format format = files.source().format();
        String delimiter = files.source().delimiter();
        RecordPlan records = plan;
        FlatMapFunction<Row, LogRecord> read = row -> {
            LandingFile file = byPath.get(row.getString(1));
            if (file == null) {
                throw new IllegalStateException("Spark read " + row.getString(1) + ", which was not listed");
            }
            RecordText text = new RecordText(records);
            String content = records.notation.text(row.getAs(0));
            return (format == Source.Format.CSV ? text.csv(file, content, delimiter) : text.json(file, content))
                    .iterator();
        };
        return spark.read()
                .option("wholetext", true)
                .text(files.readablePaths())
                .select(col("value").cast(DataTypes.BinaryType), col("_metadata.file_path"))
                .flatMap(read, RECORD);
    }

    private Dataset<LogRecord> columns(SparkSession spark, Dataset<LogRecord> others) {
        Dataset<LogRecord> all = others;
        for (LandingFile file : files.readable()) {
            RecordPlan records = plan;
            String path = file.path();
            MapPartitionsFunction<Row, LogRecord> read = rows -> judged(records, path, rows);
            Column[] columns = plan.columns().stream()
                    .map(name -> asText(file.schema(), name))
                    .toArray(Column[]::new);
            all = all.union(spark.read()
                    .schema(file.schema())
                    .parquet(path)
                    .coalesce(1)
                    .select(columns)
                    .mapPartitions(read, RECORD));
        }
        return all;
    }

    private static Column asText(StructType schema, String name) {
        DataType type = schema.apply(name).dataType();
        Column column = col("`" + name + "`");
        if (type.equals(DataTypes.TimestampType)) {
            return date_format(column, "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'");
        }
        return column.cast(DataTypes.StringType);
    }

    private static Iterator<LogRecord> judged(RecordPlan plan, String path, Iterator<Row> rows) {
        RecordJudge judge = new RecordJudge(plan);
        List<LogRecord> judged = new ArrayList<>();
        for (long line = 1; rows.hasNext(); line++) {
            Row row = rows.next();
            @Nullable String[] cells = new String[row.length()];
            for (int i = 0; i < cells.length; i++) {
                cells[i] = row.isNullAt(i) ? null : row.getString(i);
            }
            judge.judge(path, String.join(",", texts(cells)), cells, line).ifPresent(judged::add);
        }
        return judged.iterator();
    }

    private static List<String> texts(@Nullable String[] cells) {
        List<String> texts = new ArrayList<>();
        for (String cell : cells) {
            texts.add(cell == null ? "" : cell);
        }
        return texts;
    }
}
