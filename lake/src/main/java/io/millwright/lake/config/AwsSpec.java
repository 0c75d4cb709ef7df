package io.millwright.lake.config;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which services of AWS a run uses beside its lake; what is empty is not used. Region and credentials come from the environment,
 * never from here.
 *
 * @param endpoint stands in for every service, for an emulator; empty for AWS itself
 * @param kmsKey encrypts what is stored; empty for the services' own keys
 * @param tags of what is made: the model package group, whose versions share them, feature groups, the database of a catalogue
 * @param metrics namespace of the figures in CloudWatch
 * @param topic of SNS that tells people
 * @param eventBus of EventBridge that tells programs
 */
public record AwsSpec(
        Optional<URI> endpoint,
        Optional<String> kmsKey,
        Map<String, String> tags,
        Optional<Registry> registry,
        Optional<FeatureStore> featureStore,
        Optional<String> metrics,
        Optional<String> topic,
        Optional<String> eventBus) {

    /**
     * A model registry in SageMaker.
     *
     * @param group of the model packages; made where there is none
     * @param bucket of S3 that keeps the packages' files
     * @param prefix of their keys; empty, or ends in a slash
     * @param image of the container that serves a model
     * @param instanceTypes a model may be deployed or run in batches on
     * @param lineage whether what a version was made of is shown as lineage
     * @param experiments whether the tries of a search for settings are shown as an experiment
     */
    public record Registry(
            String group,
            String bucket,
            String prefix,
            String image,
            List<String> instanceTypes,
            boolean lineage,
            boolean experiments) {

        public Registry {
            instanceTypes = List.copyOf(instanceTypes);
        }
    }

    /**
     * An offline store in SageMaker Feature Store.
     *
     * @param prefix of the names of the feature groups; they are made where there are none
     * @param location of the offline store: {@code s3://bucket/folder}, without a slash at its end
     * @param role SageMaker takes on to keep the offline store
     * @param tableFormat of the groups, which they keep for good
     * @param online whether the latest record of every machine is also served from an online store
     */
    public record FeatureStore(String prefix, String location, String role, TableFormat tableFormat, boolean online) {}

    /** How an offline store keeps rows: Parquet files in the folder of their hour, or an Iceberg table. */
    public enum TableFormat {
        GLUE,
        ICEBERG
    }

    public AwsSpec {
        tags = new TreeMap<>(tags);
    }

    /** Nothing of AWS. */
    public static AwsSpec none() {
        return at(Optional.empty());
    }

    /** No service, wherever AWS is. */
    public static AwsSpec at(Optional<URI> endpoint) {
        return at(endpoint, Optional.empty());
    }

    /** The same with a key for what is stored. */
    public static AwsSpec at(Optional<URI> endpoint, Optional<String> kmsKey) {
        return new AwsSpec(
                endpoint,
                kmsKey,
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
