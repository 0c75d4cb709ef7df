package io.millwright.etl;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** Files of which nothing can be read: each counts as one record, which is rejected. */
final class UnreadableFiles {

    private UnreadableFiles() {}

    static JavaRDD<Landed> landed(SparkSession spark, SourceFiles files) {
        List<Landed> landed = new ArrayList<>();
        String source = files.source().name();
        for (LandingFile file : files.unreadable()) {
            landed.add(Landed.rejected(
                    source,
                    file.path(),
                    Reason.UNREADABLE_FILE,
                    file.problem() == null ? "" : file.problem(),
                    null,
                    null,
                    null,
                    null));
        }
        landed.add(Landed.count(source, files.unreadable().size()));
        return JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(landed, 1);
    }
}
