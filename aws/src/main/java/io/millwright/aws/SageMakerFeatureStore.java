package io.millwright.aws;

import io.millwright.features.store.FeatureGroup;
import io.millwright.features.store.IcebergTable;
import io.millwright.features.store.OfflineStore;
import io.millwright.features.store.OnlineStore;
import io.millwright.features.store.StoreFolder;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.config.AwsSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.CreateFeatureGroupRequest;
import software.amazon.awssdk.services.sagemaker.model.DataCatalogConfig;
import software.amazon.awssdk.services.sagemaker.model.DescribeFeatureGroupRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeFeatureGroupResponse;
import software.amazon.awssdk.services.sagemaker.model.FeatureDefinition;
import software.amazon.awssdk.services.sagemaker.model.FeatureGroupStatus;
import software.amazon.awssdk.services.sagemaker.model.OfflineStoreConfig;
import software.amazon.awssdk.services.sagemaker.model.OnlineStoreConfig;
import software.amazon.awssdk.services.sagemaker.model.OnlineStoreSecurityConfig;
import software.amazon.awssdk.services.sagemaker.model.S3StorageConfig;
import software.amazon.awssdk.services.sagemaker.model.TableFormat;
import software.amazon.awssdk.services.sagemakerfeaturestoreruntime.SageMakerFeatureStoreRuntimeClient;

/**
 * The offline store of SageMaker Feature Store, in the table format the pipeline file asks for. Glue: files are put below the group's
 * resolved output URI, where Athena and SageMaker's own clients find them by their folders. Iceberg: rows go to the table that SageMaker
 * makes in the Glue Data Catalog together with the group, whose daily partitions nobody can choose.
 *
 * <p>An online store is made and fed where the pipeline file asks for it. A group of the other table format is refused.
 *
 * @see "Amazon SageMaker Developer Guide, Feature Store offline store data format"
 */
final class SageMakerFeatureStore implements OfflineStore {

    /** What a Spark session calls the Glue Data Catalog as Iceberg sees it. */
    private static final String CATALOG = "sagemaker_feature_store";

    private static final Pattern DATA = Pattern.compile("s3://([^/]+)/(.+/)data/?");
    private static final Pattern KEY_ARN = Pattern.compile("arn:[^:]+:kms:.+:key/.+");
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final int LOOKS = 150;

    private final SageMakerClient sageMaker;
    private final S3Client s3;
    private final Supplier<SageMakerFeatureStoreRuntimeClient> runtime;
    private final Supplier<KmsClient> kms;
    private final AwsSpec spec;
    private final AwsSpec.FeatureStore at;
    private final Duration pause;

    /**
     * Calls nothing yet.
     *
     * @param runtime made where records are put online
     * @param kms made where a key is named otherwise than by its ARN
     */
    SageMakerFeatureStore(
            SageMakerClient sageMaker,
            S3Client s3,
            Supplier<SageMakerFeatureStoreRuntimeClient> runtime,
            Supplier<KmsClient> kms,
            AwsSpec spec,
            AwsSpec.FeatureStore at) {
        this(sageMaker, s3, runtime, kms, spec, at, PAUSE);
    }

    /**
     * The same.
     *
     * @param pause between two looks at a group that is being made
     */
    SageMakerFeatureStore(
            SageMakerClient sageMaker,
            S3Client s3,
            Supplier<SageMakerFeatureStoreRuntimeClient> runtime,
            Supplier<KmsClient> kms,
            AwsSpec spec,
            AwsSpec.FeatureStore at,
            Duration pause) {
        this.sageMaker = sageMaker;
        this.s3 = s3;
        this.runtime = runtime;
        this.kms = kms;
        this.spec = spec;
        this.at = at;
        this.pause = pause;
    }

    @Override
    public String prefix() {
        return at.prefix();
    }

    /** Waits up to five minutes for a group that is being made. */
    @Override
    public StoreFolder open(FeatureGroup group) {
        Optional<DescribeFeatureGroupResponse> there = described(group);
        if (there.isEmpty()) {
            create(group);
        }
        DescribeFeatureGroupResponse made = whenMade(group, there);
        requireFormat(made);
        requireOnline(made);
        requireSame(group, made);
        return folder(made);
    }

    private Optional<DescribeFeatureGroupResponse> described(FeatureGroup group) {
        return described(group, null);
    }

    /** From a page of its features on; null for the first. */
    private Optional<DescribeFeatureGroupResponse> described(FeatureGroup group, @Nullable String page) {
        DescribeFeatureGroupRequest request = DescribeFeatureGroupRequest.builder()
                .featureGroupName(group.name())
                .nextToken(page)
                .build();
        return AwsCall.found(
                "sagemaker:DescribeFeatureGroup", words(group), () -> sageMaker.describeFeatureGroup(request));
    }

