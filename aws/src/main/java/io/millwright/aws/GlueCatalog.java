package io.millwright.aws;

import io.millwright.lake.MillwrightException;
import io.millwright.lake.TableCatalog;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.StructType;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;
import software.amazon.awssdk.services.glue.model.TableInput;

/**
 * A database of the Glue Data Catalog whose entries say where Delta tables lie. Athena (engine version 3) and Spark on EMR read columns
 * and files from the tables' own logs; the columns here are for people and for Lake Formation.
 *
 * @see "Amazon Athena user guide, Query Linux Foundation Delta Lake tables: only the location is required in Glue"
 */
final class GlueCatalog implements TableCatalog {

    private static final Map<String, String> DELTA = Map.of(
            "table_type", "DELTA",
            "spark.sql.sources.provider", "delta",
            "classification", "delta",
            "EXTERNAL", "TRUE");

    private final GlueClient glue;
    private final String database;
    private final Map<String, String> tags;

    /** @param tags of the database, where it is made */
    GlueCatalog(GlueClient glue, String database, Map<String, String> tags) {
        this.glue = glue;
        this.database = database;
        this.tags = tags;
    }

    @Override
    public void enter(String name, String location, StructType schema) {
        if (!location.startsWith("s3")) {
            throw MillwrightException.configuration("the table " + name + " lies at " + location
                    + ", and readers of the Glue Data Catalog reach S3 only; catalogue a lake on S3");
        }
        TableInput table = table(name, location.replaceFirst("^s3a?n?:", "s3:"), schema);
        if (exists(name)) {
            AwsCall.made(
                    "glue:UpdateTable",
                    place(name),
                    () -> glue.updateTable(
                            request -> request.databaseName(database).tableInput(table)));
        } else {
            requireDatabase();
            AwsCall.create(
                    "glue:CreateTable",
                    place(name),
                    () -> glue.createTable(
                            request -> request.databaseName(database).tableInput(table)));
        }
    }

    private boolean exists(String name) {
        return AwsCall.found(
                        "glue:GetTable",
                        place(name),
                        () -> glue.getTable(
                                request -> request.databaseName(database).name(name)))
                .isPresent();
    }

    private void requireDatabase() {
        if (AwsCall.found("glue:GetDatabase", place(), () -> glue.getDatabase(request -> request.name(database)))
                .isEmpty()) {
            AwsCall.create(
                    "glue:CreateDatabase",
                    place(),
                    () -> glue.createDatabase(request ->
                            request.databaseInput(input -> input.name(database)).tags(tags)));
        }
    }

    private static TableInput table(String name, String location, StructType schema) {
        List<Column> columns = Arrays.stream(schema.fields())
                .map(field -> Column.builder()
                        .name(field.name())
                        .type(field.dataType().catalogString())
                        .build())
                .toList();
        StorageDescriptor storage = StorageDescriptor.builder()
                .location(location)
                .columns(columns)
                .serdeInfo(serde -> serde.parameters(Map.of("path", location)))
                .build();
        return TableInput.builder()
                .name(name)
                .tableType("EXTERNAL_TABLE")
                .parameters(DELTA)
                .storageDescriptor(storage)
                .build();
    }

    private String place() {
        return "the database " + database + " of the Glue Data Catalog";
    }

    private String place(String table) {
        return "the table " + database + "." + table + " of the Glue Data Catalog";
    }
}
