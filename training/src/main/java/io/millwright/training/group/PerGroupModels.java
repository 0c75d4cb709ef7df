package io.millwright.training.group;

import io.millwright.lake.Sha256;
import io.millwright.training.table.GroupModels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A model of every group, each trained by one task where the group's rows are gathered, so that thousands train beside one another. A group
 * that cannot be trained is a row with the reason; it stops no other.
 *
 * <pre>
 * (group, at, values) -> group -> its rows by time -> trainer -> group_models
 * </pre>
 */
public final class PerGroupModels {

    /** A row is what a group was like at one moment; at most one row a group and moment. */
    public static final StructType ROWS = new StructType()
            .add("group", DataTypes.StringType, false)
            .add("at", DataTypes.LongType, false)
            .add("values", DataTypes.createArrayType(DataTypes.DoubleType, false), false);

    private static final int GROUP = 0;
    private static final int AT = 1;
    private static final int VALUES = 2;

    private PerGroupModels() {}

    /**
     * One row a group, as {@link GroupModels#TABLE} has them.
     *
     * @param rows as {@link #ROWS}; the rows of one group fit into an executor. Cost: one shuffle of them
     */
    public static Dataset<Row> of(Dataset<Row> rows, GroupTrainer trainer, long seed) {
        return rows.groupByKey((MapFunction<Row, String>) row -> row.getString(GROUP), Encoders.STRING())
                .flatMapGroups(
                        (FlatMapGroupsFunction<String, Row, Row>) (group, ofGroup) ->
                                List.of(trained(group, ofGroup, trainer, seed)).iterator(),
                        Encoders.row(GroupModels.SCHEMA));
    }

    private static Row trained(String group, Iterator<Row> rows, GroupTrainer trainer, long seed) {
        List<Row> sorted = new ArrayList<>();
        rows.forEachRemaining(sorted::add);
        sorted.sort(Comparator.comparingLong(row -> row.getLong(AT)));
        if (sorted.size() < trainer.fewestRows()) {
            String reason = sorted.size() + " rows, and " + trainer.fewestRows() + " are needed";
            return row(group, trainer, null, sorted.size(), reason);
        }
        try {
            double[][] values = sorted.stream().map(PerGroupModels::values).toArray(double[][]::new);
            return row(group, trainer, trainer.train(values, seed), sorted.size(), null);
        } catch (RuntimeException e) {
            // Any library may be behind the trainer: one machine's rows must not stop the others.
            return row(group, trainer, null, sorted.size(), "training failed: " + e);
        }
    }

    private static double[] values(Row row) {
        return row.<Double>getList(VALUES).stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    private static Row row(
            String group, GroupTrainer trainer, byte @Nullable [] model, long rows, @Nullable String reason) {
        String fingerprint =
                model == null ? null : HexFormat.of().formatHex(Sha256.digest().digest(model));
        return RowFactory.create(group, trainer.kind(), model, fingerprint, rows, reason);
    }
}
