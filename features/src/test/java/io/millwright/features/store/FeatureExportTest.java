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
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a store holds after an export: what the documented queries read is the table. */
class FeatureExportTest {

    private static final Duration EVERY = Duration.ofMinutes(50);

    /** The latest row of every machine. */
    static final String LATEST = """
            SELECT * FROM
              (SELECT *, row_number() OVER (PARTITION BY equipment_id
                 ORDER BY as_of DESC, api_invocation_time DESC, write_time DESC) AS row_num
               FROM offline)
            WHERE row_num = 1 AND NOT is_deleted
            """;

    /** The latest state of every machine at every moment. */
    static final String HISTORY = """
            SELECT * FROM
              (SELECT *, row_number() OVER (PARTITION BY equipment_id, as_of
                 ORDER BY api_invocation_time DESC, write_time DESC) AS row_num
               FROM offline)
            WHERE row_num = 1 AND NOT is_deleted
            """;

    @TempDir
    private Path folder;

    private OfflineStore store;
    private Lake lake;

    @BeforeEach
    void a_lake_with_a_feature_group() {
        store = new FolderStore(folder.resolve("store"));
        lake = Lake.open(TestSpark.session(), folder.resolve("lake").toString(), "run");
        write(readings());
        catalogue(lake, FEATURES);
    }

    private void write(List<Reading> readings) {
        ExportedReadings.write(lake, readings, EVERY);
    }

    private ExportReport.Group export() {
        return export(store);
    }

    private ExportReport.Group export(OfflineStore to) {
        ExportReport report = FeatureExport.run(lake, to, Progress.silent());
        assertThat(report.groups()).hasSize(1);
        return report.groups().get(0);
    }

    /** The group's Parquet files by their path below its folder. */
    private Map<String, Path> data(ExportReport.Group group) {
        return data(group.name());
    }

