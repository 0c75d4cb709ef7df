package io.millwright.training.anomaly;

import io.millwright.training.group.GroupTrainer;
import io.millwright.training.group.PerGroupModels;
import io.millwright.training.table.GroupModels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/**
 * A one-class support vector machine of every machine's own normal time, trained in the executors. It tells what is unusual for this very
 * machine where peers differ; of a machine with too few rows it cannot tell.
 */
final class PerMachine implements Detector {

    /** Trains one machine's. */
    private static final class Trainer implements GroupTrainer {

        private static final long serialVersionUID = 1;
        private static final int FEWEST_ROWS = 20;

        @Override
        public String kind() {
            return NAME;
        }

        @Override
        public int fewestRows() {
            return FEWEST_ROWS;
        }

        @Override
        public byte[] train(double[][] rows, long seed) {
            return SupportVectors.of(
                            OneClass.trained(rows, seed).getInnerModels().get(0), rows[0].length)
                    .bytes();
        }
    }

    private static final String NAME = "machine_svm";

    static final GroupTrainer TRAINER = new Trainer();

    private final SparkSession spark;

    PerMachine(SparkSession spark) {
        this.spark = spark;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public OfMachines fit(Deviations normal, long seed) {
        List<Row> rows = new ArrayList<>();
        for (int row = 0; row < normal.rows(); row++) {
            rows.add(RowFactory.create(normal.keys().machine(row), normal.keys().asOfMillis(row), normal.z()[row]));
        }
        List<Row> models = PerGroupModels.of(spark.createDataFrame(rows, PerGroupModels.ROWS), TRAINER, seed)
                .orderBy(GroupModels.GROUP)
                .collectAsList();
        return new OfMachines(models);
    }

    /** The machines' models, as rows of {@link GroupModels#TABLE}. */
    static final class OfMachines implements Fitted {

        private final List<Row> models;
        private final Map<String, SupportVectors> byMachine = new TreeMap<>();

        private OfMachines(List<Row> models) {
            this.models = models;
            for (Row model : models) {
                byte[] parameters = model.getAs(GroupModels.MODEL);
                if (parameters != null) {
                    byMachine.put(model.getAs(GroupModels.GROUP), SupportVectors.read(parameters));
                }
            }
        }

        List<Row> models() {
            return models;
        }

        @Override
        public double[] scores(Deviations rows) {
            double[] scores = new double[rows.rows()];
            Arrays.setAll(scores, row -> {
                SupportVectors own = byMachine.get(rows.keys().machine(row));
                return own == null ? Double.NaN : own.score(rows.z()[row]);
            });
            return scores;
        }
    }
}
