package io.millwright.features.store;

import static io.millwright.features.store.ExportedReadings.FEATURES;
import static io.millwright.features.store.ExportedReadings.MACHINES;
import static io.millwright.features.store.ExportedReadings.MOMENTS;
import static io.millwright.features.store.ExportedReadings.catalogue;
import static io.millwright.features.store.ExportedReadings.readings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millwright.features.store.ExportedReadings.Reading;
import io.millwright.features.store.ExportedReadings.Stopped;
import io.millwright.features.store.ExportedReadings.Stopping;
import io.millwright.features.table.FeatureGroups;
import io.millwright.lake.Lake;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.Progress;
import io.millwright.lake.testing.TestSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.iceberg.hadoop.HadoopFileIO;
import org.apache.iceberg.io.OutputFile;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same as {@link FeatureExportTest} of an Iceberg table, partitioned as SageMaker partitions the tables of its groups. */
class IcebergExportTest {

    private static final Duration EVERY = Duration.ofMinutes(80);
    /** The note of what is begun, not that of what is there now. */
    private static final int PUTS_OF_NOTES = 1;

    @TempDir
    private Path folder;

    private Lake lake;
    private IcebergTable table;

    /** Spark keeps the first catalog of a name, so every test has names of its own. */
    @BeforeEach
    void a_lake_with_a_feature_group_and_the_table_its_store_made() {
        Dying.armed = false;
        lake = Lake.open(TestSpark.session(), folder.resolve("lake").toString(), "run");
        String catalog = "c" + folder.getFileName().toString().replaceAll("\\W", "");
        table = new IcebergTable(
                catalog,
                "sagemaker_featurestore",
                "time_domain_1769796000",
                Map.of(
                        "type", "hadoop",
                        "warehouse", folder.resolve("warehouse").toString(),
                        "io-impl", Dying.class.getName()));
        String store = "spark.sql.catalog." + catalog + "_store";
        lake.spark().conf().set(store, "org.apache.iceberg.spark.SparkCatalog");
        lake.spark().conf().set(store + ".type", "hadoop");
        lake.spark().conf().set(store + ".cache-enabled", "false");
        lake.spark()
                .conf()
                .set(store + ".warehouse", folder.resolve("warehouse").toString());
        lake.spark().sql("""
                CREATE TABLE %s
                  (equipment_id STRING, as_of STRING, heat__24h__mean DOUBLE, load__24h__sd DOUBLE,
                   write_time TIMESTAMP, api_invocation_time TIMESTAMP, is_deleted BOOLEAN)
                USING iceberg PARTITIONED BY (truncate(10, as_of))
                """.formatted(reader()));
        write(readings());
        catalogue(lake, FEATURES);
    }

    /** One row other, one gone, one new. */
    private static List<Reading> changed() {
        List<Reading> next = new ArrayList<>(readings());
        next.set(0, new Reading(0, 0, 17, 3.0));
        next.remove(MOMENTS);
        next.add(new Reading(1, MOMENTS, 1, null));
        return next;
    }

    private void write(List<Reading> readings) {
        ExportedReadings.write(lake, readings, EVERY);
    }

    /** Once armed as a process that is killed after its data files: writes nothing of Iceberg's log, and clears nothing away. */
    public static final class Dying extends HadoopFileIO {
        private static final long serialVersionUID = 1;
        private static volatile boolean armed;

        @Override
        public OutputFile newOutputFile(String path) {
            if (armed && path.contains("/metadata/")) {
                throw new Stopped();
            }
            return super.newOutputFile(path);
        }

        @Override
        public void deleteFile(String path) {
            if (!armed) {
                super.deleteFile(path);
            }
        }

        @Override
        public void deleteFiles(Iterable<String> paths) {
            if (!armed) {
                super.deleteFiles(paths);
            }
        }
    }

    /** A folder for the notes, a catalog in another for the rows; the note of what is there now can be kept from being written. */
    private record Store(FolderStore notes, IcebergTable table, boolean stopping) implements OfflineStore {

        @Override
        public String prefix() {
            return notes.prefix();
        }

        @Override
        public StoreFolder open(FeatureGroup group) {
            StoreFolder opened = notes.open(group);
            return stopping ? new Stopping(opened, new AtomicInteger(PUTS_OF_NOTES)) : opened;
        }

        @Override
        public Optional<IcebergTable> iceberg(FeatureGroup group) {
            return Optional.of(table);
        }

        @Override
        public Optional<OnlineStore> online() {
            return Optional.empty();
        }

        @Override
        public String startAnew(String group) {
            return notes.startAnew(group);
        }
    }

    private ExportReport.Group export() {
        return export(false);
    }

    private ExportReport.Group export(boolean stopping) {
        return export(table, stopping);
    }

    private ExportReport.Group export(IcebergTable to, boolean stopping) {
        OfflineStore store = new Store(new FolderStore(folder.resolve("store")), to, stopping);
        return FeatureExport.run(lake, store, Progress.silent()).groups().get(0);
    }

    private Dataset<Row> offline() {
        return lake.spark().table(reader());
    }

    /** The table as somebody finds it who knows nothing of the export. */
    private String reader() {
        return "%s_store.%s.%s".formatted(table.catalog(), table.database(), table.table());
    }

    private List<String> read(String query) {
        offline().createOrReplaceTempView("offline");
        return ExportedReadings.read(lake, query);
    }

    private List<String> table() {
        return ExportedReadings.table(lake);
    }

