package io.millwright.aws.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.emr.EmrClient;
import software.amazon.awssdk.services.emrserverless.EmrServerlessClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * An AWS of this machine: {@code aws/emulator/emulator.py}, of a Python environment kept in the module's {@code target} folder. Started once for the
 * whole JVM at first use; it ends when the JVM does, whose end of a pipe it holds.
 */
public final class Emulator {

    public static final String REGION = "eu-central-1";

    private static final Path FOLDER =
            Path.of("../aws/emulator").toAbsolutePath().normalize();
    private static final PythonEnvironment PYTHON = new PythonEnvironment(
            "moto", List.of("-r", FOLDER.resolve("requirements.txt").toString()));

    private static final AtomicInteger NAMES = new AtomicInteger();

    private static Emulator running;

    /** Each ends with its pipe; kept so that the pipe is. */
    private static final List<Process> SERVERS = new ArrayList<>();

    private final URI address;

    private Emulator(URI address) {
        this.address = address;
    }

    /** Sets the region and credentials that the default chains find; nobody's. */
    public static void credentials() {
        System.setProperty("aws.region", REGION);
        System.setProperty("aws.accessKeyId", "testing");
        System.setProperty("aws.secretAccessKey", "testing");
    }

    /** The one of this JVM. */
    public static synchronized Emulator started() {
        if (running == null) {
            credentials();
            try {
                running = start();
            } catch (IOException e) {
                throw new IllegalStateException("moto's server cannot be started; see " + PYTHON.folder(), e);
            }
        }
        return running;
    }

    /** One that somebody else started and ends. */
    public static Emulator at(URI address) {
        credentials();
        return new Emulator(address);
    }

    /** The interpreter it runs in. */
    public static String python() {
        return PYTHON.python();
    }

    /**
     * What AWS's own description of an API finds wrong with a request: a type, a name, a missing member, a length, a value
     * that is none of an enumeration's, a text that is not as its pattern.
     *
     * @param request its body, as JSON
     */
    public static String violations(String service, String operation, String request) {
        started();
        try {
            return ApiDescription.violations(python(), service, operation, request);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Emulator start() throws IOException {
        Process server = new ProcessBuilder(
                        python(), FOLDER.resolve("emulator.py").toString(), "--port", "0", "--until-end-of-input")
                .redirectError(PYTHON.folder().resolve("server.log").toFile())
                .start();
        BufferedReader says =
                new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
        String address = says.readLine();
        if (address == null) {
            throw new IOException(Files.readString(PYTHON.folder().resolve("server.log")));
        }
        SERVERS.add(server);
        return new Emulator(URI.create(address));
    }

    public URI address() {
        return address;
    }

    /** A name nothing has yet, fit for buckets, groups, topics and buses. */
    public static String fresh(String word) {
        return word + "-" + NAMES.incrementAndGet();
    }

    /** Makes a bucket. */
    public String bucket() {
        String name = fresh("bucket");
        s3().createBucket(request ->
                request.bucket(name).createBucketConfiguration(place -> place.locationConstraint(REGION)));
        return name;
    }

    /** Makes a key that has this alias, where there is none. */
    public void key(String alias) {
        KmsClient kms = client(KmsClient.builder());
        if (kms.listAliases().aliases().stream()
                .noneMatch(each -> each.aliasName().equals(alias))) {
            String key = kms.createKey().keyMetadata().keyId();
            kms.createAlias(request -> request.aliasName(alias).targetKeyId(key));
        }
    }

    /** Begins to write an object in parts, and ends with the first of them, as a task that is killed does. */
    public void halfWritten(String bucket, String key) {
        String upload = s3().createMultipartUpload(
                        request -> request.bucket(bucket).key(key))
                .uploadId();
        s3().uploadPart(
                        request ->
                                request.bucket(bucket).key(key).uploadId(upload).partNumber(1),
                        RequestBody.fromString("half of "));
    }

    /** Makes a topic with a queue behind it that gets what its filter lets through. */
    public Mailbox topic(String filterPolicy) {
        String topic = client(SnsClient.builder())
                .createTopic(request -> request.name(fresh("topic")))
                .topicArn();
        return Mailbox.behindTopic(topic, filterPolicy, client(SnsClient.builder()), client(SqsClient.builder()));
    }

    /** Makes an event bus with a queue behind it that gets Millwright's events. */
    public Mailbox bus() {
        String bus = fresh("bus");
        return Mailbox.behindBus(bus, client(EventBridgeClient.builder()), client(SqsClient.builder()));
    }

    public S3Client s3() {
        return client(S3Client.builder().forcePathStyle(true));
    }

    public SageMakerClient sageMaker() {
        return client(SageMakerClient.builder());
    }

    public CloudWatchClient cloudWatch() {
        return client(CloudWatchClient.builder());
    }

    public EmrClient emr() {
        return client(EmrClient.builder());
    }

    public EmrServerlessClient emrServerless() {
        return client(EmrServerlessClient.builder());
    }

    public GlueClient glue() {
        return client(GlueClient.builder());
    }

    private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(B builder) {
        return builder.endpointOverride(address)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }
}