    private void create(FeatureGroup group) {
        CreateFeatureGroupRequest request = request(group, keyArn());
        AwsCall.create(
                "sagemaker:CreateFeatureGroup (and iam:PassRole of " + at.role() + ")",
                words(group),
                () -> sageMaker.createFeatureGroup(request));
    }

    /** A feature group takes a key's ARN only; the pipeline file may name an alias or an id as well. */
    private Optional<String> keyArn() {
        return spec.kmsKey().map(key -> KEY_ARN.matcher(key).matches() ? key : arnOf(key));
    }

    private String arnOf(String key) {
        return AwsCall.made("kms:DescribeKey", "the key " + key, () -> kms.get()
                .describeKey(request -> request.keyId(key))
                .keyMetadata()
                .arn());
    }

    private CreateFeatureGroupRequest request(FeatureGroup group, Optional<String> key) {
        CreateFeatureGroupRequest.Builder request = CreateFeatureGroupRequest.builder()
                .featureGroupName(group.name())
                .description("The table " + group.table() + " of a lake of Millwright")
                .recordIdentifierFeatureName(group.features().get(0).name())
                .eventTimeFeatureName(group.features().get(1).name())
                .featureDefinitions(definitions(group))
                .offlineStoreConfig(OfflineStoreConfig.builder()
                        .s3StorageConfig(S3StorageConfig.builder()
                                .s3Uri(at.location())
                                .kmsKeyId(key.orElse(null))
                                .build())
                        .disableGlueTableCreation(false)
                        .tableFormat(format())
                        .build())
                .roleArn(at.role())
                .tags(Tags.of(spec.tags()));
        if (at.online()) {
            request.onlineStoreConfig(onlineStore(key));
        }
        return request.build();
    }

    private TableFormat format() {
        return switch (at.tableFormat()) {
            case GLUE -> TableFormat.GLUE;
            case ICEBERG -> TableFormat.ICEBERG;
        };
    }

    private static OnlineStoreConfig onlineStore(Optional<String> key) {
        OnlineStoreConfig.Builder online = OnlineStoreConfig.builder().enableOnlineStore(true);
        key.ifPresent(arn -> online.securityConfig(
                OnlineStoreSecurityConfig.builder().kmsKeyId(arn).build()));
        return online.build();
    }

    private static List<FeatureDefinition> definitions(FeatureGroup group) {
        return group.features().stream()
                .map(feature -> FeatureDefinition.builder()
                        .featureName(feature.name())
                        .featureType(feature.type().apiName())
                        .build())
                .toList();
    }

    private DescribeFeatureGroupResponse whenMade(FeatureGroup group, Optional<DescribeFeatureGroupResponse> known) {
        Optional<DescribeFeatureGroupResponse> seen = known.or(() -> described(group));
        for (int look = 1;
                look < LOOKS && seen.filter(SageMakerFeatureStore::isMade).isEmpty();
                look++) {
            requireHope(seen);
            pause();
            seen = described(group);
        }
        return seen.filter(SageMakerFeatureStore::isMade)
                .orElseThrow(() -> MillwrightException.service(
                        "SageMaker still makes " + words(group) + " after five minutes; try again later",
                        new TimeoutException()));
    }

    private static boolean isMade(DescribeFeatureGroupResponse group) {
        return group.featureGroupStatus() == FeatureGroupStatus.CREATED;
    }

    /** What failed or is being deleted will never be made. */
    private static void requireHope(Optional<DescribeFeatureGroupResponse> seen) {
        seen.filter(response -> response.featureGroupStatus() != FeatureGroupStatus.CREATING)
                .ifPresent(response -> {
                    throw MillwrightException.configuration("the feature group " + response.featureGroupName()
                            + " is in the state " + response.featureGroupStatusAsString()
                            + Optional.ofNullable(response.failureReason())
                                    .map(reason -> " (" + reason + ")")
                                    .orElse("")
                            + "; mend the cause, delete the group, and export again");
                });
    }

