package io.millwright.aws;

import io.millwright.lake.Sha256;
import io.millwright.lake.config.AwsSpec;
import io.millwright.training.registry.Manifest;
import io.millwright.training.registry.ModelPackage;
import java.util.Optional;
import software.amazon.awssdk.services.sagemaker.model.CreateModelPackageRequest;
import software.amazon.awssdk.services.sagemaker.model.DriftCheckBaselines;
import software.amazon.awssdk.services.sagemaker.model.DriftCheckExplainability;
import software.amazon.awssdk.services.sagemaker.model.DriftCheckModelDataQuality;
import software.amazon.awssdk.services.sagemaker.model.DriftCheckModelQuality;
import software.amazon.awssdk.services.sagemaker.model.Explainability;
import software.amazon.awssdk.services.sagemaker.model.InferenceSpecification;
import software.amazon.awssdk.services.sagemaker.model.MetadataProperties;
import software.amazon.awssdk.services.sagemaker.model.MetricsSource;
import software.amazon.awssdk.services.sagemaker.model.ModelApprovalStatus;
import software.amazon.awssdk.services.sagemaker.model.ModelCardStatus;
import software.amazon.awssdk.services.sagemaker.model.ModelDataQuality;
import software.amazon.awssdk.services.sagemaker.model.ModelMetrics;
import software.amazon.awssdk.services.sagemaker.model.ModelPackageContainerDefinition;
import software.amazon.awssdk.services.sagemaker.model.ModelPackageModelCard;
import software.amazon.awssdk.services.sagemaker.model.ModelPackageSecurityConfig;
import software.amazon.awssdk.services.sagemaker.model.ModelQuality;
import software.amazon.awssdk.services.sagemaker.model.SkipModelValidation;

/**
 * What SageMaker is told of a package whose files are in S3 already.
 *
 * @param files the package's folder, with {@code package/} and {@code model.tar.gz} in it
 */
record PackageRequest(ModelPackage model, AwsSpec.Registry registry, Optional<String> kmsKey, S3Folder files) {

    /** Where a package's own files lie in its folder. */
    static final String PACKAGE = "package/";

    private static final String CSV = "text/csv";
    private static final String JSON = "application/json";
    private static final int LONGEST_TOKEN = 36;

    /** As SageMaker takes one; its images of XGBoost bear theirs as a tag, such as {@code 3.0-5}. */
    private static final String FRAMEWORK_VERSION = "(?=.{3,10}$)[0-9]\\.[A-Za-z0-9.-]+";

    /** A container image's name with registry, and which one it is: by a tag a person reads, by a digest for good, or both. */
    private record Image(String name, Optional<String> tag, Optional<String> digest) {

        static Image of(String reference) {
            int at = reference.indexOf('@');
            String tagged = at < 0 ? reference : reference.substring(0, at);
            int colon = tagged.indexOf(':', tagged.lastIndexOf('/'));
            return new Image(
                    colon < 0 ? tagged : tagged.substring(0, colon),
                    colon < 0 ? Optional.empty() : Optional.of(tagged.substring(colon + 1)),
                    at < 0 ? Optional.empty() : Optional.of(reference.substring(at + 1)));
        }

        /** With one of both, as SageMaker takes it: by digest where there is one, which no other image ever has. */
        String pinned() {
            return digest.map(it -> name + "@" + it)
                    .orElseGet(() -> name + tag.map(":"::concat).orElse(""));
        }
    }

    /**
     * A version that waits for approval.
     *
     * @param deployable whether {@code model.tar.gz} is there
     */
    CreateModelPackageRequest waiting(String clientToken, boolean deployable) {
        CreateModelPackageRequest.Builder request = CreateModelPackageRequest.builder()
                .modelPackageGroupName(registry.group())
                .modelPackageDescription("%s, trained by the run %s on %d rows of %d features%s"
                        .formatted(
                                model.manifest().candidate(),
                                model.manifest().runId(),
                                model.manifest().trainingRows(),
                                model.manifest().features().size(),
                                deployable ? "" : "; no container of SageMaker's serves it"))
                .modelApprovalStatus(ModelApprovalStatus.PENDING_MANUAL_APPROVAL)
                .modelLifeCycle(Stage.WAITING.lifeCycle())
                .clientToken(token(clientToken))
                .metadataProperties(metadata(model.manifest()))
                .customerMetadataProperties(PackageProperties.of(model, clientToken))
                .domain("MACHINE_LEARNING")
                .task(model.manifest().spec().headline().isPresent() ? "CLASSIFICATION" : "REGRESSION")
                .skipModelValidation(SkipModelValidation.ALL);
        if (deployable) {
            request.inferenceSpecification(inference());
        }
        metrics(request);
        CardContent.onOneLine(model, files::uri)
                .ifPresent(content -> request.modelCard(ModelPackageModelCard.builder()
                        .modelCardContent(content)
                        .modelCardStatus(ModelCardStatus.PENDING_REVIEW)
                        .build()));
        kmsKey.ifPresent(key -> request.securityConfig(
                ModelPackageSecurityConfig.builder().kmsKeyId(key).build()));
        return request.build();
    }

