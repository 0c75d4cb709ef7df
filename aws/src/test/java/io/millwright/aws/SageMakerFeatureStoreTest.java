package io.millwright.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millwright.aws.testing.Emulator;
import io.millwright.features.store.FeatureGroup;
import io.millwright.features.store.FeatureGroup.Feature;
import io.millwright.features.store.FeatureType;
import io.millwright.features.store.OfflineStore;
import io.millwright.features.store.StoreFolder;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.MillwrightException.Category;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.sagemaker.model.DescribeFeatureGroupResponse;

/** Groups and files on an AWS of this machine. */
class SageMakerFeatureStoreTest {

    private final Emulator emulator = Emulator.started();
    private final String bucket = emulator.bucket();
    private final String prefix = Emulator.fresh("pumps");

    private final OfflineStore store = opened(emulator.address(), prefix);

    SageMakerFeatureStoreTest() {
        emulator.key("alias/millwright");
    }

    private OfflineStore opened(URI address, String prefix) {
        return AwsDoor.open(Specs.featureStore(address, prefix, bucket))
                .featureStore()
                .orElseThrow();
    }

    static FeatureGroup group(String prefix, String... features) {
        List<Feature> all = new java.util.ArrayList<>(
                List.of(new Feature("equipment_id", FeatureType.STRING), new Feature("as_of", FeatureType.STRING)));
        for (String feature : features) {
            all.add(new Feature(feature, FeatureType.FRACTIONAL));
        }
        return new FeatureGroup(prefix + "-context", "features_context", all);
    }

    private DescribeFeatureGroupResponse described() {
        return emulator.sageMaker().describeFeatureGroup(request -> request.featureGroupName(prefix + "-context"));
    }

    @Test
    void a_group_is_made_once_and_its_files_lie_beside_its_data() {
        StoreFolder made = store.open(group(prefix, "age_days"));
        made.put("data/year=2026/a.parquet", new byte[] {1, 2});

        StoreFolder again = store.open(group(prefix, "age_days"));

        assertThat(again.find("data/year=2026/a.parquet")).contains(new byte[] {1, 2});
        assertThat(again.find("millwright/exported.json")).isEmpty();
        assertThat(again.uri("data"))
                .isEqualTo(described().offlineStoreConfig().s3StorageConfig().resolvedOutputS3Uri())
                .startsWith("s3://" + bucket + "/features/");
        String key = again.uri("data/year=2026/a.parquet").substring(("s3://" + bucket + "/").length());
        var head = emulator.s3().headObject(request -> request.bucket(bucket).key(key));
        assertThat(head.serverSideEncryption()).isEqualTo(ServerSideEncryption.AWS_KMS);
    }

    /** What an export writes, in its order. */
    private static final List<String> FILES =
            List.of("millwright/begun.json", "data/year=2026/a.parquet", "millwright/exported.json");

    private static StoreFolder export(OfflineStore store, String prefix) {
        StoreFolder folder = store.open(group(prefix, "age_days"));
        FILES.forEach(file -> folder.put(file, file.getBytes(StandardCharsets.UTF_8)));
        return folder;
    }

    /** Each call of an export that writes fails once, not done or done without an answer; then the task is tried again. */
    @ParameterizedTest
    @CsvSource({
        "BEFORE, 403, AccessDeniedException",
        "BEFORE, 400, ExpiredTokenException",
        "AFTER, 400, ExpiredTokenException",
        "BEFORE, 400, ThrottlingException",
        "AFTER, 500, InternalFailure",
    })
    void whichever_call_fails_a_retry_leaves_one_group_and_each_file_once(
            BrokenLine.Break kind, int status, String code) {
        try (BrokenLine line = new BrokenLine(emulator.address())) {
            for (int call = 1; call <= 1 + FILES.size(); call++) {
                String fresh = Emulator.fresh("pumps");
                OfflineStore there = opened(line.address(), fresh);
                line.breaks(call, kind, status, code);

                Throwable failure = catchThrowable(() -> export(there, fresh));

                assertThat(line.isBroken()).as("call %d", call).isTrue();
                assertThat(failure).matches(each -> each == null || each instanceof MillwrightException);
                StoreFolder retried = export(there, fresh);
                FILES.forEach(file -> assertThat(retried.find(file)).contains(file.getBytes(StandardCharsets.UTF_8)));
                assertThat(files(retried)).hasSize(FILES.size());
            }
        }
    }

    private List<String> files(StoreFolder folder) {
        String prefix = folder.uri("").substring(("s3://" + bucket + "/").length());
        return emulator.s3().listObjectsV2(request -> request.bucket(bucket).prefix(prefix)).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    @Test
    void a_group_has_the_catalogues_features_and_no_online_store() {
        store.open(group(prefix, "age_days"));

        DescribeFeatureGroupResponse made = described();
        assertThat(made.featureDefinitions().stream()
                        .map(each -> each.featureName() + " " + each.featureTypeAsString()))
                .containsExactly("equipment_id String", "as_of String", "age_days Fractional");
        assertThat(made.onlineStoreConfig()).isNull();
    }

    @Test
    void a_group_with_other_features_is_refused_and_they_are_named() {
        store.open(group(prefix, "age_days", "hours_since_failure"));

        assertThatThrownBy(() -> store.open(group(prefix, "age_days", "planned_load")))
                .isInstanceOfSatisfying(
                        MillwrightException.class, e -> assertThat(e.category()).isEqualTo(Category.CONFIGURATION))
                .hasMessageContaining("new: planned_load (Fractional); gone: hours_since_failure (Fractional)")
                .hasMessageContaining("another aws.feature_store.prefix than " + prefix);
    }
}