    private List<Path> dataFiles() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("warehouse"))) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .sorted()
                    .toList();
        }
    }

    /** What the table's snapshots say they are of, in order. */
    private List<String> commits() {
        return lake
                .spark()
                .sql("SELECT summary['millwright.commit'] FROM %s.snapshots ORDER BY committed_at".formatted(reader()))
                .collectAsList()
                .stream()
                .map(row -> row.getString(0))
                .toList();
    }

    @Test
    @Tag("full")
    void what_the_documented_queries_read_is_the_table_row_by_row_commit_after_commit() throws IOException {
        ExportReport.Group first = export();
        List<String> read = read(FeatureExportTest.HISTORY);
        List<String> wanted = table();
        List<Path> files = dataFiles();

        ExportReport.Group again = export();
        List<Path> filesAgain = dataFiles();
        write(changed());
        ExportReport.Group next = export();

        assertThat(read).isEqualTo(wanted).hasSize(MACHINES * MOMENTS);
        assertThat(read).contains("[m-2,2026-01-31T04:40:00.000Z,null,null]");
        assertThat(List.of(first.rows(), first.gone(), first.notNumbers(), (long) first.files()))
                .containsExactly(27L, 0L, 2L, 2L);
        assertThat(again.rows()).isZero();
        assertThat(filesAgain).isEqualTo(files);
        assertThat(List.of(next.rows(), next.gone())).containsExactly(3L, 1L);
        assertThat(read(FeatureExportTest.HISTORY)).isEqualTo(table()).hasSize(MACHINES * MOMENTS);
        assertThat(read(FeatureExportTest.LATEST)).hasSize(MACHINES).anySatisfy(row -> assertThat(row)
                .isEqualTo("[m-1,2026-01-31T06:00:00.000Z,1.0,null]"));
        assertThat(offline().count()).isEqualTo(MACHINES * MOMENTS + 3);
        String id = lake.tableId(FeatureGroups.TIME_DOMAIN);
        assertThat(commits()).containsExactly(id + "/0", id + "/1");
    }

    @Test
    @Tag("full")
    void a_file_holds_rows_of_one_day_in_order_of_moment_and_machine_and_a_table_that_is_not_there_is_said()
            throws IOException {
        IcebergTable elsewhere = new IcebergTable(table.catalog(), table.database(), "elsewhere", table.settings());
        assertThatThrownBy(() -> export(elsewhere, false))
                .isInstanceOfSatisfying(MillwrightException.class, e -> assertThat(e.category())
                        .isEqualTo(MillwrightException.Category.CONFIGURATION))
                .hasMessageContaining("sagemaker_featurestore.elsewhere");
        export();

        List<Path> files = dataFiles();
        assertThat(files)
                .extracting(file -> file.getParent().getFileName().toString())
                .containsExactly("as_of_trunc=2026-01-30", "as_of_trunc=2026-01-31");
        for (Path file : files) {
            List<Row> rows = lake.spark()
                    .read()
                    .parquet(file.toString())
                    .select("as_of", "equipment_id")
                    .collectAsList();
            assertThat(rows)
                    .hasSizeGreaterThan(MACHINES)
                    .isSortedAccordingTo(
                            Comparator.comparing((Row row) -> row.getString(0)).thenComparing(row -> row.getString(1)))
                    .allSatisfy(row -> assertThat(file.getParent().toString())
                            .endsWith(row.getString(0).substring(0, 10)));
        }
    }

    @Test
    void what_was_written_before_a_kill_is_seen_by_nobody_and_the_retry_completes() throws IOException {
        Dying.armed = true;
        assertThatThrownBy(this::export).hasStackTraceContaining(Stopped.class.getName());
        int orphans = dataFiles().size();
        long seen = offline().count();
        Dying.armed = false;

        ExportReport.Group group = export();

        assertThat(orphans).isPositive();
        assertThat(seen).isZero();
        assertThat(dataFiles()).hasSize(2 * orphans);
        assertThat(group.rows()).isEqualTo(MACHINES * MOMENTS);
        assertThat(read(FeatureExportTest.HISTORY)).isEqualTo(table());
        assertThat(offline().count()).isEqualTo(MACHINES * MOMENTS);
    }

    /** The table has gone on before the retry. */
    @Test
    @Tag("full")
    void what_was_committed_before_a_kill_is_not_written_again() throws IOException {
        assertThatThrownBy(() -> export(true)).isInstanceOf(Stopped.class);
        List<Path> committed = dataFiles();
        long seen = offline().count();
        write(changed());

        ExportReport.Group group = export();

        assertThat(seen).isEqualTo(MACHINES * MOMENTS);
        assertThat(dataFiles()).containsAll(committed).hasSize(committed.size() + 2);
        assertThat(group.version()).isEqualTo(1);
        assertThat(read(FeatureExportTest.HISTORY)).isEqualTo(table());
        assertThat(offline().count()).isEqualTo(MACHINES * MOMENTS + 3);
        assertThat(commits()).hasSize(2);
    }

    @Test
    void a_platform_without_iceberg_is_told_what_to_switch_on() {
        FeatureGroup group = new FeatureGroup("millwright-time-domain", FeatureGroups.TIME_DOMAIN, List.of());
        StoreFolder notes = new FolderStore(folder.resolve("store")).open(group);
        OfflineRows rows = new OfflineRows(group);
        Thread thread = Thread.currentThread();
        ClassLoader loader = thread.getContextClassLoader();
        thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
        try {
            assertThatThrownBy(() -> new IcebergFormat(lake.spark(), notes, table, rows))
                    .isInstanceOfSatisfying(MillwrightException.class, e -> assertThat(e.category())
                            .isEqualTo(MillwrightException.Category.CONFIGURATION))
                    .hasMessageContaining("this Spark has no Iceberg");
        } finally {
            thread.setContextClassLoader(loader);
        }
    }
}
