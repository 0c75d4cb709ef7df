package io.millwright.lake.testing;

import io.millwright.lake.Sessions;
import org.apache.spark.sql.SparkSession;

/** The one Spark session of a test JVM: started at first use, never stopped. */
public final class TestSpark {

    private TestSpark() {}

    public static SparkSession session() {
        SparkSession spark = Sessions.local(2);
        spark.sparkContext().setLogLevel("ERROR");
        return spark;
    }
}
