package io.millwright.aws;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * Writes one object in parts; it is there as a whole afterwards or not at all. A part that failed is sent again by itself; where that
 * does not help, the parts that arrived are given up, so that nobody pays for them.
 *
 * @param kmsKey encrypts it; empty for the bucket's own encryption
 */
record S3Upload(S3Client s3, String bucket, String key, Optional<String> kmsKey) {

    private static final String PUT = "s3:PutObject";

    /**
     * Writes a file.
     *
     * @param partBytes of every part but the last; S3 wants at least 5 MiB
     * @throws IOException where the file cannot be read
     */
    void write(Path file, int partBytes) throws IOException {
        CreateMultipartUploadRequest.Builder request =
                CreateMultipartUploadRequest.builder().bucket(bucket).key(key);
        kmsKey.ifPresent(kms ->
                request.serverSideEncryption(ServerSideEncryption.AWS_KMS).ssekmsKeyId(kms));
        String upload = AwsCall.made(PUT, uri(), () -> s3.createMultipartUpload(request.build()))
                .uploadId();
        try (InputStream content = Files.newInputStream(file)) {
            complete(upload, parts(upload, content, partBytes));
        } catch (IOException | RuntimeException e) {
            abort(upload, e);
            throw e;
        }
    }

    private List<CompletedPart> parts(String upload, InputStream content, int partBytes) throws IOException {
        List<CompletedPart> parts = new ArrayList<>();
        for (byte[] part = content.readNBytes(partBytes); part.length > 0; part = content.readNBytes(partBytes)) {
            parts.add(sent(upload, parts.size() + 1, RequestBody.fromBytes(part)));
        }
        return parts;
    }

    /** With the checksum where there is one: an upload that was begun with checksums is completed with those of all parts. */
    private CompletedPart sent(String upload, int number, RequestBody part) {
        UploadPartRequest request = UploadPartRequest.builder()
                .bucket(bucket)
                .key(key)
                .uploadId(upload)
                .partNumber(number)
                .build();
        UploadPartResponse arrived = AwsCall.made(PUT, uri(), () -> s3.uploadPart(request, part));
        return CompletedPart.builder()
                .partNumber(number)
                .eTag(arrived.eTag())
                .checksumCRC32(arrived.checksumCRC32())
                .build();
    }

    private void complete(String upload, List<CompletedPart> parts) {
        CompleteMultipartUploadRequest request = CompleteMultipartUploadRequest.builder()
                .bucket(bucket)
                .key(key)
                .uploadId(upload)
                .multipartUpload(all -> all.parts(parts))
                .build();
        AwsCall.made(PUT, uri(), () -> s3.completeMultipartUpload(request));
    }

    /** What cannot even be given up is left to the bucket's lifecycle rule. */
    private void abort(String upload, Exception failure) {
        AbortMultipartUploadRequest request = AbortMultipartUploadRequest.builder()
                .bucket(bucket)
                .key(key)
                .uploadId(upload)
                .build();
        try {
            AwsCall.made("s3:AbortMultipartUpload", uri(), () -> s3.abortMultipartUpload(request));
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private String uri() {
        return "s3://" + bucket + "/" + key;
    }
}
