package io.millwright.aws;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.deleteRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.exactly;
import static com.github.tomakehurst.wiremock.client.WireMock.noContent;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.millwright.aws.testing.Emulator;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.config.AwsSpec;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

class S3UploadTest {

    /** S3's smallest. */
    private static final int PART = 5 << 20;

    private static final String KEY = "models/training-set.parquet";

    @TempDir
    private Path folder;

    private Path file(int bytes) throws IOException {
        byte[] content = new byte[bytes];
        new Random(1).nextBytes(content);
        return Files.write(folder.resolve("training-set.parquet"), content);
    }

    private static S3Folder models(URI address, String bucket, Optional<String> kmsKey) {
        return new S3Folder(AwsClients.of(AwsSpec.at(Optional.of(address))).s3(), bucket, "models/", kmsKey);
    }

    @Test
    void a_large_file_arrives_whole_in_parts_and_encrypted_and_leaves_no_upload_behind() throws IOException {
        Emulator emulator = Emulator.started();
        String bucket = emulator.bucket();
        Path file = file(PART + 3);

        models(emulator.address(), bucket, Optional.of("alias/millwright")).putAll(folder, PART);

        HeadObjectResponse head = emulator.s3()
                .headObject(request -> request.bucket(bucket).key(KEY).partNumber(1));
        assertThat(head.partsCount()).isEqualTo(2);
        assertThat(head.serverSideEncryption()).isEqualTo(ServerSideEncryption.AWS_KMS);
        assertThat(head.ssekmsKeyId()).isEqualTo("alias/millwright");
        assertThat(emulator.s3()
                        .getObjectAsBytes(request -> request.bucket(bucket).key(KEY))
                        .asByteArray())
                .isEqualTo(Files.readAllBytes(file));
        assertThat(emulator.s3()
                        .listMultipartUploads(request -> request.bucket(bucket))
                        .uploads())
                .isEmpty();
    }

    @Test
    void a_file_of_one_part_is_put_at_once() throws IOException {
        WireMockServer s3 = started();
        try {
            s3.stubFor(any(anyUrl()).willReturn(ok()));

            file(PART);

            models(URI.create(s3.baseUrl()), "plant", Optional.empty()).putAll(folder, PART);

            s3.verify(exactly(1), putRequestedFor(anyUrl()));
            s3.verify(exactly(0), postRequestedFor(anyUrl()));
        } finally {
            s3.stop();
        }
    }

    @Test
    void a_part_that_is_refused_gives_the_upload_up() throws IOException {
        WireMockServer s3 = started();
        try {
            s3.stubFor(post(anyUrl())
                    .willReturn(ok("<InitiateMultipartUploadResult><UploadId>upload-7</UploadId>"
                            + "</InitiateMultipartUploadResult>")));
            s3.stubFor(put(anyUrl())
                    .withQueryParam("partNumber", equalTo("1"))
                    .willReturn(ok().withHeader("ETag", "one")));
            s3.stubFor(put(anyUrl())
                    .withQueryParam("partNumber", equalTo("2"))
                    .willReturn(aResponse()
                            .withStatus(403)
                            .withBody("<Error><Code>AccessDenied</Code><Message>no</Message></Error>")));
            s3.stubFor(delete(anyUrl()).willReturn(noContent()));
            S3Folder models = models(URI.create(s3.baseUrl()), "plant", Optional.empty());
            file(2 * PART + 1);

            assertThatThrownBy(() -> models.putAll(folder, PART))
                    .isInstanceOf(MillwrightException.class)
                    .hasMessageContaining("s3:PutObject on s3://plant/" + KEY)
                    .hasMessageContaining("AccessDenied")
                    .hasNoSuppressedExceptions();

            s3.verify(exactly(1), deleteRequestedFor(anyUrl()).withQueryParam("uploadId", equalTo("upload-7")));
            s3.verify(exactly(0), postRequestedFor(anyUrl()).withQueryParam("uploadId", equalTo("upload-7")));
        } finally {
            s3.stop();
        }
    }

    private static WireMockServer started() {
        Emulator.credentials();
        WireMockServer s3 = new WireMockServer(options().dynamicPort());
        s3.start();
        return s3;
    }
}