    /** SageMaker takes 36 letters and digits, and knows a call by them in the whole account, whatever the group. */
    private String token(String clientToken) {
        return SageMakerRegistry.id(registry.group() + '\n' + clientToken).substring(0, LONGEST_TOKEN);
    }

    /** Which run made it from which source; of the source what is known. */
    static MetadataProperties metadata(Manifest manifest) {
        MetadataProperties.Builder metadata =
                MetadataProperties.builder().generatedBy("millwright run " + manifest.runId());
        if (!manifest.commit().isBlank()) {
            metadata.commitId(manifest.commit());
        }
        if (!manifest.repository().isBlank()) {
            metadata.repository(manifest.repository());
        }
        return metadata.build();
    }

    /**
     * CSV only: in the mode that needs no script, SageMaker's XGBoost container takes no JSON, and a package that says it did would fail
     * with its first request. JSON it gives, to who accepts it.
     *
     * @see "aws/sagemaker-xgboost-container, algorithm_mode/serve_utils.py, get_content_type: CSV, libsvm and recordio-protobuf"
     */
    private InferenceSpecification inference() {
        Image image = Image.of(registry.image());
        ModelPackageContainerDefinition.Builder container = ModelPackageContainerDefinition.builder()
                .image(image.pinned())
                .modelDataUrl(files.uri(ModelArchive.FILE))
                .framework("XGBOOST");
        image.digest().ifPresent(container::imageDigest);
        image.tag().filter(tag -> tag.matches(FRAMEWORK_VERSION)).ifPresent(container::frameworkVersion);
        return InferenceSpecification.builder()
                .containers(container.build())
                .supportedContentTypes(CSV)
                .supportedResponseMIMETypes(CSV, JSON)
                .supportedTransformInstanceTypesWithStrings(registry.instanceTypes())
                .supportedRealtimeInferenceInstanceTypesWithStrings(registry.instanceTypes())
                .build();
    }

    /** The same baselines are the model's figures now and what a monitor compares with later. */
    private void metrics(CreateModelPackageRequest.Builder request) {
        ModelMetrics.Builder metrics = ModelMetrics.builder();
        DriftCheckBaselines.Builder baselines = DriftCheckBaselines.builder();
        if (model.has(ModelBaseline.STATISTICS_FILE)) {
            MetricsSource statistics = source(ModelBaseline.STATISTICS_FILE);
            MetricsSource constraints = source(ModelBaseline.CONSTRAINTS_FILE);
            metrics.modelQuality(ModelQuality.builder()
                    .statistics(statistics)
                    .constraints(constraints)
                    .build());
            baselines.modelQuality(DriftCheckModelQuality.builder()
                    .statistics(statistics)
                    .constraints(constraints)
                    .build());
        }
        if (model.has(DataBaseline.STATISTICS_FILE)) {
            MetricsSource statistics = source(DataBaseline.STATISTICS_FILE);
            MetricsSource constraints = source(DataBaseline.CONSTRAINTS_FILE);
            metrics.modelDataQuality(ModelDataQuality.builder()
                    .statistics(statistics)
                    .constraints(constraints)
                    .build());
            baselines.modelDataQuality(DriftCheckModelDataQuality.builder()
                    .statistics(statistics)
                    .constraints(constraints)
                    .build());
        }
        if (model.has(ModelExplanation.FILE)) {
            MetricsSource report = source(ModelExplanation.FILE);
            metrics.explainability(Explainability.builder().report(report).build());
            baselines.explainability(
                    DriftCheckExplainability.builder().constraints(report).build());
        }
        request.modelMetrics(metrics.build()).driftCheckBaselines(baselines.build());
    }

    private MetricsSource source(String file) {
        return MetricsSource.builder()
                .contentType(JSON)
                .contentDigest("sha256:" + Sha256.hex(model.file(file)))
                .s3Uri(files.uri(PACKAGE + file))
                .build();
    }
}
