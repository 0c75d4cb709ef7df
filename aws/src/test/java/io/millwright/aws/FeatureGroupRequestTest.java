package io.millwright.aws;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.exactly;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.matching.RequestPatternBuilder;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.millwright.aws.testing.Emulator;
import io.millwright.features.store.FeatureGroup;
import io.millwright.features.store.IcebergTable;
import io.millwright.features.store.StoreFolder;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.config.AwsSpec;
import io.millwright.lake.config.AwsSpec.TableFormat;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What SageMaker is asked for a feature group, whole, and what it may answer that the emulator never does. */
class FeatureGroupRequestTest {

    private static final FeatureGroup GROUP = SageMakerFeatureStoreTest.group("pumps", "age_days");

    /** Of the alias that the pipeline file names: a feature group takes no alias. */
    private static final String KEY = "arn:aws:kms:eu-central-1:111122223333:key/1";

    private static final String ABSENT = "{\"__type\": \"ResourceNotFound\", \"message\": \"Resource Not Found\"}";

    private final WireMockServer sageMaker = new WireMockServer(options().dynamicPort());

    @BeforeEach
    void start() {
        Emulator.credentials();
        sageMaker.start();
        sageMaker.stubFor(post(anyUrl())
                .withHeader("X-Amz-Target", equalTo("TrentService.DescribeKey"))
                .withRequestBody(equalToJson("{\"KeyId\": \"alias/millwright\"}"))
                .willReturn(okJson("{\"KeyMetadata\": {\"KeyId\": \"1\", \"Arn\": \"" + KEY + "\"}}")));
    }

    @AfterEach
    void stop() {
        sageMaker.stop();
    }

    private StoreFolder open() {
        return store(false).open(GROUP);
    }

    private SageMakerFeatureStore store(boolean online) {
        return store(TableFormat.GLUE, online);
    }

    private SageMakerFeatureStore store(TableFormat format, boolean online) {
        AwsSpec spec = Specs.featureStore(URI.create(sageMaker.baseUrl()), "pumps", "features-bucket", format, online);
        AwsClients clients = AwsClients.of(spec);
        return new SageMakerFeatureStore(
                clients.sageMaker(),
                clients.s3(),
                clients::featureStoreRuntime,
                clients::kms,
                spec,
                spec.featureStore().orElseThrow(),
                Duration.ZERO);
    }

    /** Answers in this order, the last for ever. */
    private void answers(String operation, String... answers) {
        for (int i = 0; i < answers.length; i++) {
            sageMaker.stubFor(post(anyUrl())
                    .withHeader("X-Amz-Target", equalTo("SageMaker." + operation))
                    .inScenario(operation)
                    .whenScenarioStateIs(i == 0 ? Scenario.STARTED : "answered " + i)
                    .willReturn(aResponse()
                            .withStatus(answers[i].contains("__type") ? 400 : 200)
                            .withBody(answers[i]))
                    .willSetStateTo("answered " + Math.min(i + 1, answers.length - 1)));
        }
    }

    private static String group(String status, String format, String rest) {
        return """
                {"FeatureGroupName": "pumps-context", "FeatureGroupStatus": "%s", %s
                 "RecordIdentifierFeatureName": "equipment_id", "EventTimeFeatureName": "as_of",
                 "OfflineStoreConfig": {"TableFormat": "%s", "S3StorageConfig": {"S3Uri": "s3://features-bucket/features",
                   "ResolvedOutputS3Uri":
                     "s3://features-bucket/features/111122223333/sagemaker/eu-central-1/offline-store/pumps-context-1/data"}}}
                """.formatted(status, rest, format);
    }

    private static final String FEATURES = """
            "FeatureDefinitions": [{"FeatureName": "equipment_id", "FeatureType": "String"},
              {"FeatureName": "as_of", "FeatureType": "String"}, {"FeatureName": "age_days", "FeatureType": "Fractional"}],
            """;

    private static RequestPatternBuilder calls(String operation) {
        return postRequestedFor(anyUrl()).withHeader("X-Amz-Target", equalTo("SageMaker." + operation));
    }

    private JsonNode sent(String operation) throws IOException {
        return new ObjectMapper()
                .readTree(sageMaker.findAll(calls(operation)).get(0).getBodyAsString());
    }

