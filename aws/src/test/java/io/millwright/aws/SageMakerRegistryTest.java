package io.millwright.aws;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import io.millwright.aws.testing.Emulator;
import io.millwright.lake.MillwrightException;
import io.millwright.training.registry.Manifest;
import io.millwright.training.registry.ModelOrigin;
import io.millwright.training.registry.ModelPackage;
import io.millwright.training.registry.ModelRegistry;
import io.millwright.training.registry.ModelRegistryContract;
import io.millwright.training.registry.ModelVersion;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.sagemaker.model.DescribeModelPackageResponse;
import software.amazon.awssdk.services.sagemaker.model.ModelApprovalStatus;
import software.amazon.awssdk.services.sagemaker.model.ModelPackageContainerDefinition;
import software.amazon.awssdk.services.sagemaker.model.Tag;

class SageMakerRegistryTest extends ModelRegistryContract {

    private final Emulator emulator = Emulator.started();
    private final String group = Emulator.fresh("pumps");
    private final String bucket = emulator.bucket();

    @Override
    protected ModelRegistry open() {
        return opened(emulator.address(), group);
    }

    @Test
    void a_version_can_be_deployed_from_what_the_package_says() {
        registry.register(model("xgboost"), "run-1");

        DescribeModelPackageResponse model = described();
        ModelPackageContainerDefinition container =
                model.inferenceSpecification().containers().get(0);
        assertThat(container.image()).isEqualTo(Specs.IMAGE.replace(":3.0-5", ""));
        assertThat(container.imageDigest()).isEqualTo(Specs.DIGEST);
        assertThat(container.frameworkVersion()).isEqualTo("3.0-5");
        assertThat(container.modelDataUrl())
                .isEqualTo("s3://" + bucket + "/models/" + group + "/packages/" + SageMakerRegistry.id("run-1")
                        + "/model.tar.gz");
        assertThat(model.inferenceSpecification().supportedContentTypes()).containsExactly("text/csv");
        assertThat(model.modelApprovalStatus()).isEqualTo(ModelApprovalStatus.PENDING_MANUAL_APPROVAL);
        assertThat(model.metadataProperties().commitId()).isEqualTo("0123abc");
        assertThat(model.metadataProperties().repository()).isEqualTo("https://example.org/plant/millwright.git");
        assertThat(model.metadataProperties().generatedBy()).isEqualTo("millwright run run-of-xgboost");
        assertThat(model.customerMetadataProperties())
                .containsEntry("horizon_hours", "72")
                .containsEntry("minimum_lead_hours", "24")
                .containsEntry("delta_version_training_set", "4")
                .containsEntry("feature_set_hash", "feature-hash");
    }

    @Test
    void the_archive_holds_the_model_at_its_top_and_what_belongs_to_it_aside() throws Exception {
        registry.register(model("xgboost"), "run-1");

        String key = keys().stream()
                .filter(each -> each.endsWith("model.tar.gz"))
                .findFirst()
                .orElseThrow();
        Path archive = folder.resolve("model.tar.gz");
        emulator.s3().getObject(request -> request.bucket(bucket).key(key), archive);
        Process tar = new ProcessBuilder("tar", "-xzf", archive.toString(), "-C", folder.toString())
                .inheritIO()
                .start();
        assertThat(tar.waitFor()).isZero();
        assertThat(folder.resolve("xgboost-model.json")).hasContent("xgboost");
        assertThat(folder.resolve("millwright")).isDirectoryContaining("glob:**/operating_points.json");
        assertThat(folder.resolve("millwright/manifest.json"))
                .hasSameBinaryContentAs(folder.resolve("given-xgboost/manifest.json"));
    }

    @Test
    void the_group_is_made_once_with_the_tags() {
        registry.register(model("xgboost"), "run-1");
        registry.register(model("robust_z"), "run-2");

        String arn = emulator.sageMaker()
                .describeModelPackageGroup(request -> request.modelPackageGroupName(group))
                .modelPackageGroupArn();
        assertThat(emulator.sageMaker()
                        .listTags(request -> request.resourceArn(arn))
                        .tags())
                .containsExactly(Tag.builder().key("team").value("maintenance").build());
    }

    @Test
    void files_are_encrypted_with_the_key() {
        registry.register(model("xgboost"), "run-1");

        List<String> keys = keys();
        assertThat(keys).hasSize(4).allSatisfy(key -> {
            var head =
                    emulator.s3().headObject(request -> request.bucket(bucket).key(key));
            assertThat(head.serverSideEncryption()).isEqualTo(ServerSideEncryption.AWS_KMS);
            assertThat(head.ssekmsKeyId()).isEqualTo("alias/millwright");
        });
    }

    /** A task that is killed after it wrote and before it registered, tried again. */
    @Test
    void files_without_a_version_are_written_again_and_registered_once() {
        registry.register(model("xgboost"), "run-1");
        List<String> once = keys();
        String left = "models/" + group + "/packages/" + SageMakerRegistry.id("run-2") + "/package/manifest.json";
        emulator.s3()
                .putObject(
                        request -> request.bucket(bucket).key(left),
                        software.amazon.awssdk.core.sync.RequestBody.fromString("{\"half"));

        assertThat(registry.list()).hasSize(1);
        registry.register(model("robust_z"), "run-2");

        assertThat(registry.load("2").manifest().candidate()).isEqualTo("robust_z");
        assertThat(keys()).hasSize(2 * once.size());
    }

