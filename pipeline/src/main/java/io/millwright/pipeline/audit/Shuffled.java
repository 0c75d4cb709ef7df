package io.millwright.pipeline.audit;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.xxhash64;

import io.millwright.features.table.FeatureGroups;
import io.millwright.lake.Lake;
import io.millwright.lake.Progress;
import io.millwright.lake.config.PipelineConfig;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.MapType;

/**
 * The features' half of L19: the same rows in another order, in other files and on another number of partitions must give the same
 * features. What depends on the order of rows cannot be rebuilt, and a leak may hide in it.
 */
final class Shuffled {

    private static final String PARTITIONS = "spark.sql.shuffle.partitions";
    private static final int FEW = 1;
    private static final int MANY = 8;
    private static final int FILES = 5;
    private static final int MACHINES = 8;

    private final Lake lake;
    private final PipelineConfig config;
    private final Builders builders;
    private final WorkFolder work;
    private final Progress progress;

    Shuffled(Lake lake, PipelineConfig config, Builders builders, WorkFolder work, Progress progress) {
        this.lake = lake;
        this.config = config;
        this.builders = builders;
        this.work = work;
        this.progress = progress;
    }

    /** The published features of some machines against those of a shuffled copy of them. */
    AuditOutcome features() {
        Map<String, Long> copied = new TreeMap<>();
        machines().forEach(machine -> copied.put(machine, ChangedFuture.uncut()));
        if (copied.isEmpty()) {
            return new AuditOutcome.NotApplicable("no machine has a row of features");
        }
        progress.step("features of " + copied.size() + " machines from shuffled rows");
        Lake copy = work.lake();
        new ChangedFuture(lake, config, copied, ChangedFuture.Kind.GARBAGE).into(copy, Shuffled::rows);
        builders.features().run(session(copy), config);
        FeatureRows.Comparison found = FeatureRows.compare(lake, copy, copied, FeatureGroups.ALL);
        work.discard(copy);
        return found.differences().isEmpty()
                ? new AuditOutcome.Passed(
                        0,
                        found.rows() + " rows of " + copied.size() + " machines agree in every bit when what they are"
                                + " computed from is shuffled and lies on " + partitions(lake)
                                + " partitions instead of "
                                + lake.shufflePartitions())
                : new AuditOutcome.Failed(
                        0,
                        "features depend on the order of rows: "
                                + String.join("; ", found.differences().values()));
    }

    /** A few, and the one whose readings reach furthest, because no row stands behind the fleet's last reading. */
    private List<String> machines() {
        List<Row> byLast = lake.read(FeatureGroups.TIME_DOMAIN)
                .groupBy(FeatureGroups.EQUIPMENT_ID)
                .agg(max(FeatureGroups.AS_OF).as("last"))
                .orderBy(col("last").desc(), col(FeatureGroups.EQUIPMENT_ID))
                .collectAsList();
        Stream<String> machines = byLast.stream().map(row -> row.getString(0));
        return Fleet.together(config)
                ? machines.toList()
                : machines.limit(MACHINES).toList();
    }

    /** The same rows, dealt to other files in an order that follows from nothing but their content. */
    static Dataset<Row> rows(Dataset<Row> rows) {
        Column content = xxhash64(Arrays.stream(rows.schema().fields())
                .filter(field -> !(field.dataType() instanceof MapType))
                .map(field -> col("`" + field.name() + "`"))
                .toArray(Column[]::new));
        return rows.repartition(FILES, content).sortWithinPartitions(content);
    }

    /** The same lake, whose session shuffles to another number of partitions. */
    static Lake session(Lake copy) {
        SparkSession other = copy.spark().newSession();
        other.conf().set(PARTITIONS, Integer.toString(partitions(copy)));
        return Lake.open(other, copy.root(), copy.runId());
    }

    private static int partitions(Lake lake) {
        return lake.shufflePartitions() == FEW ? MANY : FEW;
    }
}