    @Test
    void the_description_of_the_api_finds_nothing_wrong_with_what_is_asked() throws IOException {
        answers(
                "DescribeFeatureGroup",
                ABSENT,
                group("Creating", "Glue", FEATURES),
                group("Created", "Glue", FEATURES));
        answers("CreateFeatureGroup", "{\"FeatureGroupArn\": \"arn:x\"}");

        StoreFolder folder = open();

        JsonNode request = sent("CreateFeatureGroup");
        assertThat(Emulator.violations("sagemaker", "CreateFeatureGroup", request.toString()))
                .isEmpty();
        assertThat(request).isEqualTo(new ObjectMapper().readTree("""
                {"FeatureGroupName": "pumps-context",
                 "RecordIdentifierFeatureName": "equipment_id",
                 "EventTimeFeatureName": "as_of",
                 "FeatureDefinitions": [
                   {"FeatureName": "equipment_id", "FeatureType": "String"},
                   {"FeatureName": "as_of", "FeatureType": "String"},
                   {"FeatureName": "age_days", "FeatureType": "Fractional"}],
                 "OfflineStoreConfig": {
                   "S3StorageConfig": {"S3Uri": "s3://features-bucket/features", "KmsKeyId": "%s"},
                   "DisableGlueTableCreation": false,
                   "TableFormat": "Glue"},
                 "RoleArn": "arn:aws:iam::111122223333:role/feature-store",
                 "Description": "The table features_context of a lake of Millwright",
                 "Tags": [{"Key": "team", "Value": "maintenance"}]}
                """.formatted(KEY)));
        assertThat(folder.uri("data"))
                .isEqualTo("s3://features-bucket/features/111122223333/sagemaker/eu-central-1/offline-store/"
                        + "pumps-context-1/data");
        sageMaker.verify(exactly(3), calls("DescribeFeatureGroup"));
    }

    @Test
    void a_group_that_another_process_made_meanwhile_is_taken() {
        answers("DescribeFeatureGroup", ABSENT, group("Created", "Default", FEATURES));
        answers(
                "CreateFeatureGroup",
                "{\"__type\": \"ResourceInUse\", \"message\": \"Resource Already Exists: FeatureGroup with name"
                        + " pumps-context already exists. Choose a different name.\"}");

        assertThat(open().uri("data")).endsWith("/data");
    }

    @Test
    void features_come_in_pages() throws IOException {
        String first = "\"FeatureDefinitions\": [{\"FeatureName\": \"as_of\", \"FeatureType\": \"String\"}],"
                + " \"NextToken\": \"more\",";
        String second = "\"FeatureDefinitions\": [{\"FeatureName\": \"equipment_id\", \"FeatureType\": \"String\"},"
                + " {\"FeatureName\": \"age_days\", \"FeatureType\": \"Fractional\"}],";
        answers("DescribeFeatureGroup", group("Created", "Glue", first), group("Created", "Glue", second));

        assertThat(open().uri("data")).endsWith("/data");
        assertThat(new ObjectMapper()
                        .readTree(sageMaker
                                .findAll(calls("DescribeFeatureGroup")
                                        .withRequestBody(
                                                com.github.tomakehurst.wiremock.client.WireMock.containing("more")))
                                .get(0)
                                .getBodyAsString())
                        .path("NextToken")
                        .asText())
                .isEqualTo("more");
    }

    @Test
    void a_group_of_the_other_table_format_is_refused() {
        answers("DescribeFeatureGroup", group("Created", "Iceberg", FEATURES), group("Created", "Default", FEATURES));

        assertThatThrownBy(this::open)
                .isInstanceOf(MillwrightException.class)
                .hasMessageContaining("pumps-context is of the table format Iceberg")
                .hasMessageContaining("and not Glue; ")
                .hasMessageContaining("another aws.feature_store.prefix");
        assertThatThrownBy(() -> store(TableFormat.ICEBERG, false).open(GROUP))
                .isInstanceOf(MillwrightException.class)
                .hasMessageContaining("pumps-context is of the table format Glue")
                .hasMessageContaining("and not Iceberg; ");
    }

    private static String icebergGroup(String catalogued) {
        return group("Created", "Iceberg", FEATURES).replace("\"TableFormat\"", catalogued + "\"TableFormat\"");
    }

    @Test
    void an_iceberg_group_is_asked_for_by_its_format_alone_and_its_table_is_where_sagemaker_says() throws IOException {
        answers("DescribeFeatureGroup", ABSENT, icebergGroup("""
                "DataCatalogConfig": {"Catalog": "AwsDataCatalog", "Database": "sagemaker_featurestore",
                  "TableName": "Pumps_Context_1769796000"},
                """));
        answers("CreateFeatureGroup", "{\"FeatureGroupArn\": \"arn:x\"}");
        SageMakerFeatureStore store = store(TableFormat.ICEBERG, false);

        StoreFolder folder = store.open(GROUP);
        IcebergTable table = store.iceberg(GROUP).orElseThrow();

        JsonNode request = sent("CreateFeatureGroup");
        assertThat(Emulator.violations("sagemaker", "CreateFeatureGroup", request.toString()))
                .isEmpty();
        assertThat(request.path("OfflineStoreConfig")).isEqualTo(new ObjectMapper().readTree("""
                {"S3StorageConfig": {"S3Uri": "s3://features-bucket/features", "KmsKeyId": "%s"},
                 "DisableGlueTableCreation": false,
                 "TableFormat": "Iceberg"}
                """.formatted(KEY)));
        assertThat(folder.uri("millwright")).endsWith("/pumps-context-1/millwright");
        assertThat(List.of(table.database(), table.table()))
                .containsExactly("sagemaker_featurestore", "pumps_context_1769796000");
        assertThat(table.settings())
                .containsEntry("catalog-impl", "org.apache.iceberg.aws.glue.GlueCatalog")
                .containsEntry("io-impl", "org.apache.iceberg.aws.s3.S3FileIO")
                .containsEntry("s3.sse.key", "alias/millwright")
                .containsEntry("glue.endpoint", sageMaker.baseUrl());
        assertThat(store(false).iceberg(GROUP)).isEmpty();
    }

