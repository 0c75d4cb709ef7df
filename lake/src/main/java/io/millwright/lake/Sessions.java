package io.millwright.lake;

import org.apache.spark.sql.SparkSession;

/** The Spark settings every job and every test shares. */
public final class Sessions {

    private Sessions() {}

    /** Delta's extension and catalog, UTC, and sizes that suit tables of megabytes as well as of terabytes. */
    public static SparkSession.Builder configured(SparkSession.Builder builder) {
        return builder.config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
                .config("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.sql.parquet.compression.codec", "zstd")
                .config("spark.io.compression.codec", "zstd")
                .config("spark.databricks.delta.snapshotPartitions", "2")
                .config("spark.databricks.delta.properties.defaults.checkpointInterval", "20")
                .config("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS");
    }

    /** A session on this machine with as many threads as given; small shuffles, no web interface. */
    public static SparkSession local(int threads) {
        return configured(SparkSession.builder())
                .appName("millwright")
                .master("local[" + threads + "]")
                .config("spark.sql.shuffle.partitions", Integer.toString(threads * 2))
                .config("spark.default.parallelism", Integer.toString(threads))
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.ui.showConsoleProgress", "false")
                .config("spark.sql.codegen.cache.maxEntries", "1000")
                .getOrCreate();
    }
}
