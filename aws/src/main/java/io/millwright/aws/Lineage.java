package io.millwright.aws;

import io.millwright.lake.MillwrightException;
import io.millwright.training.registry.Manifest;
import io.millwright.training.registry.ModelOrigin;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.ActionSource;
import software.amazon.awssdk.services.sagemaker.model.ActionStatus;
import software.amazon.awssdk.services.sagemaker.model.ArtifactSource;
import software.amazon.awssdk.services.sagemaker.model.ArtifactSummary;
import software.amazon.awssdk.services.sagemaker.model.AssociationEdgeType;
import software.amazon.awssdk.services.sagemaker.model.AssociationSummary;
import software.amazon.awssdk.services.sagemaker.model.ContextSource;
import software.amazon.awssdk.services.sagemaker.model.CreateActionRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateArtifactRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateContextRequest;

/**
 * What a version was made of, as SageMaker shows lineage:
 *
 * <pre>
 * artifact lake/table@v4 --ContributedTo--> action training --Produced--> artifact model --AssociatedWith--> context model package
 * </pre>
 *
 * <p>An artifact is known by its URI, so the same version of a table is one artifact for all models made of it. What is there is not
 * made again: a retry goes on where the last one stopped.
 */
final class Lineage {

    /** A value SageMaker keeps of a property. */
    private static final int LONGEST = 256;

    private final SageMakerClient sageMaker;
    private final SageMakerClient unrepeated;
    private final Map<String, String> tags;

    /**
     * Calls nothing yet.
     *
     * @param unrepeated a client that tries once
     */
    Lineage(SageMakerClient sageMaker, SageMakerClient unrepeated, Map<String, String> tags) {
        this.sageMaker = sageMaker;
        this.unrepeated = unrepeated;
        this.tags = tags;
    }

    /** Writes all of it down. */
    void write(RegisteredModel model, ModelOrigin origin) {
        Manifest manifest = model.manifest();
        String training = training(model);
        manifest.inputVersions().forEach((table, version) -> {
            String data = artifact(
                    "DataSet",
                    RegisteredModel.name(table) + "-v" + version,
                    origin.table(table, version),
                    properties("table", table, "delta_version", version.toString()));
            associate(data, training, AssociationEdgeType.CONTRIBUTED_TO);
        });
        String made = artifact(
                "Model",
                model.id(),
                model.uri(),
                properties(
                        "candidate",
                        manifest.candidate(),
                        "version",
                        model.version(),
                        "training_set_hash",
                        manifest.trainingSetFingerprint()));
        associate(training, made, AssociationEdgeType.PRODUCED);
        associate(made, context(model), AssociationEdgeType.ASSOCIATED_WITH);
    }

    private String training(RegisteredModel model) {
        Manifest manifest = model.manifest();
        CreateActionRequest request = CreateActionRequest.builder()
                .actionName(model.id())
                .actionType("Training")
                .description("Training of " + manifest.candidate() + " by Millwright")
                .source(ActionSource.builder().sourceUri(model.manifestUri()).build())
                .status(ActionStatus.COMPLETED)
                .properties(properties(
                        "run_id", manifest.runId(),
                        "candidate", manifest.candidate(),
                        "training_rows", Long.toString(manifest.trainingRows()),
                        "configuration_hash", manifest.spec().configHash(),
                        "feature_set_hash", manifest.featureSpecHash(),
                        "code_hash", manifest.codeHash()))
                .metadataProperties(PackageRequest.metadata(manifest))
                .tags(Tags.of(tags))
                .build();
        String words = "the action " + model.id();
        return AwsCall.create("sagemaker:CreateAction", words, () -> sageMaker
                        .createAction(request)
                        .actionArn())
                .orElseGet(() -> AwsCall.made("sagemaker:DescribeAction", words, () -> sageMaker
                        .describeAction(known -> known.actionName(model.id()))
                        .actionArn()));
    }

    private String context(RegisteredModel model) {
        CreateContextRequest request = CreateContextRequest.builder()
                .contextName(model.id())
                .contextType("ModelPackage")
                .description("Version " + model.version() + " of the model package group " + model.group())
                .source(ContextSource.builder().sourceUri(model.arn()).build())
                .properties(properties("version", model.version(), "group", model.group()))
                .tags(Tags.of(tags))
                .build();
        String words = "the context " + model.id();
        return AwsCall.create("sagemaker:CreateContext", words, () -> sageMaker
                        .createContext(request)
                        .contextArn())
                .orElseGet(() -> AwsCall.made("sagemaker:DescribeContext", words, () -> sageMaker
                        .describeContext(known -> known.contextName(model.id()))
                        .contextArn()));
    }

    private String artifact(String type, String name, String uri, Map<String, String> properties) {
        CreateArtifactRequest request = CreateArtifactRequest.builder()
                .artifactName(name)
                .artifactType(type)
                .source(ArtifactSource.builder().sourceUri(uri).build())
                .properties(properties)
                .tags(Tags.of(tags))
                .build();
        return known(uri, type)
                .or(() -> made(request))
                .or(() -> known(uri, type))
                .orElseThrow(() ->
                        new IllegalStateException("the artifact " + uri + " is there, and SageMaker does not list it"));
    }

    /** No name keeps a second one out: where no answer comes it is looked for before it is asked for again. */
    private Optional<String> made(CreateArtifactRequest request) {
        try {
            return once(request);
        } catch (MillwrightException e) {
            if (e.category() != MillwrightException.Category.SERVICE) {
                throw e;
            }
            return known(request.source().sourceUri(), request.artifactType()).or(() -> once(request));
        }
    }

    private Optional<String> once(CreateArtifactRequest request) {
        return AwsCall.create(
                "sagemaker:CreateArtifact",
                "the artifact " + request.source().sourceUri(),
                () -> unrepeated.createArtifact(request).artifactArn());
    }

    private Optional<String> known(String uri, String type) {
        return AwsCall.made(
                "sagemaker:ListArtifacts",
                "the artifact " + uri,
                () ->
                        sageMaker
                                .listArtifacts(wanted -> wanted.sourceUri(uri).artifactType(type))
                                .artifactSummaries()
                                .stream()
                                .map(ArtifactSummary::artifactArn)
                                .findFirst());
    }

    private void associate(String source, String destination, AssociationEdgeType type) {
        String words = source + " with " + destination;
        List<AssociationSummary> there = AwsCall.made("sagemaker:ListAssociations", words, () -> sageMaker
                .listAssociations(wanted -> wanted.sourceArn(source).destinationArn(destination))
                .associationSummaries());
        if (there.isEmpty()) {
            AwsCall.create(
                    "sagemaker:AddAssociation",
                    words,
                    () -> sageMaker.addAssociation(association -> association
                            .sourceArn(source)
                            .destinationArn(destination)
                            .associationType(type)));
        }
    }

    /** Names and values in turn; what is empty is left out. */
    private static Map<String, String> properties(String... namesAndValues) {
        Map<String, String> properties = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            String value = namesAndValues[i + 1];
            if (!value.isBlank()) {
                properties.put(namesAndValues[i], value.substring(0, Math.min(value.length(), LONGEST)));
            }
        }
        return properties;
    }
}