    @Test
    void an_iceberg_group_that_is_in_no_catalog_is_refused() {
        answers("DescribeFeatureGroup", icebergGroup(""));

        assertThatThrownBy(() -> store(TableFormat.ICEBERG, false).iceberg(GROUP))
                .isInstanceOf(MillwrightException.class)
                .hasMessageContaining("pumps-context is in no Glue Data Catalog");
    }

    @Test
    void an_online_store_is_made_with_its_key_and_gets_records_of_its_own() throws IOException {
        String online = FEATURES + "\"OnlineStoreConfig\": {\"EnableOnlineStore\": true},";
        answers("DescribeFeatureGroup", ABSENT, group("Created", "Glue", online));
        answers("CreateFeatureGroup", "{\"FeatureGroupArn\": \"arn:x\"}");
        sageMaker.stubFor(put(urlEqualTo("/FeatureGroup/pumps-context"))
                .inScenario("busy")
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(aResponse().withStatus(503).withBody("{\"__type\": \"ServiceUnavailable\"}"))
                .willSetStateTo("calm"));
        sageMaker.stubFor(put(urlEqualTo("/FeatureGroup/pumps-context"))
                .inScenario("busy")
                .whenScenarioStateIs("calm")
                .willReturn(aResponse().withStatus(200)));
        SageMakerFeatureStore store = store(true);
        store.open(GROUP);

        store.online()
                .orElseThrow()
                .put(GROUP, Map.of("equipment_id", "m-1", "as_of", "2026-01-31T06:00:00.000Z", "age_days", "1.0E-4"));

        JsonNode made = sent("CreateFeatureGroup");
        assertThat(Emulator.violations("sagemaker", "CreateFeatureGroup", made.toString()))
                .isEmpty();
        assertThat(made.path("OnlineStoreConfig").toString())
                .isEqualTo("{\"SecurityConfig\":{\"KmsKeyId\":\"" + KEY + "\"},\"EnableOnlineStore\":true}");
        var puts = sageMaker.findAll(putRequestedFor(urlEqualTo("/FeatureGroup/pumps-context")));
        assertThat(puts).hasSize(2);
        ObjectNode record = (ObjectNode) new ObjectMapper().readTree(puts.get(1).getBodyAsString());
        assertThat(record.path("TargetStores").toString()).isEqualTo("[\"OnlineStore\"]");
        assertThat(record.path("Record"))
                .extracting(value -> value.path("FeatureName").asText() + "="
                        + value.path("ValueAsString").asText())
                .containsExactlyInAnyOrder("equipment_id=m-1", "as_of=2026-01-31T06:00:00.000Z", "age_days=1.0E-4");
        record.put("FeatureGroupName", "pumps-context"); // which goes by the address
        assertThat(Emulator.violations("sagemaker-featurestore-runtime", "PutRecord", record.toString()))
                .isEmpty();
    }

    @Test
    void a_record_that_may_not_be_put_is_said_with_its_permission() {
        sageMaker.stubFor(put(anyUrl())
                .willReturn(aResponse()
                        .withStatus(403)
                        .withHeader("x-amzn-ErrorType", "AccessForbidden")
                        .withBody("{\"Message\": \"as AWS says it\"}")));

        assertThatThrownBy(() -> store(true).online().orElseThrow().put(GROUP, Map.of("equipment_id", "m-1")))
                .isInstanceOfSatisfying(MillwrightException.class, e -> assertThat(e.category())
                        .isEqualTo(MillwrightException.Category.CONFIGURATION))
                .hasMessageContaining("allow sagemaker:PutRecord on the feature group pumps-context");
    }

    @Test
    void a_group_without_an_online_store_is_refused_where_one_is_asked_for() {
        answers("DescribeFeatureGroup", group("Created", "Glue", FEATURES));

        assertThatThrownBy(() -> store(true).open(GROUP))
                .isInstanceOf(MillwrightException.class)
                .hasMessageContaining("pumps-context has no online store")
                .hasMessageContaining("another aws.feature_store.prefix");
        assertThat(store(false).online()).isEmpty();
    }

    @Test
    void a_group_that_could_not_be_made_says_why() {
        answers(
                "DescribeFeatureGroup",
                group("CreateFailed", "Glue", FEATURES + "\"FailureReason\": \"the role may not write\","));

        assertThatThrownBy(this::open)
                .isInstanceOf(MillwrightException.class)
                .hasMessageContaining("CreateFailed (the role may not write)");
    }
}
