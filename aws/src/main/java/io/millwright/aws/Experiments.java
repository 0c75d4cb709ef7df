package io.millwright.aws;

import io.millwright.lake.MillwrightException;
import io.millwright.lake.Sha256;
import io.millwright.training.registry.Manifest;
import io.millwright.training.registry.ModelOrigin;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.CreateExperimentRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateTrialComponentRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateTrialRequest;
import software.amazon.awssdk.services.sagemaker.model.TrialComponentArtifact;
import software.amazon.awssdk.services.sagemaker.model.TrialComponentMetricSummary;
import software.amazon.awssdk.services.sagemaker.model.TrialComponentParameterValue;
import software.amazon.awssdk.services.sagemaker.model.TrialComponentPrimaryStatus;
import software.amazon.awssdk.services.sagemakermetrics.SageMakerMetricsClient;
import software.amazon.awssdk.services.sagemakermetrics.model.BatchPutMetricsError;
import software.amazon.awssdk.services.sagemakermetrics.model.BatchPutMetricsRequest;
import software.amazon.awssdk.services.sagemakermetrics.model.BatchPutMetricsResponse;
import software.amazon.awssdk.services.sagemakermetrics.model.RawMetricData;

/**
 * The tries of a version's searches as SageMaker keeps experiments: the version is an experiment, a search a trial, a try a trial
 * component with what it varied as parameters and its figures as metrics.
 *
 * <p>Names follow from the version, so a retry finds what is there; metrics are put where a component lacks them. Cost: three calls a
 * try.
 */
final class Experiments {

    private static final int SHORT = 12;

    private final SageMakerClient sageMaker;
    private final SageMakerMetricsClient metrics;
    private final Map<String, String> tags;

    Experiments(SageMakerClient sageMaker, SageMakerMetricsClient metrics, Map<String, String> tags) {
        this.sageMaker = sageMaker;
        this.metrics = metrics;
        this.tags = tags;
    }

    /** Writes all of it down; nothing where nothing was searched. */
    void write(RegisteredModel model, ModelOrigin origin) {
        if (origin.searches().isEmpty()) {
            return;
        }
        experiment(model);
        for (ModelOrigin.Search search : origin.searches()) {
            String trial = trial(model, search);
            for (ModelOrigin.Try tried : search.tries()) {
                component(trial, model, origin, search, tried);
            }
        }
    }

    private void experiment(RegisteredModel model) {
        CreateExperimentRequest request = CreateExperimentRequest.builder()
                .experimentName(model.id())
                .displayName(RegisteredModel.name(model.group() + "-version-" + model.version()))
                .description("What was tried for version " + model.version() + " of the model package group "
                        + model.group())
                .tags(Tags.of(tags))
                .build();
        AwsCall.create(
                "sagemaker:CreateExperiment",
                "the experiment " + model.id(),
                () -> sageMaker.createExperiment(request));
    }

    private String trial(RegisteredModel model, ModelOrigin.Search search) {
        String words = search.target() + " " + search.candidate() + " fold " + search.fold();
        String name = model.id() + "-" + Sha256.hex(words).substring(0, SHORT);
        CreateTrialRequest request = CreateTrialRequest.builder()
                .trialName(name)
                .displayName(RegisteredModel.name(words))
                .experimentName(model.id())
                .metadataProperties(PackageRequest.metadata(model.manifest()))
                .tags(Tags.of(tags))
                .build();
        AwsCall.create("sagemaker:CreateTrial", "the trial " + name, () -> sageMaker.createTrial(request));
        return name;
    }

