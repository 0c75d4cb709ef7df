package io.millwright.training;

import io.millwright.evaluation.TimeWindow;
import io.millwright.lake.Lake;
import io.millwright.lake.config.SplitSpec;
import io.millwright.lake.table.Events;
import io.millwright.training.failure.ModeModel;
import io.millwright.training.failure.SeverityModel;
import io.millwright.training.matrix.TrainingData;
import io.millwright.training.matrix.TrainingMatrix;
import io.millwright.training.rul.RulEstimate;
import io.millwright.training.table.Folds;
import io.millwright.training.table.Importances;
import io.millwright.training.table.Predictions;
import io.millwright.training.table.Recalls;
import io.millwright.training.table.Role;
import io.millwright.training.table.RulPredictions;
import io.millwright.training.table.RulSurvival;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;

/** Writes what training publishes but for trials, see {@link SearchRecord}; each table is replaced as a whole. */
final class TrainingTables {

    private static final int FILES = 4;
    private static final int MOST_ROWS_OF_A_FILE = 1_000_000;
    private static final int ROWS_OF_A_PIECE = 100_000;

    private final Lake lake;
    private final TrainingSpec spec;
    private final TrainingData data;
    private final Map<String, Long> inputs;

    TrainingTables(Lake lake, TrainingSpec spec, TrainingData data, Map<String, Long> inputs) {
        this.lake = lake;
        this.spec = spec;
        this.data = data;
        this.inputs = inputs;
    }

    void writeFolds(List<OuterFold> folds) {
        List<Row> failures = lake.has(Events.TABLE)
                ? lake.read(Events.TABLE)
                        .where(functions.col(Events.KIND).equalTo("failure"))
                        .select(Events.EQUIPMENT_ID, Events.EVENT_TIME)
                        .distinct()
                        .collectAsList()
                : List.of();
        List<Row> rows = folds.stream().map(fold -> row(fold, failures)).toList();
        lake.overwrite(lake.spark().createDataFrame(rows, Folds.SCHEMA).coalesce(1), Folds.TABLE, inputs);
    }

    private Row row(OuterFold fold, List<Row> failures) {
        return RowFactory.create(
                fold.number(),
                fold.axis().columnValue(),
                Timestamp.from(fold.train().from()),
                Timestamp.from(fold.train().to()),
                Timestamp.from(fold.test().from()),
                Timestamp.from(fold.test().to()),
                learned(fold),
                (long) fold.testRows(data.matrix()).length,
                failures.stream().filter(failure -> inTest(fold, failure)).count());
    }

    private long learned(OuterFold fold) {
        int[] period = fold.period(data.matrix());
        return spec.headline()
                .map(target -> {
                    var labels = FailureRun.learnable(fold, target, data, period);
                    return (long) (labels.count(0) + labels.count(1));
                })
                .or(() -> RulRun.learnable(fold, data, spec).map(rows -> (long) rows.known().length))
                .orElse((long) period.length);
    }

    private static boolean inTest(OuterFold fold, Row failure) {
        TimeWindow test = fold.test();
        return fold.testMachines().contains(failure.getString(0))
                && test.contains(failure.getTimestamp(1).toInstant());
    }

    /**
     * @param modes by fold and target, see {@link #key}
     * @param severities likewise; empty where no failure was graded
     */
    void writePredictions(
            List<FailureRun> runs,
            Map<String, List<ModeModel.Likeliest>> modes,
            Map<String, List<SeverityModel.Chances>> severities) {
        TrainingMatrix matrix = data.matrix();
        List<PredictionBlock> blocks = new ArrayList<>();
        for (FailureRun run : runs) {
            blocks.add(PredictionBlock.outOfFold(matrix, run, outOfFoldRole(run.fold())));
            if (run.testRows().length > 0) {
                String key = key(run.fold(), run.target());
                blocks.add(PredictionBlock.test(
                        matrix,
                        run,
                        testRole(run.fold()),
                        modes.getOrDefault(key, List.of()),
                        severities.getOrDefault(key, List.of())));
            }
        }
        spec.ladders().forEach(ladder -> PredictionBlock.agree(blocks, ladder));
        List<PredictionBlock> pieces =
                blocks.stream().flatMap(block -> block.pieces(ROWS_OF_A_PIECE)).toList();
        JavaRDD<Row> rows = JavaSparkContext.fromSparkContext(lake.spark().sparkContext())
                .parallelize(pieces, files(pieces))
                .flatMap(PredictionBlock::rows);
        Dataset<Row> table = lake.spark().createDataFrame(rows, Predictions.SCHEMA);
        lake.overwrite(table, Predictions.TABLE, inputs);
    }

