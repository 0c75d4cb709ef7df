package io.millwright.etl;

import io.millwright.lake.FastRows;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;

/** The text files of a source as rows for {@link TextRecords}. */
final class TextFiles {

    private TextFiles() {}

    /** Lines, and files of a JSON array, each of which one task reads whole; neither where there is none such. */
    static Stream<JavaRDD<InternalRow>> rows(SourceFiles files, SparkSession spark) {
        return Stream.concat(
                rows(files, LandingFile::array, spark.read().option("wholetext", true)),
                rows(files, file -> !file.array(), spark.read()));
    }

    private static Stream<JavaRDD<InternalRow>> rows(
            SourceFiles files, Predicate<LandingFile> which, DataFrameReader reader) {
        String[] paths = files.only(which).readablePaths();
        return paths.length == 0 ? Stream.of() : Stream.of(FastRows.of(reader.text(paths)));
    }
}
