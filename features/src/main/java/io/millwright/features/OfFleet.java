package io.millwright.features;

import io.millwright.features.peer.PeerFeatures;
import io.millwright.features.peer.PeerPlan;
import io.millwright.features.rollup.RollUpFeatures;
import io.millwright.features.rollup.RollUpPlan;
import io.millwright.features.table.FeatureGroups;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function;
import scala.Tuple2;

/** Rows of the groups that need several machines' rows at one moment, {@link FeatureGroups#OF_FLEET}, from the machines' own rows. */
final class OfFleet {

    private final FeaturePlan plan;
    private final int partitions;

    OfFleet(FeaturePlan plan, int partitions) {
        this.plan = plan;
        this.partitions = partitions;
    }

    /**
     * One row for each given, whose numbers are those of the group alone.
     *
     * @param group one of {@link FeatureGroups#OF_FLEET}
     * @param rows of every machine that has one at these moments, of all groups of its own
     */
    JavaRDD<FeatureRow> rows(String group, JavaRDD<FeatureRow> rows) {
        return switch (group) {
            case FeatureGroups.PEER -> peers(rows);
            case FeatureGroups.ROLL_UP -> rollUps(rows);
            default -> throw new IllegalArgumentException(group + " is of one machine");
        };
    }

    /** The comparisons of each moment. */
    private JavaRDD<FeatureRow> peers(JavaRDD<FeatureRow> rows) {
        PeerPlan peer = Objects.requireNonNull(plan.peer(), "there is a group of peers");
        return together(
                rows,
                row -> peer.groupOf(row.equipmentId(), row.value()),
                row -> peer.compared(row.value()),
                (machines, values) -> PeerFeatures.rows(values));
    }

    /** The roll-ups of each moment. */
    private JavaRDD<FeatureRow> rollUps(JavaRDD<FeatureRow> rows) {
        RollUpPlan rollUp = Objects.requireNonNull(plan.rollUp(), "there is a group of roll-ups");
        return together(
                rows,
                row -> rollUp.siteOf(row.equipmentId()),
                row -> rollUp.taken(row.value()),
                (machines, values) -> new RollUpFeatures(rollUp).rows(machines, values));
    }

    /** What becomes of the numbers of several machines, one row of each a machine, machines in one order whatever the input's was. */
    @FunctionalInterface
    private interface OfSeveral extends Serializable {
        double[][] rows(List<String> machines, double[][] values);
    }

    /**
     * @param group of a row, the name of those it meets at its moment
     * @param taken of a row, what they have to know of it
     */
    private JavaRDD<FeatureRow> together(
            JavaRDD<FeatureRow> rows,
            Function<FeatureRow, String> group,
            Function<FeatureRow, double[]> taken,
            OfSeveral numbers) {
        return rows.mapToPair(row -> new Tuple2<>(row.asOfMs() + "\n" + group.call(row), row.with(taken.call(row))))
                .groupByKey(partitions)
                .flatMap(members -> together(members._2(), numbers).iterator());
    }

    private static List<FeatureRow> together(Iterable<FeatureRow> group, OfSeveral numbers) {
        List<FeatureRow> machines = new ArrayList<>();
        group.forEach(machines::add);
        machines.sort(Comparator.comparing(FeatureRow::equipmentId));
        double[][] values = numbers.rows(
                machines.stream().map(FeatureRow::equipmentId).toList(),
                machines.stream().map(FeatureRow::value).toArray(double[][]::new));
        List<FeatureRow> rows = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            rows.add(machines.get(i).with(values[i]));
        }
        return rows;
    }
}
