package io.millwright.pipeline.audit;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.unix_millis;
import static org.apache.spark.sql.functions.xxhash64;

import io.millwright.evaluation.row.RowMetrics;
import io.millwright.features.table.Labels;
import io.millwright.features.table.TrainingSet;
import io.millwright.lake.Lake;
import io.millwright.lake.Progress;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.SplitSpec;
import io.millwright.lake.config.TargetSpec;
import io.millwright.training.matrix.FailureLabels;
import io.millwright.training.table.Predictions;
import io.millwright.training.table.Role;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * L7's canary: a small training on labels that were dealt to other machines. Rows of the test, and those whose horizon reaches into it, are
 * dealt among themselves, so what a model then knows of the test's labels it can only have from the test. The average precision must be one
 * that dealing alone gives: held against the same labels dealt again and again, none of which the model has seen.
 */
final class ShuffleCanary {

    /** The first that is asked for: the more closely a model learns its rows, the more a leak shows. */
    private static final List<String> BY_HEART = List.of("tribuo_forest", "xgboost", "random_forest", "logistic");

    /** Of as many machines as it takes: a few show a leak as well. */
    private static final int ROWS = 5_000;

    private static final int DEALS = 999;
    private static final int FEWEST_POSITIVES = 10;

    private final Lake lake;
    private final PipelineConfig config;
    private final SmallTraining training;
    private final WorkFolder work;
    private final Progress progress;

    ShuffleCanary(Lake lake, PipelineConfig config, Builders builders, WorkFolder work, Progress progress) {
        this.lake = lake;
        this.config = config;
        this.training = new SmallTraining(lake, config, builders);
        this.work = work;
        this.progress = progress;
    }

    /** Trains once. */
    AuditOutcome sings() {
        TargetSpec.Failure headline = config.targets().headline().orElse(null);
        if (headline == null || !lake.has(TrainingSet.NAME) || !lake.has(Labels.TABLE)) {
            return new AuditOutcome.NotApplicable("there is no failure target with a training set");
        }
        if (config.split().kind() == SplitSpec.Kind.OFFICIAL) {
            return new AuditOutcome.NotApplicable("units of an official test have no labels to deal");
        }
        Dataset<Row> frame = few(lake.read(TrainingSet.NAME));
        SplitSpec split = training.oneTest(frame);
        Rows rows = rows(frame, headline);
        int[] block = split.kind() == SplitSpec.Kind.TIME ? reaching(rows, headline, split) : all(rows);
        Random random = new Random(AuditSettings.STANDARD.seed());
        byte[] dealt = rows.label().clone();
        put(dealt, block, rows.dealt(block, rows.label(), random));
        int[] others = without(rows, block);
        put(dealt, others, rows.dealt(others, rows.label(), random));
        progress.step("training on labels of other machines");
        PipelineConfig small = training.small(split, BY_HEART);
        Lake copy = training.into(work.lake(), small, frame, labels -> labels(labels, rows, dealt, headline));
        Map<Integer, Double> scores = scores(copy, rows, headline);
        work.discard(copy);
        if (split.kind() == SplitSpec.Kind.TIME) {
            return judged(rows, block, rows.label(), dealt, scores, random);
        }
        int[] tested = scores.keySet().stream().mapToInt(row -> row).sorted().toArray();
        return judged(rows, tested, dealt, dealt, scores, random);
    }

    /** Of machines in an order that follows from nothing but their names. */
    private static Dataset<Row> few(Dataset<Row> frame) {
        List<Row> machines = frame.groupBy(TrainingSet.EQUIPMENT_ID)
                .count()
                .orderBy(xxhash64(col(TrainingSet.EQUIPMENT_ID)))
                .collectAsList();
        Set<String> kept = new TreeSet<>();
        long rows = 0;
        for (Row machine : machines) {
            if (rows < ROWS) {
                kept.add(machine.getString(0));
                rows += machine.getLong(1);
            }
        }
        return kept.size() == machines.size()
                ? frame
                : frame.filter(col(TrainingSet.EQUIPMENT_ID).isin(kept.toArray()));
    }