    private Map<String, Path> data(String group) {
        Path root = folder.resolve("store").resolve(group);
        Map<String, Path> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root.resolve("data"))) {
            files.filter(Files::isRegularFile)
                    .forEach(file -> found.put(root.relativize(file).toString(), file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private List<String> read(ExportReport.Group group, String query) {
        String[] paths = data(group).values().stream().map(Path::toString).toArray(String[]::new);
        lake.spark().read().parquet(paths).createOrReplaceTempView("offline");
        return ExportedReadings.read(lake, query);
    }

    private List<String> table() {
        return ExportedReadings.table(lake);
    }

    /** Stopped after two files, tried again, and once more. */
    @Test
    void what_the_documented_queries_read_is_the_table_row_by_row_and_a_retry_writes_nothing_twice()
            throws IOException {
        assertThatThrownBy(() -> export(stoppingAfter(3))).isInstanceOf(Stopped.class);
        Map<String, String> begun = contents("millwright-time-domain");
        ExportReport.Group group = export();
        Map<String, FileTime> written = times(group);

        ExportReport.Group again = export();

        assertThat(group.rows()).isEqualTo(MACHINES * MOMENTS);
        assertThat(read(group, HISTORY)).isEqualTo(table()).hasSize(MACHINES * MOMENTS);
        String last = new Reading(0, MOMENTS - 1, 0, null).at(EVERY).toString().replace("Z", ".000Z");
        assertThat(read(group, LATEST))
                .isEqualTo(table().stream().filter(row -> row.contains(last)).toList())
                .hasSize(MACHINES);
        assertThat(stored()).isEqualTo(MACHINES * MOMENTS);
        assertThat(begun).hasSize(2);
        assertThat(contents(group.name())).containsAllEntriesOf(begun);
        assertThat(again.rows()).isZero();
        assertThat(again.version()).isEqualTo(group.version());
        assertThat(times(again)).isEqualTo(written);
    }

    private Map<String, String> contents(String group) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        for (Map.Entry<String, Path> file : data(group).entrySet()) {
            contents.put(file.getKey(), HexFormat.of().formatHex(Files.readAllBytes(file.getValue())));
        }
        return contents;
    }

    private Map<String, FileTime> times(ExportReport.Group group) {
        Map<String, FileTime> times = new TreeMap<>();
        data(group).forEach((name, file) -> {
            try {
                times.put(name, Files.getLastModifiedTime(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return times;
    }

    @Test
    void files_are_laid_out_as_the_store_documents_and_what_is_no_number_is_null() {
        ExportReport.Group group = export();

        assertThat(data(group).keySet())
                .hasSize(7)
                .allSatisfy(name -> assertThat(name)
                        .matches("data/year=\\d{4}/month=\\d{2}/day=\\d{2}/hour=\\d{2}/"
                                + "\\d{8}T\\d{6}Z_[A-Za-z0-9]{16}\\.parquet"))
                .anySatisfy(
                        name -> assertThat(name).startsWith("data/year=2026/month=01/day=30/hour=18/20260130T185000Z_"))
                .anySatisfy(name ->
                        assertThat(name).startsWith("data/year=2026/month=01/day=31/hour=00/20260131T004000Z_"));
        assertThat(group.notNumbers()).isEqualTo(2);
        assertThat(read(group, HISTORY)).contains("[m-2,2026-01-31T00:40:00.000Z,null,null]");
        assertThat(lake.spark().table("offline").schema().toDDL())
                .isEqualTo("equipment_id STRING,as_of STRING,heat__24h__mean DOUBLE,load__24h__sd DOUBLE,"
                        + "is_deleted BOOLEAN,write_time TIMESTAMP,api_invocation_time TIMESTAMP");
    }

    @Test
    void the_next_version_adds_what_is_new_changed_and_gone_and_is_then_what_is_read() {
        export();

        write(changed());
        ExportReport.Group group = export();
        write(changed());
        ExportReport.Group same = export();

        assertThat(group.rows()).isEqualTo(5);
        assertThat(group.gone()).isEqualTo(1);
        assertThat(read(group, HISTORY)).isEqualTo(table()).hasSize(MACHINES * MOMENTS + 1);
        assertThat(stored()).isEqualTo(MACHINES * MOMENTS + 5);
        assertThat(same.version()).isEqualTo(2);
        assertThat(same.rows()).isZero();
    }

    private long stored() {
        return lake.spark().table("offline").count();
    }

    /** One row other, one null where there was none, one gone, one new; a net of one more. */
    private static List<Reading> changed() {
        List<Reading> next = new ArrayList<>(readings());
        next.set(0, new Reading(0, 0, 17, 3.0));
        next.set(1, new Reading(0, 1, next.get(1).heat(), 4.0));
        next.remove(MOMENTS);
        next.add(new Reading(0, MOMENTS, 1, 2.0));
        next.add(new Reading(1, MOMENTS, 1, null));
        return next;
    }

    /** What was begun of a version is never left half, though the table has gone on, and gone back. */
    @Test
    void a_stopped_export_is_finished_before_a_newer_version() {
        export();
        write(changed());
        assertThatThrownBy(() -> export(stoppingAfter(2))).isInstanceOf(Stopped.class);

        write(readings());
        ExportReport.Group group = export();

        assertThat(group.version()).isEqualTo(2);
        assertThat(group.rows()).isEqualTo(10);
        assertThat(read(group, HISTORY)).isEqualTo(table()).hasSize(MACHINES * MOMENTS);
        assertThat(stored()).isEqualTo(MACHINES * MOMENTS + 10);
    }

    private OfflineStore stoppingAfter(int puts) {
        AtomicInteger left = new AtomicInteger(puts);
        return new OfflineStore() {
            @Override
            public String prefix() {
                return store.prefix();
            }

            @Override
            public StoreFolder open(FeatureGroup group) {
                return new Stopping(store.open(group), left);
            }

            @Override
            public Optional<IcebergTable> iceberg(FeatureGroup group) {
                return store.iceberg(group);
            }

            @Override
            public Optional<OnlineStore> online() {
                return store.online();
            }

            @Override
            public String startAnew(String group) {
                return store.startAnew(group);
            }
        };
    }

    /** The store of the test, with an online store that keeps what it gets, and stops after a number of records. */
    private OfflineStore online(List<Map<String, String>> got, int records) {
        return new OfflineStore() {
            @Override
            public String prefix() {
                return store.prefix();
            }

            @Override
            public StoreFolder open(FeatureGroup group) {
                return store.open(group);
            }

            @Override
            public Optional<IcebergTable> iceberg(FeatureGroup group) {
                return store.iceberg(group);
            }

            @Override
            public Optional<OnlineStore> online() {
                return Optional.of((group, record) -> {
                    if (got.size() == records) {
                        throw new Stopped();
                    }
                    got.add(record);
                });
            }

            @Override
            public String startAnew(String group) {
                return store.startAnew(group);
            }
        };
    }

    /** As the documented query reads them offline; what is null or no number there has no value here. */
    @Test
    void the_latest_row_of_every_machine_is_put_online_once_a_version() {
        List<Map<String, String>> got = new ArrayList<>();

        ExportReport.Group group = export(online(got, -1));
        ExportReport.Group again = export(online(got, -1));
        write(changed());
        ExportReport.Group next = export(online(got, -1));

        assertThat(List.of(group.online(), again.online(), next.online())).containsExactly(3L, 0L, 3L);
        assertThat(got).hasSize(6);
        assertThat(got.subList(3, 6).stream()
                        .map(record -> "[" + record.get("equipment_id") + "," + record.get("as_of") + ","
                                + record.get(FEATURES.get(0)) + "," + record.get(FEATURES.get(1)) + "]"))
                .containsExactlyElementsOf(read(next, LATEST));
        assertThat(got.get(5)).containsOnlyKeys("equipment_id", "as_of");
    }

    @Test
    void a_stopped_export_puts_all_records_again() {
        List<Map<String, String>> before = new ArrayList<>();
        assertThatThrownBy(() -> export(online(before, 1))).isInstanceOf(Stopped.class);
        List<Map<String, String>> got = new ArrayList<>();

        ExportReport.Group group = export(online(got, -1));

        assertThat(before).hasSize(1);
        assertThat(group.rows()).isZero();
        assertThat(group.online()).isEqualTo(MACHINES);
        assertThat(got).hasSize(MACHINES).containsAll(before);
    }

    @Test
    void other_features_a_lost_version_and_another_lake_are_refused() throws IOException {
        export();

        catalogue(lake, FEATURES.subList(0, 1));
        refused("new: none; gone: load__24h__sd");
        catalogue(lake, FEATURES);

        String[] exported = lake.spark()
                .read()
                .format("delta")
                .load(lake.path(FeatureGroups.TIME_DOMAIN))
                .inputFiles();
        write(changed());
        for (String file : exported) {
            Files.delete(Path.of(URI.create(file)));
        }
        lake.spark().sparkContext().setLogLevel("OFF");
        refused("not every file of versions 0 and 1 is there any more");
        lake.spark().sparkContext().setLogLevel("ERROR");

        lake = Lake.open(TestSpark.session(), folder.resolve("other").toString(), "run");
        write(readings());
        catalogue(lake, FEATURES);
        refused("holds rows of another lake's features_time_domain");
    }

    private void refused(String why) {
        assertThatThrownBy(this::export)
                .isInstanceOf(MillwrightException.class)
                .hasMessageContaining(why)
                .hasMessageEndingWith(
                        "remove the folder " + folder.resolve("store/millwright-time-domain") + " and export again");
    }

    @Test
    void a_lake_without_feature_groups_says_what_makes_them() {
        lake = Lake.open(TestSpark.session(), folder.resolve("empty").toString(), "run");

        assertThatThrownBy(this::export)
                .isInstanceOf(MillwrightException.class)
                .hasMessageContaining("run ./millwright features first");
    }
}
