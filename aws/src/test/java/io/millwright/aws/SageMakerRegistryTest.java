package io.millwright.aws;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import io.millwright.aws.testing.Emulator;
import io.millwright.training.registry.ModelOrigin;
import io.millwright.training.registry.ModelRegistry;
import io.millwright.training.registry.ModelRegistryContract;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
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
        return AwsDoor.open(Specs.registry(emulator.address(), group, bucket))
                .registry(folder.resolve("loaded"))
                .orElseThrow();
    }

    @Test
    void a_version_can_be_deployed_from_what_the_package_says() {
        registry.register(model("xgboost"), "run-1");

        DescribeModelPackageResponse model = described();
        ModelPackageContainerDefinition container =
                model.inferenceSpecification().containers().get(0);
        assertThat(container.image()).isEqualTo(Specs.IMAGE);
        assertThat(container.imageDigest()).isEqualTo(Specs.DIGEST);
        assertThat(container.modelDataUrl())
                .isEqualTo("s3://" + bucket + "/models/" + group + "/packages/" + SageMakerRegistry.id("run-1")
                        + "/model.tar.gz");
        assertThat(model.inferenceSpecification().supportedContentTypes()).containsExactly("text/csv");
        assertThat(model.modelApprovalStatus()).isEqualTo(ModelApprovalStatus.PENDING_MANUAL_APPROVAL);
        assertThat(model.metadataProperties().commitId()).isEqualTo("0123abc");
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