    /** Each call of a registration that writes fails once, not done or done without an answer; then the task is tried again. */
    @ParameterizedTest
    @EnumSource(BrokenLine.Break.class)
    void whichever_call_fails_a_retry_ends_with_one_version_that_loads(BrokenLine.Break kind) {
        ModelPackage model = model("xgboost");
        try (BrokenLine line = new BrokenLine(emulator.address())) {
            int calls = 0;
            boolean broken;
            do {
                String fresh = Emulator.fresh("pumps");
                ModelRegistry there = opened(line.address(), fresh);
                line.breaks(++calls, kind, 403);
                Throwable failure = catchThrowable(() -> there.register(model, "run-1"));
                broken = failure instanceof MillwrightException;

                assertThat(broken).as("%s", failure).isEqualTo(failure != null);
                assertThat(opened(emulator.address(), fresh).list()).hasSizeLessThanOrEqualTo(1);
                ModelVersion version = there.register(model, "run-1");

                assertThat(there.list()).containsExactly(version);
                assertThat(version.version()).isEqualTo("1");
                assertThat(there.load("1").manifest()).isEqualTo(model.manifest());
                assertThat(broken).isEqualTo(line.isBroken());
            } while (broken);

            // The group, four files, the package, its stage; and once more, with nothing broken.
            assertThat(calls).isEqualTo(8);
        }
    }

    /** The client itself tries again then, with the token by which SageMaker knows the call. */
    @Test
    void an_answer_that_is_lost_makes_no_second_version() {
        try (BrokenLine line = new BrokenLine(emulator.address())) {
            line.breaks(6, BrokenLine.Break.AFTER, 500);

            ModelVersion version = opened(line.address(), group).register(model("xgboost"), "run-1");

            assertThat(line.writes().subList(5, 7)).containsOnly("SageMaker.CreateModelPackage");
            assertThat(registry.list()).containsExactly(version);
        }
    }

    @Test
    void a_version_that_is_there_is_not_written_again() {
        ModelVersion there = registry.register(model("xgboost"), "run-1");
        try (BrokenLine line = new BrokenLine(emulator.address())) {
            assertThat(opened(line.address(), group).register(model("xgboost"), "run-1"))
                    .isEqualTo(there);

            assertThat(line.writes()).isEmpty();
        }
    }

    /** An upload in parts that nobody completed, on the keys of a version that is there and of one that is not yet. */
    @Test
    void half_written_files_are_seen_by_nobody() {
        ModelVersion first = registry.register(model("xgboost"), "run-1");
        Manifest before = registry.load("1").manifest();
        for (String token : List.of("run-1", "run-2")) {
            String files = "models/" + group + "/packages/" + SageMakerRegistry.id(token);
            emulator.halfWritten(bucket, files + "/package/manifest.json");
            emulator.halfWritten(bucket, files + "/model.tar.gz");
        }
        emulator.halfWritten(bucket, "models/" + group + "/champion.json");
        ModelRegistry elsewhere = AwsDoor.open(Specs.registry(emulator.address(), group, bucket))
                .registry(folder.resolve("loaded-elsewhere"))
                .orElseThrow();

        assertThat(elsewhere.list()).containsExactly(first);
        assertThat(elsewhere.champion()).isEmpty();
        assertThat(elsewhere.load("1").manifest()).isEqualTo(before);
        assertThat(elsewhere.register(model("robust_z"), "run-2").version()).isEqualTo("2");
        assertThat(elsewhere.load("2").manifest().candidate()).isEqualTo("robust_z");
    }

    @Test
    void a_package_of_which_a_part_is_here_is_fetched_whole() throws IOException {
        registry.register(model("xgboost"), "run-1");
        ModelPackage loaded = registry.load("1");
        Map<String, byte[]> whole = loaded.modelFiles();
        Path model = loaded.folder().resolve(ModelPackage.MODEL_FOLDER);
        Files.delete(model.resolve(whole.keySet().iterator().next()));
        Files.writeString(loaded.folder().resolve("operating_points.json"), "{");

        ModelPackage again = open().load("1");

        assertThat(again.modelFiles()).containsExactlyEntriesOf(whole);
        assertThat(again.file("operating_points.json")).asString().isEqualTo("{}");
    }

    @Test
    void what_a_version_was_made_of_is_asked_without_fetching_its_package() {
        registry.register(model("xgboost"), "run-1");

        assertThat(registry.manifest("1").inputVersions()).containsEntry("training_set", 4L);

        assertThat(folder.resolve("loaded")).doesNotExist();
    }

    private ModelRegistry opened(URI address, String group) {
        return AwsDoor.open(Specs.registry(address, group, bucket))
                .registry(folder.resolve("loaded"))
                .orElseThrow();
    }

