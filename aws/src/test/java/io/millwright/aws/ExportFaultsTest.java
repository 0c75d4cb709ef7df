package io.millwright.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import io.millwright.aws.testing.Emulator;
import io.millwright.features.store.FeatureExport;
import io.millwright.features.store.FeatureGroup;
import io.millwright.features.store.IcebergTable;
import io.millwright.features.store.OfflineStore;
import io.millwright.features.store.OnlineStore;
import io.millwright.features.store.StoreFolder;
import io.millwright.features.table.FeatureCatalogue;
import io.millwright.features.table.FeatureGroups;
import io.millwright.lake.Lake;
import io.millwright.lake.MillwrightException.Category;
import io.millwright.lake.Progress;
import io.millwright.lake.Sha256;
import io.millwright.lake.config.AwsSpec;
import io.millwright.lake.testing.TestSpark;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A whole {@code export-features}, with an online store, of which any call that changes something fails once; then it is tried again. */
@Tag("full")
class ExportFaultsTest {

    private static final Emulator EMULATOR = Emulator.started();
    private static final String BUCKET = EMULATOR.bucket();
    private static final String FEATURE = "context__age_days";
    private static final int HOURS = 2;
    private static final int MACHINES = 2;

    /** The group, the note of what was begun, a file an hour, the note of what is there; a record a machine, and the note of them. */
    private static final int CALLS = 1 + 1 + HOURS + 1 + MACHINES + 1;

    private static final String BEGUN = "millwright/begun.json";
    private static final String EXPORTED = "millwright/exported.json";
    private static final String ONLINE = "millwright/online.json";

    @TempDir
    private Path folder;

    private final BrokenLine line = new BrokenLine(EMULATOR.address());
    private Lake lake;

    @BeforeEach
    void a_lake_with_a_feature_group() {
        EMULATOR.key("alias/millwright");
        line.takesRecords();
        lake = Lake.open(TestSpark.session(), folder.resolve("lake").toString(), "run");
        List<Row> rows = new ArrayList<>();
        for (int hour = 0; hour < HOURS; hour++) {
            for (int machine = 0; machine < MACHINES; machine++) {
                Timestamp moment = Timestamp.from(Instant.parse("2026-02-01T0" + hour + ":30:00Z"));
                rows.add(RowFactory.create("m-" + machine, moment, hour + machine / 4.0, "pump"));
            }
        }
        var table = FeatureGroups.table(FeatureGroups.CONTEXT, List.of(FEATURE));
        lake.overwrite(lake.spark().createDataFrame(rows, table.schema()), table, Map.of());
        Row entry =
                RowFactory.create(FEATURE, FeatureGroups.CONTEXT, "", "d", null, "", "1", null, "age", "age", null, 0);
        lake.overwrite(
                lake.spark().createDataFrame(List.of(entry), FeatureCatalogue.SCHEMA),
                FeatureCatalogue.TABLE,
                Map.of());
    }

    @AfterEach
    void stop() {
        line.close();
    }

    /** Without a category: the client itself tries again. */
    @ParameterizedTest
    @CsvSource({
        "BEFORE, 403, AccessDeniedException, CONFIGURATION",
        "BEFORE, 400, ExpiredTokenException, SERVICE",
        "AFTER, 400, ExpiredTokenException, SERVICE",
        "BEFORE, 400, ThrottlingException,",
        "AFTER, 500, InternalFailure,",
    })
    void whichever_call_fails_a_retry_leaves_what_an_undisturbed_export_leaves(
            BrokenLine.Break kind, int status, String code, @Nullable Category category) {
        line.breaks(Integer.MAX_VALUE, kind, status, code);
        String undisturbed = Emulator.fresh("pumps");
        export(undisturbed);
        assertThat(line.writes()).hasSize(CALLS);
        Map<String, String> files = files(undisturbed);
        Map<String, String> records = records();
        assertThat(files).hasSize(HOURS + 3).containsKeys(BEGUN, EXPORTED, ONLINE);
        assertThat(records).hasSize(MACHINES);

        for (int call = 1; call <= CALLS; call++) {
            String prefix = Emulator.fresh("pumps");
            line.breaks(call, kind, status, code);

            Throwable failure = catchThrowable(() -> export(prefix));

            assertThat(line.isBroken()).as("call %d", call).isTrue();
            assertThat(BrokenLine.category(failure))
                    .as("call %d: %s", call, failure)
                    .isEqualTo(category);
            requireNothingClaimedThatIsNotThere(files(prefix), files);
            export(prefix);
            assertThat(files(prefix)).as("call %d", call).isEqualTo(files);
            assertThat(records()).as("call %d", call).isEqualTo(records);
        }
    }

    private void export(String prefix) {
        OfflineStore store = new WithOnlineStore(
                AwsDoor.open(Specs.featureStore(line.address(), prefix, BUCKET))
                        .featureStore()
                        .orElseThrow(),
                AwsDoor.open(Specs.featureStore(line.address(), prefix, BUCKET, AwsSpec.TableFormat.GLUE, true))
                        .featureStore()
                        .orElseThrow());
        FeatureExport.run(lake, store, Progress.silent());
    }

    /** The emulator forgets that a group was made with an online store, without which one that wants it is refused. */
    private record WithOnlineStore(OfflineStore groups, OfflineStore records) implements OfflineStore {

        @Override
        public String prefix() {
            return groups.prefix();
        }

        @Override
        public StoreFolder open(FeatureGroup group) {
            return groups.open(group);
        }

        @Override
        public Optional<IcebergTable> iceberg(FeatureGroup group) {
            return groups.iceberg(group);
        }

        @Override
        public Optional<OnlineStore> online() {
            return records.online();
        }

        @Override
        public String startAnew(String group) {
            return groups.startAnew(group);
        }
    }

    /** The note of what is there comes after it, and that of the records after that note. */
    private static void requireNothingClaimedThatIsNotThere(Map<String, String> found, Map<String, String> whole) {
        if (found.containsKey(ONLINE)) {
            assertThat(found).containsKey(EXPORTED);
        }
        if (found.containsKey(EXPORTED)) {
            assertThat(found.size()).isGreaterThanOrEqualTo(whole.size() - 1);
        }
        assertThat(whole).containsAllEntriesOf(found);
    }

    /** Hash of each file of the group, by its path below the group's folder. */
    private static Map<String, String> files(String prefix) {
        Map<String, String> files = new TreeMap<>();
        EMULATOR.s3().listObjectsV2(request -> request.bucket(BUCKET)).contents().stream()
                .map(S3Object::key)
                .filter(key -> key.contains("/" + prefix + "-context-"))
                .forEach(key -> files.put(
                        key.replaceFirst(".*/" + prefix + "-context-\\d+/", ""),
                        Sha256.hex(EMULATOR.s3()
                                .getObjectAsBytes(
                                        request -> request.bucket(BUCKET).key(key))
                                .asByteArray())));
        return files;
    }

    /** What the online store holds since the line was set: of each machine the record that was put last. */
    private Map<String, String> records() {
        Map<String, String> records = new TreeMap<>();
        for (JsonNode request : line.requests("PutRecord")) {
            Map<String, String> values = new TreeMap<>();
            request.path("Record")
                    .forEach(value -> values.put(
                            value.path("FeatureName").asText(),
                            value.path("ValueAsString").asText()));
            records.put(values.get("equipment_id"), values.toString());
        }
        return records;
    }
}
