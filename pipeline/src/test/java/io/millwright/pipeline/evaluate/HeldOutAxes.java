package io.millwright.pipeline.evaluate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import io.millwright.lake.Lake;
import io.millwright.pipeline.JobContext;
import io.millwright.training.table.Folds;
import io.millwright.training.table.Predictions;
import io.millwright.training.table.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The fabricated fleet with a second axis: its first five machines never trained, and in another test none of site-2. */
final class HeldOutAxes {

    private static final Instant FROM = FabricatedFleet.START.plus(Duration.ofDays(60));
    private static final Instant TO = FabricatedFleet.START.plus(Duration.ofDays(FabricatedFleet.DAYS));

    private HeldOutAxes() {}

    static JobContext of(Path folder) throws IOException {
        JobContext job = FabricatedFleet.withSignal(
                folder,
                yaml -> yaml.replace(
                        "first_test_share: 0.5}",
                        "first_test_share: 0.5, held_out_share: 0.2, held_out_sites: [site-2]}"));
        add(job.lake(), 4, "held_out_machines", HeldOutAxes::isHeldOut);
        add(job.lake(), 5, "held_out_sites", HeldOutAxes::isOfTheSite);
        return job;
    }

    static boolean isHeldOut(int machine) {
        return machine < 5;
    }

    static boolean isOfTheSite(int machine) {
        return machine % 2 == 1;
    }

    /** Of the machines of an axis, in its test; one on its first day comes within the minimum lead of the first row. */
    static long failures(IntPredicate tested) {
        return machines(tested).stream()
                .flatMap(machine -> FabricatedFleet.failures(machine).stream())
                .filter(failure -> !failure.isBefore(FROM.plus(Duration.ofDays(1))))
                .count();
    }

    private static List<Integer> machines(IntPredicate wanted) {
        return IntStream.range(0, FabricatedFleet.MACHINES)
                .filter(wanted)
                .boxed()
                .toList();
    }

    /** As before the first test the others were scored, and as all tests scored these. */
    private static void add(Lake lake, int fold, String axis, IntPredicate tested) {
        Object[] these = machines(tested).stream().map(FabricatedFleet::machine).toArray();
        Dataset<Row> predictions = lake.read(Predictions.TABLE);
        Dataset<Row> before = predictions
                .where(col(Predictions.FOLD)
                        .equalTo(1)
                        .and(col(Predictions.ROLE).equalTo(Role.VALIDATION)))
                .where(not(col(Predictions.EQUIPMENT_ID).isin(these)))
                .withColumn(Predictions.ROLE, lit(Role.HELD_OUT_VALIDATION));
        Dataset<Row> after = predictions
                .where(col(Predictions.ROLE).equalTo(Role.TEST))
                .where(col(Predictions.EQUIPMENT_ID).isin(these))
                .withColumn(Predictions.ROLE, lit(Role.HELD_OUT_TEST));
        lake.replaceWhere(
                before.union(after).withColumn(Predictions.FOLD, lit(fold)).coalesce(1),
                Predictions.TABLE,
                "fold = " + fold,
                Map.of());
        Dataset<Row> folds = lake.read(Folds.TABLE);
        lake.replaceWhere(
                folds.where(col(Folds.FOLD).equalTo(1))
                        .withColumn(Folds.FOLD, lit(fold))
                        .withColumn(Folds.AXIS, lit(axis))
                        .withColumn(Folds.TEST_TO, lit(Timestamp.from(TO)))
                        .coalesce(1),
                Folds.TABLE,
                "fold = " + fold,
                Map.of());
    }
}