    private void pause() {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the wait for a feature group was interrupted", e);
        }
    }

    /** What SageMaker calls default, or says nothing of, is Glue. */
    private void requireFormat(DescribeFeatureGroupResponse group) {
        if (group.offlineStoreConfig() == null) {
            throw refused(group, "has no offline store");
        }
        boolean isIceberg = group.offlineStoreConfig().tableFormat() == TableFormat.ICEBERG;
        if (isIceberg != (format() == TableFormat.ICEBERG)) {
            throw refused(
                    group,
                    "is of the table format " + (isIceberg ? TableFormat.ICEBERG : TableFormat.GLUE)
                            + ", which a group keeps for good, and not " + format());
        }
    }

    private void requireOnline(DescribeFeatureGroupResponse group) {
        boolean there = Optional.ofNullable(group.onlineStoreConfig())
                .map(OnlineStoreConfig::enableOnlineStore)
                .orElse(false);
        if (at.online() && !there) {
            throw refused(group, "has no online store, which a group gets when it is made or never");
        }
    }

    private void requireSame(FeatureGroup group, DescribeFeatureGroupResponse there) {
        List<String> wanted = texts(definitions(group));
        List<String> found = texts(definitions(group, there));
        if (!wanted.equals(found)
                || !group.features().get(0).name().equals(there.recordIdentifierFeatureName())
                || !group.features().get(1).name().equals(there.eventTimeFeatureName())) {
            throw refused(
                    there,
                    "has other features than the table " + group.table() + " (" + FeatureGroup.difference(found, wanted)
                            + "), and a group's features are for good");
        }
    }

    /** Of all pages. */
    private List<FeatureDefinition> definitions(FeatureGroup group, DescribeFeatureGroupResponse first) {
        List<FeatureDefinition> all = new ArrayList<>();
        Optional<DescribeFeatureGroupResponse> page = Optional.of(first);
        while (page.isPresent()) {
            all.addAll(page.get().featureDefinitions());
            page = Optional.ofNullable(page.get().nextToken())
                    .filter(next -> !next.isEmpty())
                    .flatMap(next -> described(group, next));
        }
        return all;
    }

    private static List<String> texts(List<FeatureDefinition> definitions) {
        return definitions.stream()
                .map(each -> each.featureName() + " (" + each.featureTypeAsString() + ")")
                .sorted()
                .toList();
    }

    private MillwrightException refused(DescribeFeatureGroupResponse group, String why) {
        return MillwrightException.configuration("the feature group " + group.featureGroupName() + " " + why + "; "
                + startAnew(group.featureGroupName()));
    }

    /** Where SageMaker says the group is catalogued; reached with the same credentials, region and key as all else. */
    @Override
    public Optional<IcebergTable> iceberg(FeatureGroup group) {
        if (format() != TableFormat.ICEBERG) {
            return Optional.empty();
        }
        return described(group).map(made -> {
            DataCatalogConfig catalogued = made.offlineStoreConfig().dataCatalogConfig();
            if (catalogued == null) {
                throw refused(made, "is in no Glue Data Catalog, without which nobody finds its Iceberg table");
            }
            return new IcebergTable(
                    CATALOG,
                    catalogued.database().toLowerCase(Locale.ROOT),
                    catalogued.tableName().toLowerCase(Locale.ROOT),
                    catalogSettings());
        });
    }

    private Map<String, String> catalogSettings() {
        Map<String, String> settings = new TreeMap<>(Map.of(
                "catalog-impl", "org.apache.iceberg.aws.glue.GlueCatalog",
                "io-impl", "org.apache.iceberg.aws.s3.S3FileIO",
                "warehouse", at.location(),
                "glue.skip-name-validation", "true"));
        spec.kmsKey().ifPresent(key -> settings.putAll(Map.of("s3.sse.type", "kms", "s3.sse.key", key)));
        spec.endpoint()
                .ifPresent(endpoint -> settings.putAll(Map.of(
                        "glue.endpoint", endpoint.toString(),
                        "s3.endpoint", endpoint.toString(),
                        "s3.path-style-access", "true")));
        return settings;
    }

    @Override
    public Optional<OnlineStore> online() {
        return at.online() ? Optional.of(new SageMakerOnlineStore(runtime.get())) : Optional.empty();
    }

    @Override
    public String startAnew(String group) {
        return "export into groups of their own, with another aws.feature_store.prefix than " + at.prefix();
    }

    private StoreFolder folder(DescribeFeatureGroupResponse group) {
        String uri = group.offlineStoreConfig().s3StorageConfig().resolvedOutputS3Uri();
        Matcher data = DATA.matcher(String.valueOf(uri));
        if (!data.matches()) {
            throw refused(group, "keeps its data in " + uri + ", which is no folder 'data' in S3");
        }
        return new S3Folder(s3, data.group(1), data.group(2), spec.kmsKey());
    }

    private static String words(FeatureGroup group) {
        return "the feature group " + group.name();
    }
}