    /** More where there are tens of millions of rows, which travel to the tasks that write them. */
    private static int files(List<PredictionBlock> blocks) {
        long rows = blocks.stream().mapToLong(PredictionBlock::size).sum();
        return (int) Math.max(FILES, rows / MOST_ROWS_OF_A_FILE);
    }

    void writeRecalls(List<Row> rows) {
        lake.overwrite(lake.spark().createDataFrame(rows, Recalls.SCHEMA).coalesce(1), Recalls.TABLE, inputs);
    }

    /** What moves the final models. */
    void writeImportances(List<FailureRun> runs) {
        List<Row> rows = new ArrayList<>();
        for (FailureRun run : runs) {
            for (int part = 0; part < run.importances().size(); part++) {
                int number = part;
                run.importances().get(part).meanAbsolute().forEach((feature, mean) -> {
                    if (mean > 0) {
                        rows.add(RowFactory.create(run.candidate(), number, feature, mean));
                    }
                });
            }
        }
        lake.overwrite(lake.spark().createDataFrame(rows, Importances.SCHEMA).coalesce(1), Importances.TABLE, inputs);
    }

    static String key(OuterFold fold, TrainingSpec.Target target) {
        return fold.number() + "/" + target.name();
    }

    void writeRulPredictions(List<RulRun> runs) {
        List<Row> rows = new ArrayList<>();
        for (RulRun run : runs) {
            for (int i = 0; i < run.testRows().length; i++) {
                rows.add(row(run, i));
            }
        }
        lake.overwrite(
                lake.spark().createDataFrame(rows, RulPredictions.SCHEMA).coalesce(FILES),
                RulPredictions.TABLE,
                inputs);
    }

    /** Curves of rows that are judged. */
    void writeRulSurvival(List<RulRun> runs) {
        List<Row> rows = new ArrayList<>();
        for (RulRun run : runs) {
            for (int i = 0; i < run.surviving().length; i++) {
                int row = run.testRows()[run.curved()[i]];
                if (!history(row) && !run.fold().axis().isHeldOut()) {
                    rows.add(RowFactory.create(
                            data.matrix().machine(row),
                            new Timestamp(data.matrix().asOfMillis(row)),
                            run.candidate(),
                            run.fold().number(),
                            DoubleStream.of(run.surviving()[i]).boxed().toList()));
                }
            }
        }
        lake.overwrite(
                lake.spark().createDataFrame(rows, RulSurvival.SCHEMA).coalesce(FILES), RulSurvival.TABLE, inputs);
    }

    /** Whether a row is of a test unit, before its last. */
    private boolean history(int row) {
        return spec.split() == SplitSpec.Kind.OFFICIAL && !lastOfMachine(row);
    }

    private Row row(RulRun run, int i) {
        int row = run.testRows()[i];
        RulEstimate estimate = run.estimates().get(i);
        return RowFactory.create(
                data.matrix().machine(row),
                new Timestamp(data.matrix().asOfMillis(row)),
                run.candidate(),
                run.fold().number(),
                history(row) ? Role.HISTORY : testRole(run.fold()),
                estimate.median(),
                estimate.low(),
                estimate.high());
    }

    private boolean lastOfMachine(int row) {
        return row + 1 == data.matrix().rows()
                || data.matrix().machineNumber(row + 1) != data.matrix().machineNumber(row);
    }

    private static String outOfFoldRole(OuterFold fold) {
        return switch (fold.axis()) {
            case TIME, MACHINES -> Role.VALIDATION;
            case HELD_OUT_MACHINES, HELD_OUT_SITES, HELD_OUT_GENERATIONS -> Role.HELD_OUT_VALIDATION;
            case FINAL -> Role.FINAL;
        };
    }

    static String testRole(OuterFold fold) {
        return fold.axis().isHeldOut() ? Role.HELD_OUT_TEST : Role.TEST;
    }
}
