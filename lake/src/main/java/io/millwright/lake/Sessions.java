package io.millwright.lake;

import io.millwright.lake.table.Series;
import io.millwright.lake.table.Waveforms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.AbstractFileSystem;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.mapred.JobConf;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;

/** The Spark settings every job and every test shares. */
public final class Sessions {

    /** Columns of measured numbers: nearly every value differs, so a dictionary is built in vain. */
    private static final List<String> MEASURED = List.of(
            Series.OFFSET_MS + ".list.element",
            Series.VALUE + ".list.element",
            Series.CLEAN + ".list.element",
            Waveforms.SAMPLES);

    private static final String OF_HADOOP = "spark.hadoop.";
    /** How Hadoop's own files of settings end. */
    private static final String DEFAULTS = "-default.xml";
    /** What files, codecs, credentials and committers ask for; the other nine hundred settings are of services a local session has not. */
    private static final List<String> KEPT_OF_HADOOP = List.of(
            "fs.",
            "file.",
            "io.",
            "parquet.",
            "hadoop.security.",
            "hadoop.tmp.",
            "hadoop.user.",
            "mapreduce.fileoutputcommitter.",
            "mapreduce.output.");

    private static final String READS_LISTS = "spark.millwright.readsLists";
    private static final String FILES = "fs.file.impl";
    private static final String FILES_IN_CONTEXT = "fs.AbstractFileSystem.file.impl";

    private Sessions() {}

    /**
     * How a local session reaches S3.
     *
     * @param endpoint an emulator that stands in for S3; empty for S3 itself
     * @param kmsKey encrypts what is written; empty for the buckets' own encryption, and of no use to an emulator without TLS, to which
     *     Hadoop's client of S3 names no key
     */
    public record Buckets(Optional<URI> endpoint, Optional<String> kmsKey) {

        private boolean isPlainHttp() {
            return endpoint.map(URI::getScheme).filter("http"::equals).isPresent();
        }

        /** S3 itself, with the buckets' own encryption. */
        public static Buckets usual() {
            return new Buckets(Optional.empty(), Optional.empty());
        }
    }

    /** Delta's extension and catalog, UTC, and sizes that suit tables of megabytes as well as of terabytes. */
    public static SparkSession.Builder configured(SparkSession.Builder builder) {
        MEASURED.forEach(column -> builder.config("spark.hadoop.parquet.enable.dictionary#" + column, "false"));
        return builder.config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
                .config("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.sql.parquet.compression.codec", "zstd")
                .config("spark.hadoop.parquet.compression.codec.zstd.level", "1")
                .config("spark.databricks.delta.snapshotPartitions", "2")
                .config("spark.databricks.delta.properties.defaults.checkpointInterval", "20")
                .config("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS")
                .config("spark.sql.parquet.columnarReaderBatchSize", "256")
                // Training takes the whole training set to the driver, one float a value: a million rows of 200
                // features
                // reach Spark's limit of a gigabyte. What has no room there ends in an error of its own.
                .config("spark.driver.maxResultSize", "0");
    }

    /**
     * A session on this machine with as many threads as given; small shuffles, no web interface. Here a run is hundreds of short
     * queries whose work is done in Java, chunk by chunk: compiling code for each query, handing it the settings of
     * Hadoop's services, and summing up a table's state after each commit, cost more than they save.
     */
    public static SparkSession local(int threads) {
        return local(threads, Buckets.usual());
    }

