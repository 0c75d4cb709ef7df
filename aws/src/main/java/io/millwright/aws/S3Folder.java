package io.millwright.aws;

import io.millwright.features.store.StoreFolder;
import io.millwright.lake.MillwrightException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/**
 * A folder in S3: files by name below one prefix. A file is there as a whole or not at all, and what was written is read at once.
 *
 * @param prefix empty, or ends in a slash
 * @param kmsKey encrypts what is written; empty for the bucket's own encryption
 */
record S3Folder(S3Client s3, String bucket, String prefix, Optional<String> kmsKey) implements StoreFolder {

    /** Another file is there, another is just being written, or the one to replace is gone. */
    private static final Set<Integer> CONDITION_NOT_MET = Set.of(412, 409, 404);

    /** Larger files go in parts of this size, which 10,000 make 320 GB of; S3 takes 5 GB at most in one request. */
    private static final int PART_BYTES = 32 << 20;

    S3Folder below(String name) {
        return new S3Folder(s3, bucket, prefix + name + "/", kmsKey);
    }

    @Override
    public String uri(String name) {
        return "s3://" + bucket + "/" + prefix + name;
    }

    @Override
    public void put(String name, byte[] content) {
        put(name, RequestBody.fromBytes(content));
    }

    private void put(String name, RequestBody content) {
        PutObjectRequest.Builder request = writing(name);
        AwsCall.made("s3:PutObject", uri(name), () -> s3.putObject(request.build(), content));
    }

    private PutObjectRequest.Builder writing(String name) {
        PutObjectRequest.Builder request =
                PutObjectRequest.builder().bucket(bucket).key(prefix + name);
        kmsKey.ifPresent(key ->
                request.serverSideEncryption(ServerSideEncryption.AWS_KMS).ssekmsKeyId(key));
        return request;
    }

    /**
     * What a small text file holds.
     *
     * @param tag tells this writing of it from every other
     */
    record Tagged(String content, String tag) {}

    /** Empty where there is no such file. */
    Optional<Tagged> findTagged(String name) {
        return AwsCall.made("s3:GetObject (and s3:ListBucket)", uri(name), () -> {
            try {
                ResponseBytes<GetObjectResponse> file = s3.getObjectAsBytes(get(prefix + name));
                return Optional.of(
                        new Tagged(file.asUtf8String(), file.response().eTag()));
            } catch (NoSuchKeyException e) {
                return Optional.empty();
            }
        });
    }

    /** Writes a file where there is none, and returns its tag; empty where there is one. */
    Optional<String> putWhereAbsent(String name, byte[] content) {
        return putOn(name, content, request -> request.ifNoneMatch("*"));
    }

    /** Writes a file in the place of the one with a tag, and returns its own; empty where that is no longer there. */
    Optional<String> putInPlaceOf(String name, String tag, byte[] content) {
        return putOn(name, content, request -> request.ifMatch(tag));
    }

    private Optional<String> putOn(String name, byte[] content, Consumer<PutObjectRequest.Builder> condition) {
        PutObjectRequest.Builder request = writing(name);
        condition.accept(request);
        return AwsCall.made("s3:PutObject", uri(name), () -> {
            try {
                return Optional.of(s3.putObject(request.build(), RequestBody.fromBytes(content))
                        .eTag());
            } catch (S3Exception e) {
                if (CONDITION_NOT_MET.contains(e.statusCode())) {
                    return Optional.empty();
                }
                throw e;
            }
        });
    }

    /** Writes every file of a local folder under its path in it. */
    void putAll(Path local) {
        putAll(local, PART_BYTES);
    }

    void putAll(Path local, int partBytes) {
        try (Stream<Path> files = Files.walk(local)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                put(local.relativize(file).toString().replace('\\', '/'), file, partBytes);
            }
        } catch (IOException e) {
            throw MillwrightException.service("the folder " + local + " cannot be read", e);
        }
    }

    private void put(String name, Path file, int partBytes) throws IOException {
        if (Files.size(file) <= partBytes) {
            put(name, RequestBody.fromFile(file));
        } else {
            new S3Upload(s3, bucket, prefix + name, kmsKey).write(file, partBytes);
        }
    }

    /** Empty where there is no such file; without {@code s3:ListBucket} S3 does not tell that from a forbidden one. */
    @Override
    public Optional<byte[]> find(String name) {
        return AwsCall.made("s3:GetObject (and s3:ListBucket)", uri(name), () -> {
            try {
                return Optional.of(s3.getObjectAsBytes(get(prefix + name)).asByteArray());
            } catch (NoSuchKeyException e) {
                return Optional.empty();
            }
        });
    }

    /** Reads every file into a local folder; what is there with as many bytes is taken for it, so that the next try goes on. */
    void getAll(Path local) {
        for (S3Object object : objects()) {
            Path file = local.resolve(object.key().substring(prefix.length()));
            if (isFreeFor(object, file)) {
                AwsCall.made(
                        "s3:GetObject",
                        "s3://" + bucket + "/" + object.key(),
                        () -> s3.getObject(get(object.key()), file));
            }
        }
    }

    /** False where the file is there; what a killed process left of it is removed. */
    private static boolean isFreeFor(S3Object object, Path file) {
        try {
            if (Files.exists(file) && Files.size(file) == object.size()) {
                return false;
            }
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.deleteIfExists(file);
            return true;
        } catch (IOException e) {
            throw MillwrightException.service("the file " + file + " cannot be written", e);
        }
    }

    private List<S3Object> objects() {
        ListObjectsV2Request request =
                ListObjectsV2Request.builder().bucket(bucket).prefix(prefix).build();
        return AwsCall.made(
                "s3:ListBucket", "the bucket " + bucket, () -> s3.listObjectsV2Paginator(request).contents().stream()
                        .toList());
    }

    private GetObjectRequest get(String key) {
        return GetObjectRequest.builder().bucket(bucket).key(key).build();
    }
}