    private void registerApproved(String... versions) {
        for (String version : versions) {
            registry.register(model("xgboost"), "run-" + version);
            registry.approve(version, "good");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void of_two_promotions_at_once_one_is_made_and_the_other_says_so(boolean isChampionThere) {
        registerApproved("1", "2", "3");
        if (isChampionThere) {
            registry.setChampion("1", "the first");
        }
        try (BrokenLine line = new BrokenLine(emulator.address())) {
            ModelRegistry late = opened(line.address(), group);
            line.beforeNextWrite(() -> registry.setChampion("2", "a person's"));

            assertThatThrownBy(() -> late.setChampion("3", "the rule's"))
                    .isInstanceOfSatisfying(MillwrightException.class, failure -> assertThat(failure.category())
                            .isEqualTo(MillwrightException.Category.SERVICE))
                    .hasMessageContaining("another promotion replaced")
                    .hasMessageContaining("version 3 was not made champion");

            assertThat(registry.champion().orElseThrow().version()).isEqualTo("2");
            assertThat(late.setChampion("3", "the rule's")).isTrue();
            assertThat(registry.champion().orElseThrow().version()).isEqualTo("3");
        }
    }

    @Test
    void a_promotion_whose_answer_is_lost_is_known_again() {
        registerApproved("1");
        try (BrokenLine line = new BrokenLine(emulator.address())) {
            line.breaks(1, BrokenLine.Break.AFTER, 500);

            assertThat(opened(line.address(), group).setChampion("1", "the rule's"))
                    .isTrue();

            assertThat(line.writes()).hasSizeGreaterThan(1);
            assertThat(registry.champion().orElseThrow().version()).isEqualTo("1");
        }
    }

    @Test
    void who_approves_in_sagemaker_itself_is_heard() {
        registry.register(model("xgboost"), "run-1");
        DescribeModelPackageResponse model = described();

        emulator.sageMaker().updateModelPackage(request -> request.modelPackageArn(model.modelPackageArn())
                .modelApprovalStatus(ModelApprovalStatus.APPROVED)
                .approvalDescription("looks good in Studio")
                .customerMetadataProperties(model.customerMetadataProperties()));
        registry.setChampion("1", "approved by hand");

        assertThat(registry.champion().orElseThrow().reason()).isEqualTo("looks good in Studio");
    }

    /** The emulator has no lineage: those calls are answered here, the others there. */
    @Test
    void what_a_version_was_made_of_is_shown_from_its_own_manifest() {
        WireMockServer aws = new WireMockServer(options().dynamicPort());
        aws.start();
        try {
            aws.stubFor(any(anyUrl())
                    .atPriority(9)
                    .willReturn(aResponse().proxiedFrom(emulator.address().toString())));
            for (String entity : List.of("Artifact", "Action", "Context")) {
                answer(aws, "Create" + entity, "{\"" + entity + "Arn\": \"arn:aws:sagemaker:eu-central-1:1:any/1\"}");
            }
            answer(aws, "ListArtifacts", "{\"ArtifactSummaries\": []}");
            answer(aws, "ListAssociations", "{\"AssociationSummaries\": []}");
            answer(aws, "AddAssociation", "{}");
            ModelRegistry traced = AwsDoor.open(Specs.registry(URI.create(aws.baseUrl()), group, bucket, true))
                    .registry(folder.resolve("loaded"))
                    .orElseThrow();
            traced.register(model("xgboost"), "run-1");

            traced.trace("1", () -> new ModelOrigin("s3://plant/lake", List.of()));

            assertThat(aws.findAll(
                            postRequestedFor(anyUrl()).withHeader("X-Amz-Target", equalTo("SageMaker.CreateArtifact"))))
                    .extracting(request -> new ObjectMapper()
                            .readTree(request.getBodyAsString())
                            .at("/Source/SourceUri")
                            .asText())
                    .containsExactly(
                            "s3://plant/lake/training_set@v4",
                            described()
                                    .inferenceSpecification()
                                    .containers()
                                    .get(0)
                                    .modelDataUrl());
        } finally {
            aws.stop();
        }
    }

    private static void answer(WireMockServer aws, String operation, String answer) {
        aws.stubFor(post(anyUrl())
                .withHeader("X-Amz-Target", equalTo("SageMaker." + operation))
                .willReturn(aResponse().withBody(answer)));
    }

    @Test
    void what_others_put_into_the_group_is_left_alone() {
        registry.register(model("xgboost"), "run-1");
        emulator.sageMaker().createModelPackage(request -> request.modelPackageGroupName(group));

        assertThat(registry.list()).hasSize(1);
        assertThat(registry.register(model("robust_z"), "run-2").version()).isEqualTo("3");
    }

    private DescribeModelPackageResponse described() {
        String arn = emulator.sageMaker()
                .listModelPackages(request -> request.modelPackageGroupName(group))
                .modelPackageSummaryList()
                .get(0)
                .modelPackageArn();
        return emulator.sageMaker().describeModelPackage(request -> request.modelPackageName(arn));
    }

    private List<String> keys() {
        return emulator.s3().listObjectsV2(request -> request.bucket(bucket)).contents().stream()
                .map(S3Object::key)
                .toList();
    }
}
