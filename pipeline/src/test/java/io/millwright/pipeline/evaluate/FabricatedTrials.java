package io.millwright.pipeline.evaluate;

import io.millwright.lake.Lake;
import io.millwright.training.TrainedRun;
import io.millwright.training.table.Trials;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/** The trials of one search, as the train job would leave them: the second was the best, the third is of another family. */
public final class FabricatedTrials {

    private FabricatedTrials() {}

    /** Of the newest training of the lake, and a better one of another. */
    public static void write(Lake lake) {
        String training = TrainedRun.newest(lake).key();
        Row standard = boosted(training, 1, List.of("24h", "7d"), null, 0.4, false);
        Row best = boosted(training, 2, List.of("7d"), 60, 0.3, true);
        Row other = boosted("another training", 4, List.of("24h"), null, 0.1, true);
        lake.overwrite(
                lake.spark().createDataFrame(List.of(best, logistic(training), standard, other), Trials.SCHEMA),
                Trials.TABLE,
                Map.of());
    }

    private static Row boosted(
            String training, int number, List<String> windows, @Nullable Integer kept, double logLoss, boolean chosen) {
        return row(
                training,
                number,
                "xgboost",
                windows,
                kept,
                new Object[] {0.1, 4, 1.0, 0.8, 0.8, 64},
                2,
                logLoss,
                50.0,
                chosen);
    }

    private static Row logistic(String training) {
        return row(training, 3, "logistic", List.of("24h", "7d"), null, new Object[6], 1, 0.5, null, false);
    }

    private static Row row(
            String training,
            int number,
            String family,
            List<String> windows,
            @Nullable Integer kept,
            @Nullable Object[] settings,
            int folds,
            double logLoss,
            @Nullable Double rounds,
            boolean chosen) {
        Double[] losses = new Double[folds];
        Double[] precisions = new Double[folds];
        Arrays.fill(losses, logLoss);
        Arrays.fill(precisions, folds == 1 ? null : 0.6);
        return RowFactory.create(
                training,
                0,
                null,
                null,
                "fails_in_1_to_3d",
                "searched",
                number,
                family,
                windows.toArray(String[]::new),
                false,
                kept,
                settings[0],
                settings[1],
                settings[2],
                settings[3],
                settings[4],
                settings[5],
                folds,
                logLoss,
                folds == 1 ? null : 0.6,
                losses,
                precisions,
                rounds,
                1.5,
                chosen,
                "0123456789abcdef",
                new String[] {"labels@v1", "training_set@v0"});
    }
}
