package io.millwright.aws;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.exactly;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.millwright.aws.testing.Emulator;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.MillwrightException.Category;
import io.millwright.training.registry.ModelRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes wrong at AWS: what mends itself is waited for, what does not is one sentence that says what to do. */
class FaultsTest {

    @TempDir
    private Path folder;

    private final WireMockServer aws = new WireMockServer(options().dynamicPort());

    @BeforeEach
    void start() {
        Emulator.credentials();
        aws.start();
    }

    @AfterEach
    void stop() {
        aws.stop();
    }

    private ModelRegistry registry() {
        return AwsDoor.open(Specs.registry(URI.create(aws.baseUrl()), "pumps", "models-bucket"))
                .registry(folder)
                .orElseThrow();
    }

    private static ResponseDefinitionBuilder refusal(int status, String code) {
        return aResponse()
                .withStatus(status)
                .withHeader("x-amzn-RequestId", "request-7")
                .withBody("{\"__type\": \"" + code + "\", \"message\": \"as AWS says it\"}");
    }

    @ParameterizedTest
    @CsvSource({"400, ThrottlingException", "500, InternalFailure", "503, ServiceUnavailable"})
    void what_passes_is_tried_again(int status, String code) {
        aws.stubFor(any(anyUrl())
                .inScenario("busy")
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(refusal(status, code))
                .willSetStateTo("calm"));
        aws.stubFor(any(anyUrl())
                .inScenario("busy")
                .whenScenarioStateIs("calm")
                .willReturn(aResponse().withBody("{\"ModelPackageSummaryList\": []}")));

        assertThat(registry().list()).isEmpty();
        aws.verify(exactly(2), anyRequestedFor(anyUrl()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | AccessDeniedException       | CONFIGURATION | allow sagemaker:ListModelPackages on the model package group pumps",
                "400 | ExpiredTokenException       | SERVICE       | the credentials have expired",
                "400 | UnrecognizedClientException | CONFIGURATION | AWS does not know these credentials",
                "400 | ResourceLimitExceeded       | CONFIGURATION | the account's limits",
                "400 | ConflictException           | SERVICE       | try again later",
                "400 | ConcurrentRunsExceededException | SERVICE   | try again later",
            })
    void what_stays_is_said_in_one_sentence(int status, String code, Category category, String says) {
        aws.stubFor(any(anyUrl()).willReturn(refusal(status, code)));

        fails(() -> registry().approve("1", "good"), category)
                .hasMessageContaining(says)
                .hasMessageContaining(code)
                .hasMessageContaining("as AWS says it")
                .hasMessageContaining("request-7");
        aws.verify(exactly(1), anyRequestedFor(anyUrl()));
    }

    @Test
    void a_bucket_elsewhere_is_named_with_its_region() {
        aws.stubFor(any(anyUrl())
                .willReturn(aResponse()
                        .withStatus(301)
                        .withHeader("x-amz-bucket-region", "us-west-2")
                        .withBody("<Error><Code>PermanentRedirect</Code><Message>elsewhere</Message></Error>")));

        fails(() -> registry().champion(), Category.CONFIGURATION)
                .hasMessageContaining("s3://models-bucket/models/pumps/champion.json")
                .hasMessageContaining("us-west-2")
                .hasMessageContaining("AWS_REGION");
    }

    @Test
    void an_address_where_nobody_answers_may_answer_later() {
        ModelRegistry registry = registry();
        aws.stop();

        fails(registry::list, Category.SERVICE).hasMessageContaining("cannot be reached");
    }

    private static final int LATE_MS = 1500;

    /** Of one call and of one try less than an answer takes that is late; of files nothing but silence ends the call. */
    private ModelRegistry impatient() {
        Patience patience = new Patience(
                Duration.ofSeconds(5),
                Duration.ofMillis(200),
                Duration.ofMillis(200),
                Duration.ofSeconds(20),
                Duration.ofMinutes(1));
        return AwsDoor.open(Specs.registry(URI.create(aws.baseUrl()), "pumps", "models-bucket"), patience)
                .registry(folder)
                .orElseThrow();
    }

    @Test
    void an_answer_that_is_late_once_is_asked_for_again() {
        aws.stubFor(any(anyUrl())
                .inScenario("slow")
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(aResponse().withFixedDelay(LATE_MS))
                .willSetStateTo("quick"));
        aws.stubFor(any(anyUrl())
                .inScenario("slow")
                .whenScenarioStateIs("quick")
                .willReturn(aResponse().withBody("{\"ModelPackageSummaryList\": []}")));

        assertThat(impatient().list()).isEmpty();
        aws.verify(exactly(2), anyRequestedFor(anyUrl()));
    }

    @Test
    void answers_that_are_always_late_end_in_one_sentence_after_five_tries() {
        aws.stubFor(any(anyUrl()).willReturn(aResponse().withFixedDelay(LATE_MS)));

        fails(impatient()::list, Category.SERVICE)
                .hasMessageContaining("sagemaker:ListModelPackages on the model package group pumps failed")
                .hasMessageContaining("AWS did not answer in time; check the network, and try again");
        aws.verify(exactly(5), anyRequestedFor(anyUrl()));
    }

    @Test
    void a_file_that_never_comes_is_not_waited_for_as_long_as_a_large_one() {
        aws.stubFor(any(anyUrl()).willReturn(aResponse().withFixedDelay(LATE_MS)));

        fails(impatient()::champion, Category.SERVICE)
                .hasMessageContaining("s3://models-bucket/models/pumps/champion.json")
                .hasMessageContaining("AWS did not answer in time");
        aws.verify(exactly(5), anyRequestedFor(anyUrl()));
    }

    private static AbstractThrowableAssert<?, ?> fails(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call, Category category) {
        return assertThatThrownBy(call).isInstanceOfSatisfying(MillwrightException.class, failure -> {
            assertThat(failure.category()).isEqualTo(category);
            assertThat(failure.getMessage().lines()).hasSize(1);
        });
    }
}
