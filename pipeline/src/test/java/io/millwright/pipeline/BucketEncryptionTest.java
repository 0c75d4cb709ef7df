package io.millwright.pipeline;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.millwright.aws.testing.Emulator;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.PipelineFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** Hadoop names a key to S3 only where the line is encrypted too, so the emulator is reached by TLS here, with anybody's certificate. */
class BucketEncryptionTest {

    private static final String ANY_CERTIFICATE = "com.amazonaws.sdk.disableCertChecking";

    private final Emulator emulator = Emulator.started();
    private final String bucket = emulator.bucket();
    private final WireMockServer line =
            new WireMockServer(options().dynamicPort().dynamicHttpsPort());

    @TempDir
    private Path folder;

    @BeforeEach
    void start() {
        System.setProperty(ANY_CERTIFICATE, "true");
        line.start();
        line.stubFor(any(anyUrl())
                .willReturn(aResponse().proxiedFrom(emulator.address().toString())));
    }

    @AfterEach
    void stop() {
        System.clearProperty(ANY_CERTIFICATE);
        line.stop();
    }

    @Test
    void what_the_launcher_writes_into_a_bucket_is_encrypted_with_the_key_of_the_pipeline_file() throws IOException {
        HeadObjectResponse written = written("https://localhost:" + line.httpsPort());

        assertThat(written.serverSideEncryption()).isEqualTo(ServerSideEncryption.AWS_KMS);
        assertThat(written.ssekmsKeyId()).isEqualTo("alias/millwright");
    }

    @Test
    void an_emulator_without_tls_is_named_no_key_and_written_to() throws IOException {
        assertThat(written(emulator.address().toString()).ssekmsKeyId()).isNull();
    }

    private HeadObjectResponse written(String endpoint) throws IOException {
        String aws = "aws: {endpoint: \"%s\", kms_key: alias/millwright}\n".formatted(endpoint);
        PipelineConfig config = PipelineFile.readFor(
                Files.writeString(folder.resolve("pipeline.yaml"), TinyFleet.yaml(folder) + aws),
                Map.of(),
                Optional.of(folder.toString()));
        Configuration hadoop = JobSession.hadoop(config);
        hadoop.set("fs.s3a.aws.credentials.provider", "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider");
        hadoop.set("fs.s3a.access.key", "tester");
        hadoop.set("fs.s3a.secret.key", "secret");
        try (FileSystem files = FileSystem.newInstance(URI.create("s3a://" + bucket), hadoop);
                FSDataOutputStream out = files.create(new org.apache.hadoop.fs.Path("/lake/a.txt"))) {
            out.writeBytes("content");
        }
        return emulator.s3().headObject(request -> request.bucket(bucket).key("lake/a.txt"));
    }
}