    private void component(
            String trial, RegisteredModel model, ModelOrigin origin, ModelOrigin.Search search, ModelOrigin.Try tried) {
        String name = trial + "-" + tried.number();
        String words = "the trial component " + name;
        CreateTrialComponentRequest request = CreateTrialComponentRequest.builder()
                .trialComponentName(name)
                .displayName("try-" + tried.number() + (tried.chosen() ? "-chosen" : ""))
                .status(status -> status.primaryStatus(TrialComponentPrimaryStatus.COMPLETED))
                .endTime(search.at())
                .parameters(parameters(search, tried))
                .inputArtifacts(inputs(model.manifest(), origin))
                .metadataProperties(PackageRequest.metadata(model.manifest()))
                .tags(Tags.of(tags))
                .build();
        boolean isNew = AwsCall.create(
                        "sagemaker:CreateTrialComponent", words, () -> sageMaker.createTrialComponent(request))
                .isPresent();
        AwsCall.create(
                "sagemaker:AssociateTrialComponent",
                words,
                () -> sageMaker.associateTrialComponent(
                        both -> both.trialName(trial).trialComponentName(name)));
        put(name, search, tried, isNew ? Set.of() : metricsOf(name));
    }

    private static Map<String, TrialComponentParameterValue> parameters(
            ModelOrigin.Search search, ModelOrigin.Try tried) {
        Map<String, TrialComponentParameterValue> parameters = new LinkedHashMap<>();
        parameters.put("target", text(search.target()));
        parameters.put("candidate", text(search.candidate()));
        parameters.put("fold", number(search.fold()));
        tried.words().forEach((name, value) -> {
            if (!value.isEmpty()) {
                parameters.put(name, text(value));
            }
        });
        tried.settings().forEach((name, value) -> parameters.put(name, number(value)));
        parameters.put("chosen", text(Boolean.toString(tried.chosen())));
        return parameters;
    }

    private static TrialComponentParameterValue text(String value) {
        return TrialComponentParameterValue.builder().stringValue(value).build();
    }

    private static TrialComponentParameterValue number(double value) {
        return TrialComponentParameterValue.builder().numberValue(value).build();
    }

    private static Map<String, TrialComponentArtifact> inputs(Manifest manifest, ModelOrigin origin) {
        Map<String, TrialComponentArtifact> inputs = new LinkedHashMap<>();
        manifest.inputVersions()
                .forEach((table, version) -> inputs.put(
                        table,
                        TrialComponentArtifact.builder()
                                .value(origin.table(table, version))
                                .build()));
        return inputs;
    }

    private Set<String> metricsOf(String component) {
        return AwsCall.made(
                "sagemaker:DescribeTrialComponent",
                "the trial component " + component,
                () -> sageMaker.describeTrialComponent(known -> known.trialComponentName(component)).metrics().stream()
                        .map(TrialComponentMetricSummary::metricName)
                        .collect(Collectors.toSet()));
    }

    /** What is no number is no metric of SageMaker's. */
    private void put(String component, ModelOrigin.Search search, ModelOrigin.Try tried, Set<String> there) {
        List<RawMetricData> figures = tried.figures().entrySet().stream()
                .filter(figure -> !there.contains(figure.getKey()) && Double.isFinite(figure.getValue()))
                .map(figure -> RawMetricData.builder()
                        .metricName(figure.getKey())
                        .timestamp(search.at())
                        .step(0)
                        .value(figure.getValue())
                        .build())
                .toList();
        if (figures.isEmpty()) {
            return;
        }
        BatchPutMetricsRequest request = BatchPutMetricsRequest.builder()
                .trialComponentName(component)
                .metricData(figures)
                .build();
        BatchPutMetricsResponse answer = AwsCall.made(
                "sagemaker:BatchPutMetrics",
                "the trial component " + component,
                () -> metrics.batchPutMetrics(request));
        answer.errors().stream().findFirst().ifPresent(error -> {
            throw refused(component, error);
        });
    }

    private static MillwrightException refused(String component, BatchPutMetricsError error) {
        String said = "sagemaker:BatchPutMetrics on the trial component " + component + " failed: "
                + error.codeAsString() + " for metric " + error.metricIndex();
        return switch (error.code()) {
            case INTERNAL_ERROR, CONFLICT_ERROR ->
                MillwrightException.service(said + "; try again later", new IllegalStateException(said));
            default ->
                MillwrightException.configuration(
                        said + "; register soon after training, or switch aws.registry.experiments off");
        };
    }
}
