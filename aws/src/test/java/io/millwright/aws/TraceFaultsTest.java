package io.millwright.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millwright.aws.testing.Emulator;
import io.millwright.lake.MillwrightException.Category;
import io.millwright.training.registry.ModelOrigin;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.DescribeTrialComponentResponse;
import software.amazon.awssdk.services.sagemaker.model.TrialComponentSummary;
import software.amazon.awssdk.services.sagemaker.model.TrialSummary;

/** What is written of a version once it is there, its lineage and its experiment, of which any call fails once; then it is tried again. */
class TraceFaultsTest {

    private static final Emulator EMULATOR = Emulator.started();

    /**
     * Of the lineage two artifacts, an action, a context and three associations; the experiment, a trial, and a component with its
     * association and its figures.
     */
    private static final int CALLS = 7 + 2 + 3;

    private static final ModelOrigin ORIGIN = new ModelOrigin(
            "s3://plant/lake",
            List.of(new ModelOrigin.Search(
                    0,
                    "fails_in_1d",
                    "xgboost",
                    Instant.parse("2026-11-29T06:00:00Z"),
                    List.of(new ModelOrigin.Try(1, Map.of(), Map.of("eta", 0.1), Map.of("log_loss", 0.41), true)))));

    private static final List<String> LINEAGE = List.of(
            "action",
            "action Produced artifact " + LineageTest.model().uri(),
            "artifact " + LineageTest.model().uri(),
            "artifact " + LineageTest.model().uri() + " AssociatedWith context",
            "artifact s3://plant/lake/training_set@v4",
            "artifact s3://plant/lake/training_set@v4 ContributedTo action",
            "context");

    /** With each figure how often it was put. */
    private static final List<String> TRIES = List.of("try-1-chosen log_loss 0.41 once");

    private final LineageServer lineage = new LineageServer();
    private final BrokenLine line = new BrokenLine(EMULATOR.address());

    TraceFaultsTest() throws IOException {
        line.goesElsewhere(LineageServer.OPERATIONS, lineage.address());
    }

    @AfterEach
    void stop() {
        line.close();
        lineage.close();
    }

    /** What passes is tried again at once, by the client or, of an artifact, after a look whether it is there. */
    @ParameterizedTest
    @CsvSource({
        "BEFORE, 403, AccessDeniedException, CONFIGURATION",
        "AFTER, 400, ExpiredTokenException, SERVICE",
        "AFTER, 500, InternalFailure,",
    })
    void whichever_call_fails_a_retry_leaves_what_an_undisturbed_one_leaves(
            BrokenLine.Break kind, int status, String code, @Nullable Category category) {
        for (int call = 1; call <= CALLS; call++) {
            lineage.clear();
            RegisteredModel model = fresh();
            line.breaks(call, kind, status, code);

            Throwable failure = catchThrowable(() -> trace(model));

            assertThat(line.isBroken()).as("call %d", call).isTrue();
            if (category != Category.SERVICE || failure != null) {
                assertThat(BrokenLine.category(failure)).as("%s", failure).isEqualTo(category);
            }
            trace(model);
            requireWhole(model);
        }
    }

    /** The client does not do so by itself, since it cannot know whether the artifact is there. */
    @Test
    void an_artifact_that_was_asked_for_too_fast_is_asked_for_again() {
        RegisteredModel model = fresh();
        line.breaks(2, BrokenLine.Break.BEFORE, 400, "ThrottlingException");

        trace(model);

        requireWhole(model);
        assertThat(line.writes().subList(1, 3)).containsOnly("SageMaker.CreateArtifact");
    }

    @Test
    void without_a_fault_each_thing_is_made_by_one_call() {
        RegisteredModel model = fresh();

        trace(model);

        requireWhole(model);
        assertThat(line.writes()).hasSize(CALLS);
    }

    private void requireWhole(RegisteredModel model) {
        assertThat(lineage.content()).isEqualTo(LINEAGE);
        assertThat(tries(model)).isEqualTo(TRIES);
    }

    /** A version nothing is written of yet. */
    private static RegisteredModel fresh() {
        RegisteredModel model = LineageTest.model();
        return new RegisteredModel(
                model.group(),
                model.version(),
                model.arn(),
                Emulator.fresh("pumps") + "-0123456789ab",
                model.manifest(),
                model.uri(),
                model.manifestUri());
    }

    private void trace(RegisteredModel model) {
        AwsClients clients = AwsClients.of(Specs.registry(line.address(), "pumps", "models"));
        new Lineage(clients.sageMaker(), clients.withoutRetries().sageMaker(), Map.of()).write(model, ORIGIN);
        new Experiments(clients.sageMaker(), clients.sageMakerMetrics(), Map.of()).write(model, ORIGIN);
    }

    /** Of the one trial of the version's experiment. */
    private static List<String> tries(RegisteredModel model) {
        SageMakerClient sageMaker = EMULATOR.sageMaker();
        List<TrialSummary> trials = sageMaker
                .listTrials(request -> request.experimentName(model.id()))
                .trialSummaries();
        assertThat(trials).hasSize(1);
        return sageMaker
                .listTrialComponents(request -> request.trialName(trials.get(0).trialName()))
                .trialComponentSummaries()
                .stream()
                .map(TrialComponentSummary::trialComponentName)
                .distinct() // associated twice is associated; the emulator lists it twice
                .map(name -> sageMaker.describeTrialComponent(request -> request.trialComponentName(name)))
                .map(TraceFaultsTest::words)
                .sorted()
                .toList();
    }

    private static String words(DescribeTrialComponentResponse tried) {
        return tried.displayName()
                + tried.metrics().stream()
                        .map(metric ->
                                " " + metric.metricName() + " " + metric.last() + (metric.count() == 1 ? " once" : ""))
                        .collect(Collectors.joining());
    }
}
