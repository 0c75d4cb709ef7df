package io.millwright.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.aws.testing.Emulator;
import io.millwright.features.store.ExportReport;
import io.millwright.features.store.FeatureExport;
import io.millwright.features.store.FeatureGroup;
import io.millwright.features.store.FeatureType;
import io.millwright.features.store.IcebergTable;
import io.millwright.features.store.OfflineStore;
import io.millwright.features.table.FeatureCatalogue;
import io.millwright.features.table.FeatureGroups;
import io.millwright.lake.Lake;
import io.millwright.lake.Progress;
import io.millwright.lake.config.AwsSpec;
import io.millwright.lake.testing.TestSpark;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.S3Object;

/** An export to an Iceberg group through Iceberg's own catalog of Glue and its own files in S3, on an AWS of this machine. */
@Tag("full")
class IcebergOnAwsTest {

    private static final String FEATURE = "context__age_days";

    private final Emulator emulator = Emulator.started();
    private final String bucket = emulator.bucket();
    private final String prefix = Emulator.fresh("presses");

    @TempDir
    private Path folder;

    @Test
    void rows_go_to_the_table_sagemaker_made_once_a_version() {
        emulator.key("alias/millwright");
        Lake lake = lake();
        OfflineStore store = AwsDoor.open(
                        Specs.featureStore(emulator.address(), prefix, bucket, AwsSpec.TableFormat.ICEBERG, false))
                .featureStore()
                .orElseThrow();
        String table = made(store, lake.spark());

        ExportReport.Group group =
                FeatureExport.run(lake, store, Progress.silent()).groups().get(0);
        ExportReport.Group again =
                FeatureExport.run(lake, store, Progress.silent()).groups().get(0);

        assertThat(List.of(group.rows(), again.rows())).containsExactly(4L, 0L);
        assertThat(lake.spark()
                        .table(table)
                        .orderBy("as_of", "equipment_id")
                        .select("equipment_id", "as_of", FEATURE, "is_deleted")
                        .collectAsList())
                .extracting(Row::toString)
                .containsExactly(
                        "[m-1,2026-02-01T06:00:00.000Z,0.5,false]",
                        "[m-2,2026-02-01T06:00:00.000Z,null,false]",
                        "[m-1,2026-02-02T06:00:00.000Z,0.5,false]",
                        "[m-2,2026-02-02T06:00:00.000Z,null,false]");
        assertThat(emulator.s3().listObjectsV2(request -> request.bucket(bucket)).contents().stream()
                        .map(S3Object::key)
                        .filter(key -> key.endsWith(".parquet")))
                .hasSize(2)
                .allSatisfy(key -> assertThat(key)
                        .matches("features/.*/offline-store/" + prefix
                                + "-context-\\d+/data/.*as_of_trunc=2026-02-0\\d/.*"));
    }

    /** The table as SageMaker makes it, which the emulator leaves out. */
    private String made(OfflineStore store, SparkSession spark) {
        FeatureGroup group = new FeatureGroup(
                prefix + "-context",
                FeatureGroups.CONTEXT,
                List.of(
                        new FeatureGroup.Feature("equipment_id", FeatureType.STRING),
                        new FeatureGroup.Feature("as_of", FeatureType.STRING),
                        new FeatureGroup.Feature(FEATURE, FeatureType.FRACTIONAL)));
        String data = store.open(group).uri("data");
        IcebergTable table = store.iceberg(group).orElseThrow();
        String catalog = "spark.sql.catalog." + table.catalog();
        table.settings().forEach((name, value) -> spark.conf().set(catalog + "." + name, value));
        spark.conf().set(catalog + ".cache-enabled", "false");
        // The one HTTP client that is here.
        spark.conf().set(catalog + ".http-client.type", "urlconnection");
        spark.conf().set(catalog, "org.apache.iceberg.spark.SparkCatalog");
        String name = table.catalog() + "." + table.database() + "." + table.table();
        spark.sql("CREATE NAMESPACE IF NOT EXISTS " + table.catalog() + "." + table.database());
        spark.sql("""
                CREATE TABLE %s (equipment_id STRING, as_of STRING, context__age_days DOUBLE,
                  write_time TIMESTAMP, api_invocation_time TIMESTAMP, is_deleted BOOLEAN)
                USING iceberg PARTITIONED BY (truncate(10, as_of)) LOCATION '%s'
                """.formatted(name, data.replaceFirst("/data$", "")));
        return name;
    }

    private Lake lake() {
        Lake lake = Lake.open(TestSpark.session(), folder.resolve("lake").toString(), "run");
        List<Row> rows = new ArrayList<>();
        for (int day = 1; day <= 2; day++) {
            Timestamp moment = Timestamp.from(Instant.parse("2026-02-0" + day + "T06:00:00Z"));
            rows.add(RowFactory.create("m-1", moment, 0.5, "pump"));
            rows.add(RowFactory.create("m-2", moment, Double.NaN, "pump"));
        }
        var table = FeatureGroups.table(FeatureGroups.CONTEXT, List.of(FEATURE));
        lake.overwrite(lake.spark().createDataFrame(rows, table.schema()), table, Map.of());
        Row entry =
                RowFactory.create(FEATURE, FeatureGroups.CONTEXT, "", "d", null, "", "1", null, "age", "age", null, 0);
        lake.overwrite(
                lake.spark().createDataFrame(List.of(entry), FeatureCatalogue.SCHEMA),
                FeatureCatalogue.TABLE,
                Map.of());
        return lake;
    }
}
