package io.millwright.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.features.context.MachineLog;
import io.millwright.lake.Lake;
import io.millwright.lake.TableSpec;
import io.millwright.lake.table.Components;
import io.millwright.lake.table.WorkOrders;
import io.millwright.lake.testing.TestSpark;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where parts sat, as it came to be known, and work as its log told it. Times are hours. */
class EntriesTest {

    private static final long H = 3_600_000;
    private static final String FOR_EVER = Long.toString(Long.MAX_VALUE / H);

    @TempDir
    private Path folder;

    @Test
    void a_stay_is_told_again_for_each_end_that_came_to_be_known_and_not_for_one_that_says_nothing_new() {
        assertThat(stays(
                        part("m1", "A", 0, 0),
                        part("m1", "B", 50, 80),
                        part("m1", "C", 60, 60),
                        part("m1", "D", 70, 90)))
                .containsExactly(
                        "A in m1 from 0 to " + FOR_EVER + ", known 0",
                        "A in m1 from 0 to 50, known 80",
                        "A in m1 from 0 to 60, known 60",
                        "B in m1 from 50 to " + FOR_EVER + ", known 80",
                        "B in m1 from 50 to 60, known 80",
                        "C in m1 from 60 to " + FOR_EVER + ", known 60",
                        "C in m1 from 60 to 70, known 90",
                        "D in m1 from 70 to " + FOR_EVER + ", known 90");
    }

    @Test
    void a_part_that_goes_elsewhere_leaves_its_place_when_that_is_known() {
        assertThat(stays(part("m1", "A", 0, 0), part("m2", "A", 30, 45)))
                .containsExactly(
                        "A in m1 from 0 to " + FOR_EVER + ", known 0",
                        "A in m1 from 0 to 30, known 45",
                        "A in m2 from 30 to " + FOR_EVER + ", known 45");
    }

    @Test
    void a_kind_that_was_inferred_from_failures_is_told_apart() {
        Lake lake = Lake.open(TestSpark.session(), folder.resolve("lake").toString(), "run-1");
        Dataset<Row> orders = lake.spark().createDataFrame(List.of(order()), WorkOrders.SCHEMA);
        lake.overwrite(orders, WorkOrders.TABLE, Map.of());
        assertThat(asTold(lake).kind()).isEqualTo("corrective");

        TableSpec inferred = new TableSpec(
                WorkOrders.TABLE.name(),
                WorkOrders.SCHEMA.add(WorkOrders.KIND_INFERRED, DataTypes.BooleanType),
                List.of(),
                WorkOrders.TABLE.key());
        lake.overwrite(orders.withColumn(WorkOrders.KIND_INFERRED, functions.lit(true)), inferred, Map.of());
        assertThat(asTold(lake).kind()).isEmpty();
    }

    private static MachineLog.Order asTold(Lake lake) {
        List<MachineEntry> entries = Entries.byMachine(
                        List.of(Entries.orders(lake).orElseThrow()), 1)
                .collectAsList();
        return MachineRows.log(entries).orders().get(0).asTold();
    }

    private static Row order() {
        Timestamp done = new Timestamp(10 * H);
        return RowFactory.create(
                "o1",
                "m1",
                "belt",
                "corrective",
                "closed",
                done,
                null,
                null,
                null,
                null,
                done,
                true,
                null,
                null,
                null,
                null,
                null,
                "orders");
    }

    /** What m1 has of them. */
    private List<String> stays(Row... parts) {
        Lake lake = Lake.open(TestSpark.session(), folder.resolve("lake").toString(), "run-1");
        lake.overwrite(
                lake.spark().createDataFrame(List.of(parts), Components.SCHEMA).coalesce(1),
                Components.TABLE,
                Map.of());
        return Entries.stays(lake).orElseThrow().filter("equipmentId = 'm1'").collectAsList().stream()
                .map(row -> row.getAs("code") + " in " + row.getAs("source") + " from " + hours(row, "timeMs") + " to "
                        + hours(row, "endMs") + ", known " + hours(row, "knownMs"))
                .sorted()
                .toList();
    }

    private static long hours(Row row, String column) {
        return row.<Long>getAs(column) / H;
    }

    private static Row part(String machine, String serial, long at, long known) {
        return RowFactory.create(
                machine + "/belt@" + at,
                machine,
                null,
                "belt",
                serial,
                null,
                new Timestamp(at * H),
                at == known ? null : new Timestamp(known * H),
                "parts");
    }
}
