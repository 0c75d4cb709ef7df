package io.millwright.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millwright.aws.testing.Emulator;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.TableCatalog;
import io.millwright.lake.config.AwsSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.glue.model.Table;

/** Entries in the catalogue of an AWS of this machine. */
class GlueCatalogTest {

    private static final StructType SCHEMA =
            StructType.fromDDL("equipment_id string, as_of timestamp, offsets array<int>");

    private final Emulator emulator = Emulator.started();
    private final String database = Emulator.fresh("plant");
    private final TableCatalog catalog = new GlueCatalog(emulator.glue(), database, Map.of("team", "maintenance"));

    private Table entry(String name) {
        return emulator.glue()
                .getTable(request -> request.databaseName(database).name(name))
                .table();
    }

    @Test
    void a_table_is_entered_with_its_place_and_columns_as_delta() {
        catalog.enter("series", "s3a://bucket/lake/series", SCHEMA);

        Table entry = entry("series");
        assertThat(entry.storageDescriptor().location()).isEqualTo("s3://bucket/lake/series");
        assertThat(entry.storageDescriptor().columns().stream().map(column -> column.name() + " " + column.type()))
                .containsExactly("equipment_id string", "as_of timestamp", "offsets array<int>");
        assertThat(entry.parameters())
                .containsEntry("table_type", "DELTA")
                .containsEntry("spark.sql.sources.provider", "delta");
    }

    @Test
    void the_database_is_made_with_the_tags_of_the_pipeline_file() {
        catalog.enter("series", "s3://bucket/lake/series", SCHEMA);

        String arn = "arn:aws:glue:eu-central-1:123456789012:database/" + database;
        assertThat(emulator.glue().getTags(request -> request.resourceArn(arn)).tags())
                .isEqualTo(Map.of("team", "maintenance"));
    }

    @Test
    void entering_again_brings_columns_up_to_date_and_makes_no_second_entry() {
        catalog.enter("series", "s3://bucket/lake/series", SCHEMA);
        catalog.enter("series", "s3://bucket/lake/series", SCHEMA.add("clean", "binary"));

        assertThat(entry("series").storageDescriptor().columns()).hasSize(4);
        assertThat(emulator.glue()
                        .getTables(request -> request.databaseName(database))
                        .tableList())
                .hasSize(1);
    }

    @Test
    void the_description_of_the_api_finds_nothing_wrong_with_an_entry() {
        try (BrokenLine line = new BrokenLine(emulator.address());
                AwsDoor door = AwsDoor.open(AwsSpec.at(Optional.of(line.address())))) {
            door.catalog(database).enter("series", "s3://bucket/lake/series", SCHEMA);

            for (String operation : List.of("CreateDatabase", "CreateTable")) {
                assertThat(line.arrived(operation)).singleElement().satisfies(request -> assertThat(
                                Emulator.violations("glue", operation, request))
                        .isEmpty());
            }
        }
    }

    @Test
    void a_table_in_a_folder_is_refused() {
        assertThatThrownBy(() -> catalog.enter("series", "/lake/series", SCHEMA))
                .isInstanceOf(MillwrightException.class)
                .hasMessageContaining("catalogue a lake on S3");
    }
}