    private Rows rows(Dataset<Row> frame, TargetSpec.Failure headline) {
        List<Row> keys = frame.select(
                        col(TrainingSet.EQUIPMENT_ID),
                        unix_millis(col(TrainingSet.AS_OF)).as("at"))
                .join(
                        lake.read(Labels.TABLE)
                                .filter(col(Labels.TARGET).equalTo(headline.name()))
                                .select(
                                        col(Labels.EQUIPMENT_ID),
                                        unix_millis(col(Labels.AS_OF)).as("at"),
                                        col(Labels.LABEL)),
                        new String[] {TrainingSet.EQUIPMENT_ID, "at"},
                        "left")
                .orderBy(TrainingSet.EQUIPMENT_ID, "at")
                .collectAsList();
        byte[] label = new byte[keys.size()];
        for (int row = 0; row < label.length; row++) {
            label[row] = keys.get(row).isNullAt(2)
                    ? FailureLabels.UNLABELLED
                    : (byte) keys.get(row).getInt(2);
        }
        return new Rows(
                keys.stream().map(key -> key.getString(0)).toList(),
                keys.stream().mapToLong(key -> key.getLong(1)).toArray(),
                label);
    }

    /** Rows of the test or behind it, and those before it whose horizon ends inside: an honest fold learns from none of their labels. */
    private static int[] reaching(Rows rows, TargetSpec.Failure headline, SplitSpec split) {
        long from = split.tests().get(0).from().toEpochMilli();
        long horizon = headline.horizon().toMillis();
        return Arrays.stream(all(rows))
                .filter(row -> rows.asOfMillis()[row] + horizon > from)
                .toArray();
    }

    private static int[] all(Rows rows) {
        return IntStream.range(0, rows.label().length).toArray();
    }

    private static int[] without(Rows rows, int[] block) {
        return Arrays.stream(all(rows))
                .filter(row -> Arrays.binarySearch(block, row) < 0)
                .toArray();
    }

    private static void put(byte[] labels, int[] block, byte[] dealt) {
        for (int i = 0; i < block.length; i++) {
            labels[block[i]] = dealt[i];
        }
    }

    private static Dataset<Row> labels(Dataset<Row> labels, Rows rows, byte[] dealt, TargetSpec.Failure headline) {
        List<Row> anew = new ArrayList<>();
        for (int row = 0; row < dealt.length; row++) {
            if (dealt[row] != FailureLabels.UNLABELLED) {
                anew.add(RowFactory.create(
                        rows.machine().get(row),
                        new Timestamp(rows.asOfMillis()[row]),
                        headline.name(),
                        (int) dealt[row],
                        null,
                        null,
                        null,
                        null));
            }
        }
        return labels.sparkSession().createDataFrame(anew, Labels.SCHEMA);
    }

    /** By row, of the first test. */
    private static Map<Integer, Double> scores(Lake trained, Rows rows, TargetSpec.Failure headline) {
        Map<String, Integer> rowOf = new HashMap<>();
        for (int row = 0; row < rows.label().length; row++) {
            rowOf.put(rows.machine().get(row) + "/" + rows.asOfMillis()[row], row);
        }
        Map<Integer, Double> scores = new TreeMap<>();
        if (trained.has(Predictions.TABLE)) {
            trained.read(Predictions.TABLE)
                    .filter(col(Predictions.TARGET)
                            .equalTo(headline.name())
                            .and(col(Predictions.FOLD).equalTo(1))
                            .and(col(Predictions.ROLE).equalTo(Role.TEST)))
                    .select(col(Predictions.EQUIPMENT_ID), unix_millis(col(Predictions.AS_OF)), col(Predictions.SCORE))
                    .collectAsList()
                    .forEach(row -> {
                        Integer number = rowOf.get(row.getString(0) + "/" + row.getLong(1));
                        if (number != null) {
                            scores.put(number, row.getDouble(2));
                        }
                    });
        }
        return scores;
    }