    /** The same. */
    public static SparkSession local(int threads, Buckets buckets) {
        SparkSession.Builder builder = SparkSession.builder();
        localS3(buckets).forEach((name, value) -> builder.config(OF_HADOOP + name, value));
        SparkSession spark = configured(builder)
                .appName("millwright")
                .master("local[" + threads + "]")
                .config("spark.sql.shuffle.partitions", Integer.toString(threads))
                .config("spark.default.parallelism", Integer.toString(threads))
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.ui.showConsoleProgress", "false")
                // Each query is described for an interface nobody looks at, again after each of its steps; the code
                // generated for it is the shortest description, as there is none.
                .config("spark.sql.ui.explainMode", "codegen")
                .config("spark.sql.debug.maxToStringFields", "1")
                // Expressions that occur twice in a row are cheaper evaluated twice than looked up.
                .config("spark.sql.subexpressionElimination.enabled", "false")
                .config("spark.sql.codegen.wholeStage", "false")
                // What is kept for the next query is mostly arrays, which are never compressed.
                .config("spark.sql.inMemoryColumnarStorage.compressed", "false")
                .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
                .config("spark.databricks.delta.snapshotPartitions", "1")
                // VACUUM lists a table's files in as many tasks, ten thousand unless told.
                .config("spark.sql.sources.parallelPartitionDiscovery.parallelism", Integer.toString(threads * 2))
                .config(READS_LISTS, "true")
                .config("spark.databricks.delta.writeChecksumFile.enabled", "false")
                .config("spark.databricks.delta.allFilesInCrc.enabled", "false")
                .config("spark.hadoop." + FILES, ProcessFreeFileSystem.class.getName())
                .config("spark.hadoop." + FILES_IN_CONTEXT, ProcessFreeFileSystem.Context.class.getName())
                .getOrCreate();
        lighten(spark.sparkContext());
        return spark;
    }

    /** Whether tables are read by the lists of their files, see {@link ListedTable}: only where Spark is the one this was built with. */
    static boolean readsLists(SparkSession spark) {
        return Boolean.parseBoolean(spark.conf().get(READS_LISTS, "false"));
    }

    /** Every query copies Hadoop's settings and sends them to its tasks; those somebody set stay. */
    private static void lighten(SparkContext context) {
        Configuration hadoop = context.hadoopConfiguration();
        bringDefaults(hadoop);
        List<String> names = new ArrayList<>();
        hadoop.forEach(setting -> names.add(setting.getKey()));
        names.removeIf(name -> KEPT_OF_HADOOP.stream().anyMatch(name::startsWith) || !isDefault(hadoop, name));
        names.forEach(hadoop::unset);
    }

    /** Those of MapReduce, YARN and all file systems: what is left out now would come back when one of them is first used. */
    private static void bringDefaults(Configuration hadoop) {
        new JobConf(false);
        try {
            FileSystem.getFileSystemClass("file", hadoop);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isDefault(Configuration hadoop, String name) {
        String[] sources = hadoop.getPropertySources(name);
        return sources != null && sources.length > 0 && sources[sources.length - 1].endsWith(DEFAULTS);
    }

    /** Hadoop's settings of a {@link #local} session, for what is read before there is one; Hadoop keeps the first file system it makes. */
    public static Configuration localHadoop(Buckets buckets) {
        Configuration hadoop = submittedHadoop();
        localS3(buckets).forEach(hadoop::set);
        hadoop.setClass(FILES, ProcessFreeFileSystem.class, FileSystem.class);
        hadoop.setClass(FILES_IN_CONTEXT, ProcessFreeFileSystem.Context.class, AbstractFileSystem.class);
        return hadoop;
    }

    /**
     * Hadoop's settings for S3 where no platform brings its own: URLs are written as on AWS or as Hadoop does, and credentials are those
     * AWS's tools find. What a system property {@code spark.hadoop.*} says stays.
     */
    private static Map<String, String> localS3(Buckets buckets) {
        Map<String, String> settings = new TreeMap<>(Map.of(
                "fs.s3.impl", "org.apache.hadoop.fs.s3a.S3AFileSystem",
                "fs.AbstractFileSystem.s3.impl", "org.apache.hadoop.fs.s3a.S3A",
                "fs.s3a.aws.credentials.provider", "com.amazonaws.auth.DefaultAWSCredentialsProviderChain"));
        buckets.endpoint().ifPresent(address -> {
            settings.put("fs.s3a.endpoint", address.toString());
            settings.put("fs.s3a.path.style.access", "true");
        });
        buckets.kmsKey().filter(key -> !buckets.isPlainHttp()).ifPresent(key -> {
            settings.put("fs.s3a.encryption.algorithm", "SSE-KMS");
            settings.put("fs.s3a.encryption.key", key);
        });
        settings.keySet().removeIf(name -> System.getProperty(OF_HADOOP + name) != null);
        return settings;
    }

    /** Hadoop's settings as a platform hands them over, before there is a session, without waking Spark's logging. */
    public static Configuration submittedHadoop() {
        Configuration hadoop = new Configuration();
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith(OF_HADOOP))
                .forEach(name -> hadoop.set(name.substring(OF_HADOOP.length()), System.getProperty(name)));
        return hadoop;
    }
}
