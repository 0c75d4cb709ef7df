package io.millwright.aws;

import io.millwright.lake.config.AwsSpec;
import java.time.Duration;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.emr.EmrClient;
import software.amazon.awssdk.services.emrserverless.EmrServerlessClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemakerfeaturestoreruntime.SageMakerFeatureStoreRuntimeClient;
import software.amazon.awssdk.services.sagemakermetrics.SageMakerMetricsClient;
import software.amazon.awssdk.services.sns.SnsClient;

/**
 * Makes the clients of AWS's services, all alike: the default chains of credentials and region, one HTTP client, a few tries with
 * growing random pauses, an end to every call. {@code aws.endpoint} of the pipeline file sends all of them elsewhere.
 */
final class AwsClients implements AutoCloseable {

    private static final int TRIES = 5;

    private final AwsSpec spec;
    private final Region region;
    private final Patience patience;
    private final SdkHttpClient http;
    private final int tries;

    private AwsClients(AwsSpec spec, Region region, Patience patience, SdkHttpClient http, int tries) {
        this.spec = spec;
        this.region = region;
        this.patience = patience;
        this.http = http;
        this.tries = tries;
    }

    /**
     * For what the pipeline file says; calls nothing yet.
     *
     * @throws io.millwright.lake.MillwrightException where the environment names no region
     */
    static AwsClients of(AwsSpec spec) {
        return of(spec, Patience.usual());
    }

    /** The same with another patience. */
    static AwsClients of(AwsSpec spec, Patience patience) {
        return new AwsClients(
                spec,
                AwsCall.made("the region", "the environment", () -> DefaultAwsRegionProviderChain.builder()
                        .build()
                        .getRegion()),
                patience,
                UrlConnectionHttpClient.builder()
                        .connectionTimeout(patience.connect())
                        .socketTimeout(patience.silence())
                        .build(),
                TRIES);
    }

    /** The same for what must not be done twice and has no token: nothing is tried again. */
    AwsClients withoutRetries() {
        return new AwsClients(spec, region, patience, http, 1);
    }

    SageMakerClient sageMaker() {
        return built(SageMakerClient.builder());
    }

    SageMakerMetricsClient sageMakerMetrics() {
        return built(SageMakerMetricsClient.builder());
    }

    SageMakerFeatureStoreRuntimeClient featureStoreRuntime() {
        return built(SageMakerFeatureStoreRuntimeClient.builder());
    }

    KmsClient kms() {
        return built(KmsClient.builder());
    }

    /** Writes in one request a file, without the checksums that only AWS itself asks for where something stands in for it. */
    S3Client s3() {
        return alike(S3Client.builder(), patience.transfer(), patience.transfer())
                .forcePathStyle(spec.endpoint().isPresent())
                .requestChecksumCalculation(
                        spec.endpoint().isPresent()
                                ? RequestChecksumCalculation.WHEN_REQUIRED
                                : RequestChecksumCalculation.WHEN_SUPPORTED)
                .responseChecksumValidation(
                        spec.endpoint().isPresent()
                                ? ResponseChecksumValidation.WHEN_REQUIRED
                                : ResponseChecksumValidation.WHEN_SUPPORTED)
                .build();
    }

    CloudWatchClient cloudWatch() {
        return built(CloudWatchClient.builder());
    }

    SnsClient sns() {
        return built(SnsClient.builder());
    }

    EventBridgeClient eventBridge() {
        return built(EventBridgeClient.builder());
    }

    EmrClient emr() {
        return built(EmrClient.builder());
    }

    EmrServerlessClient emrServerless() {
        return built(EmrServerlessClient.builder());
    }

    GlueClient glue() {
        return built(GlueClient.builder());
    }

    private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C built(B builder) {
        return alike(builder, patience.eachTry(), patience.call()).build();
    }

    private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B alike(
            B builder, Duration eachTry, Duration call) {
        spec.endpoint().ifPresent(builder::endpointOverride);
        return builder.region(region)
                .httpClient(http)
                .overrideConfiguration(ClientOverrideConfiguration.builder()
                        .retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(tries)
                                .build())
                        .apiCallAttemptTimeout(eachTry)
                        .apiCallTimeout(call)
                        .build());
    }

    @Override
    public void close() {
        http.close();
    }
}
