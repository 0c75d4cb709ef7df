package io.millwright.aws;

import io.millwright.lake.config.AwsSpec;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sections {@code aws} of the tests. */
final class Specs {

    static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);
    static final String IMAGE = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/sagemaker-xgboost:3.0-5@" + DIGEST;

    private Specs() {}

    /** Without lineage, which the emulator has not. */
    static AwsSpec registry(URI endpoint, String group, String bucket) {
        return registry(endpoint, group, bucket, false);
    }

    static AwsSpec registry(URI endpoint, String group, String bucket, boolean lineage) {
        return new AwsSpec(
                Optional.of(endpoint),
                Optional.of("alias/millwright"),
                Map.of("team", "maintenance"),
                Optional.of(
                        new AwsSpec.Registry(group, bucket, "models/", IMAGE, List.of("ml.m5.large"), lineage, true)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static AwsSpec watched(URI endpoint, String namespace, String topic, String bus) {
        return new AwsSpec(
                Optional.of(endpoint),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(namespace),
                Optional.of(topic),
                Optional.of(bus));
    }

    /** Without an online store, which the emulator has not. */
    static AwsSpec featureStore(URI endpoint, String prefix, String bucket) {
        return featureStore(endpoint, prefix, bucket, AwsSpec.TableFormat.GLUE, false);
    }

    static AwsSpec featureStore(
            URI endpoint, String prefix, String bucket, AwsSpec.TableFormat format, boolean online) {
        return new AwsSpec(
                Optional.of(endpoint),
                Optional.of("alias/millwright"),
                Map.of("team", "maintenance"),
                Optional.empty(),
                Optional.of(new AwsSpec.FeatureStore(
                        prefix,
                        "s3://" + bucket + "/features",
                        "arn:aws:iam::111122223333:role/feature-store",
                        format,
                        online)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
