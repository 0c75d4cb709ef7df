package io.millwright.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millwright.aws.testing.Emulator;
import io.millwright.lake.MillwrightException.Category;
import io.millwright.lake.TableCatalog;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.glue.model.Table;

/** Tables entered in the catalogue of an AWS of this machine as {@code maintain} does it, of which any call fails once; then again. */
class GlueCatalogFaultsTest {

    private static final Emulator EMULATOR = Emulator.started();
    private static final StructType SCHEMA = StructType.fromDDL("equipment_id string, as_of timestamp");

    /**
     * A look for the first table and for the database, and both made; a look for each of the second table and the database, and it made; a
     * look for a table that is there, and its update.
     */
    private static final int CALLS = 4 + 3 + 2;

    private final BrokenLine line = new BrokenLine(EMULATOR.address());
    private final AwsDoor door = AwsDoor.open(Specs.registry(line.address(), "pumps", "models"));

    @AfterEach
    void stop() {
        door.close();
        line.close();
    }

    /** Without a category: the client itself tries again. */
    @ParameterizedTest
    @CsvSource({
        "BEFORE, 400, AccessDeniedException, CONFIGURATION",
        "AFTER, 400, ExpiredTokenException, SERVICE",
        "AFTER, 500, InternalServiceException,",
    })
    void whichever_call_fails_a_retry_leaves_the_entries_of_an_undisturbed_one(
            BrokenLine.Break kind, int status, String code, @Nullable Category category) {
        requireTheSameAfterARetry(kind, status, code, category);
    }

    @Tag("full")
    @ParameterizedTest
    @CsvSource({
        "BEFORE, 400, ExpiredTokenException, SERVICE",
        "BEFORE, 400, ThrottlingException,",
        "BEFORE, 500, InternalServiceException,",
    })
    void whichever_call_never_arrives_the_same_holds(
            BrokenLine.Break kind, int status, String code, @Nullable Category category) {
        requireTheSameAfterARetry(kind, status, code, category);
    }

    private void requireTheSameAfterARetry(
            BrokenLine.Break kind, int status, String code, @Nullable Category category) {
        line.countsEveryCall();
        line.breaks(Integer.MAX_VALUE, kind, status, code);
        String undisturbed = Emulator.fresh("plant");
        enter(undisturbed);
        assertThat(line.writes()).hasSize(CALLS);
        List<String> entries = entries(undisturbed);
        assertThat(entries).hasSize(2 + 1);

        for (int call = 1; call <= CALLS; call++) {
            String database = Emulator.fresh("plant");
            line.breaks(call, kind, status, code);

            Throwable failure = catchThrowable(() -> enter(database));

            assertThat(line.isBroken()).as("call %d", call).isTrue();
            assertThat(BrokenLine.category(failure))
                    .as("call %d: %s", call, failure)
                    .isEqualTo(category);
            enter(database);
            assertThat(entries(database)).as("call %d", call).isEqualTo(entries);
        }
    }

    /** Two tables that are new, and one of them again with a column more. */
    private void enter(String database) {
        TableCatalog catalog = door.catalog(database);
        catalog.enter("events", "s3://bucket/lake/events", SCHEMA);
        catalog.enter("series", "s3://bucket/lake/series", SCHEMA);
        catalog.enter("series", "s3://bucket/lake/series", SCHEMA.add("clean", "binary"));
    }

    /** What each entry says, sorted, then the tags of the database. */
    private static List<String> entries(String database) {
        List<String> entries = new ArrayList<>(
                EMULATOR.glue().getTables(request -> request.databaseName(database)).tableList().stream()
                        .map(GlueCatalogFaultsTest::words)
                        .sorted()
                        .toList());
        String arn = "arn:aws:glue:" + Emulator.REGION + ":123456789012:database/" + database;
        entries.add(EMULATOR.glue()
                .getTags(request -> request.resourceArn(arn))
                .tags()
                .toString());
        return entries;
    }

    private static String words(Table table) {
        return table.name() + " " + table.storageDescriptor() + " " + new TreeMap<>(table.parameters());
    }
}