    /**
     * Whether the labels a model was taught by leave it any wiser than labels it was not.
     *
     * @param block rows whose labels are dealt among themselves
     * @param base labels they are dealt from
     * @param taught labels of all rows as they were dealt for the training
     */
    private static AuditOutcome judged(
            Rows rows, int[] block, byte[] base, byte[] taught, Map<Integer, Double> scores, Random random) {
        Judged found = Judged.of(taught, scores);
        if (found.positives() < FEWEST_POSITIVES || found.positives() == found.rows()) {
            return new AuditOutcome.NotApplicable("only " + found.positives() + " of " + found.rows()
                    + " test rows are positive once labels are dealt to other machines: too few to tell");
        }
        byte[] labels = taught.clone();
        double most = 0;
        for (int deal = 0; deal < DEALS; deal++) {
            put(labels, block, rows.dealt(block, base, random));
            most = Math.max(most, Judged.of(labels, scores).averagePrecision());
        }
        String figures = String.format(
                Locale.ROOT,
                "average precision %.3f on %,d test rows of which %.3f are positive; %d deals that it cannot have learned"
                        + " give at most %.3f",
                found.averagePrecision(),
                found.rows(),
                found.positives() / (double) found.rows(),
                DEALS,
                most);
        return found.averagePrecision() > most
                ? new AuditOutcome.Failed(
                        0,
                        "a model taught labels that were dealt to other machines finds them in the test, so it has seen"
                                + " them there: " + figures)
                : new AuditOutcome.Passed(
                        0, "taught labels that were dealt to other machines, a model knows nothing: " + figures);
    }

    /** The labelled ones of the scored rows; average precision is 0 where none is positive. */
    private record Judged(int rows, int positives, double averagePrecision) {

        static Judged of(byte[] labels, Map<Integer, Double> scores) {
            int[] labelled = scores.keySet().stream()
                    .mapToInt(row -> row)
                    .filter(row -> labels[row] != FailureLabels.UNLABELLED)
                    .toArray();
            double[] score = new double[labelled.length];
            boolean[] positive = new boolean[labelled.length];
            int positives = 0;
            for (int i = 0; i < labelled.length; i++) {
                score[i] = scores.getOrDefault(labelled[i], Double.NaN);
                positive[i] = labels[labelled[i]] == 1;
                positives += positive[i] ? 1 : 0;
            }
            double precision = positives == 0
                    ? 0
                    : RowMetrics.of(score, positive, new int[labelled.length], 1)
                            .averagePrecision()
                            .value();
            return new Judged(labelled.length, positives, precision);
        }
    }

    /**
     * Rows in the order of machine and time.
     *
     * @param label 1, 0 or {@link FailureLabels#UNLABELLED}
     */
    @SuppressWarnings("ArrayRecordComponent") // columns; identity is never asked for
    private record Rows(List<String> machine, long[] asOfMillis, byte[] label) {

        /** Labels of a block of rows, one machine's after another's in a drawn order, begun at a drawn place: runs stay runs. */
        byte[] dealt(int[] block, byte[] base, Random random) {
            Map<String, List<Byte>> byMachine = new TreeMap<>();
            for (int row : block) {
                byMachine
                        .computeIfAbsent(machine.get(row), any -> new ArrayList<>())
                        .add(base[row]);
            }
            List<List<Byte>> machines = new ArrayList<>(byMachine.values());
            Collections.shuffle(machines, random);
            List<Byte> dealt = new ArrayList<>();
            machines.forEach(dealt::addAll);
            if (!dealt.isEmpty()) {
                Collections.rotate(dealt, random.nextInt(dealt.size()));
            }
            byte[] labels = new byte[dealt.size()];
            for (int i = 0; i < labels.length; i++) {
                labels[i] = dealt.get(i);
            }
            return labels;
        }
    }
}
