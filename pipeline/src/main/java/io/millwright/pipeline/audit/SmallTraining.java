package io.millwright.pipeline.audit;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.unix_millis;

import io.millwright.features.table.Labels;
import io.millwright.features.table.RulLabels;
import io.millwright.features.table.TrainingSet;
import io.millwright.lake.Lake;
import io.millwright.lake.TableSpec;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.SplitSpec;
import io.millwright.lake.config.TargetSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The training of the jobs, made small: one test, one candidate, one target, in a copy of the tables it reads. */
final class SmallTraining {

    private static final List<String> ANSWERS = List.of(
            Labels.TABLE.name(),
            RulLabels.TABLE.name(),
            "events",
            "equipment",
            "work_orders",
            "components",
            "feature_catalogue");

    private final Lake lake;
    private final PipelineConfig config;
    private final Builders builders;

    SmallTraining(Lake lake, PipelineConfig config, Builders builders) {
        this.lake = lake;
        this.config = config;
        this.builders = builders;
    }

    /** The first configured test, or the last third of the history. */
    SplitSpec oneTest(Dataset<Row> frame) {
        SplitSpec split = config.split();
        if (split.kind() != SplitSpec.Kind.TIME) {
            return new SplitSpec(
                    split.kind(),
                    split.folds(),
                    1,
                    split.firstTestShare(),
                    split.tests(),
                    split.trainPrefix(),
                    split.testPrefix(),
                    0,
                    List.of(),
                    List.of(),
                    split.group());
        }
        SplitSpec.Window test;
        if (split.tests().isEmpty()) {
            Row span = frame.agg(min(unix_millis(col(TrainingSet.AS_OF))), max(unix_millis(col(TrainingSet.AS_OF))))
                    .first();
            long third = (span.getLong(1) - span.getLong(0)) / 3;
            test = new SplitSpec.Window(
                    Instant.ofEpochMilli(span.getLong(1) - third), Instant.ofEpochMilli(span.getLong(1) + 1));
        } else {
            test = split.tests().get(0);
        }
        return new SplitSpec(
                split.kind(), 1, 1, split.firstTestShare(), List.of(test), "", "", 0, List.of(), List.of(), "");
    }

    /**
     * One candidate on the headline target; remaining life only where there is no failure target.
     *
     * @param preferred names of candidates: the first that is asked for is trained, else logistic regression
     */
    PipelineConfig small(SplitSpec split, List<String> preferred) {
        TargetSpec all = config.targets();
        List<TargetSpec.Failure> headline = all.headline().map(List::of).orElse(List.of());
        List<String> candidates =
                preferred.stream().filter(all.candidates()::contains).limit(1).toList();
        TargetSpec targets = new TargetSpec(
                headline,
                headline.isEmpty() ? all.rul().map(rul -> rul.withSeed(all.seed())) : Optional.empty(),
                Optional.empty(),
                candidates.isEmpty() ? List.of("logistic") : candidates,
                all.falseDiscoveryRate(),
                0,
                3,
                100,
                all.seed());
        return config.with(targets, split);
    }

    /** Trains in a copy on these rows, with the answers there are. */
    Lake into(Lake copy, PipelineConfig small, Dataset<Row> frame) {
        return into(copy, small, frame, UnaryOperator.identity());
    }

    /** @param labels from the labels there are to those that are trained on */
    Lake into(Lake copy, PipelineConfig small, Dataset<Row> frame, UnaryOperator<Dataset<Row>> labels) {
        copy.overwrite(frame, new TableSpec(TrainingSet.NAME, frame.schema(), List.of(), key()), Map.of());
        for (String table : ANSWERS) {
            if (lake.has(table)) {
                Dataset<Row> rows = lake.read(table);
                Dataset<Row> copied = table.equals(Labels.TABLE.name()) ? labels.apply(rows) : rows;
                copy.overwrite(copied, new TableSpec(table, rows.schema(), List.of(), List.of()), Map.of());
            }
        }
        builders.training().run(copy, small);
        return copy;
    }

    private static List<String> key() {
        return List.of(TrainingSet.EQUIPMENT_ID, TrainingSet.AS_OF);
    }
}
