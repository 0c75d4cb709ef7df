package io.millwright.training;

import io.millwright.features.table.FeatureCatalogue;
import io.millwright.features.table.TrainingSet;
import io.millwright.lake.Lake;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.Progress;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.TargetSpec;
import io.millwright.training.anomaly.Indicators;
import io.millwright.training.anomaly.SensorShare;
import io.millwright.training.matrix.TrainingData;
import io.millwright.training.matrix.TrainingFrame;
import io.millwright.training.matrix.TrainingMatrix;
import io.millwright.training.table.Anomalies;
import io.millwright.training.table.AnomalyThresholds;
import io.millwright.training.table.GroupModels;
import io.millwright.training.table.Role;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;

/**
 * The anomaly stage: what is unusual, told without labels, on every fold's test and on all there is.
 *
 * <pre>
 * training_set -> indicators -> per fold: detectors, ranks, threshold -> anomalies, anomaly_thresholds, group_models
 * </pre>
 */
public final class AnomalyDetection {

    private static final int FILES = 4;
    private static final int SENSORS_NAMED = 3;

    private final Lake lake;
    private final TrainingSpec spec;
    private final TargetSpec.Anomaly wanted;
    private final TrainingData data;

    private AnomalyDetection(Lake lake, TrainingSpec spec, TargetSpec.Anomaly wanted, TrainingData data) {
        this.lake = lake;
        this.spec = spec;
        this.wanted = wanted;
        this.data = data;
    }

    /**
     * Detects on the whole training set and replaces the output of an earlier detection.
     *
     * @throws MillwrightException where the pipeline file asks for no anomalies, or no feature can be watched
     */
    public static DetectionReport run(Lake lake, PipelineConfig config, Progress progress) {
        TargetSpec.Anomaly wanted = config.targets()
                .anomaly()
                .orElseThrow(() -> MillwrightException.configuration(config.file()
                        + ": there is no targets.anomaly; add it, for example {detectors: [robust_z, pca_t2]}"));
        TrainingSpec spec = TrainingSpec.of(config);
        progress.step("reading the training set");
        TrainingData data = TrainingData.of(lake, spec.targetNames());
        return new AnomalyDetection(lake, spec, wanted, data).run(progress);
    }

    private DetectionReport run(Progress progress) {
        Map<String, Long> inputs = TrainingFrame.inputs(lake, spec.targetNames());
        Indicators indicators = indicators();
        List<OuterFold> folds = new ArrayList<>(OuterFolds.of(spec, data));
        folds.add(OuterFolds.finalFold(spec, data.matrix()));
        List<AnomalyRun> runs = new ArrayList<>();
        for (OuterFold fold : folds) {
            progress.step("detectors of fold " + (runs.size() + 1) + " of " + folds.size());
            runs.add(AnomalyRun.of(fold, indicators, data, wanted, spec, lake.spark()));
            progress.fraction((double) runs.size() / folds.size());
        }
        write(runs, inputs);
        return new DetectionReport(
                wanted.detectors(),
                indicators.matrix().columns(),
                folds.size() - 1,
                runs.stream()
                        .filter(run -> run.fold().axis() != Axis.FINAL)
                        .mapToLong(run -> run.rows().length)
                        .sum(),
                finalOnes(runs).stream()
                        .filter(model -> model.getAs(GroupModels.MODEL) == null)
                        .map(model -> model.<String>getAs(GroupModels.GROUP))
                        .toList());
    }

    /** Features of condition sensors with a wanted statistic. */
    private Indicators indicators() {
        Map<String, String> sensorOf = new LinkedHashMap<>();
        lake.read(FeatureCatalogue.TABLE)
                .where(functions.col(FeatureCatalogue.SENSOR).isInCollection(spec.conditionSensors()))
                .where(functions.col(FeatureCatalogue.STATISTIC).isInCollection(wanted.statistics()))
                .orderBy(FeatureCatalogue.POSITION)
                .select(FeatureCatalogue.NAME, FeatureCatalogue.SENSOR)
                .collectAsList()
                .forEach(row -> sensorOf.put(row.getString(0), row.getString(1)));
        List<String> columns =
                data.matrix().columns().stream().filter(sensorOf::containsKey).toList();
        if (columns.isEmpty()) {
            throw MillwrightException.configuration("no feature of a condition sensor has one of the statistics "
                    + String.join(", ", wanted.statistics())
                    + "; add one of them to features.statistics, or change targets.anomaly.statistics");
        }
        TrainingMatrix watched = data.matrix().withColumns(columns);
        return new Indicators(
                watched,
                columns.stream()
                        .map(column -> sensorOf.getOrDefault(column, ""))
                        .toList(),
                types());
    }

    private Map<String, String> types() {
        Map<String, String> types = new HashMap<>();
        lake.read(TrainingSet.NAME)
                .select(TrainingSet.EQUIPMENT_ID, TrainingSet.TYPE)
                .distinct()
                .collectAsList()
                .forEach(row -> types.put(row.getString(0), row.isNullAt(1) ? "" : row.getString(1)));
        return types;
    }

    private void write(List<AnomalyRun> runs, Map<String, Long> inputs) {
        List<Row> rows = new ArrayList<>();
        List<Row> thresholds = new ArrayList<>();
        for (AnomalyRun run : runs) {
            for (int i = 0; i < run.rows().length; i++) {
                rows.add(row(run, i));
            }
            run.thresholds().forEach((voice, threshold) -> thresholds.add(threshold(run, voice, threshold)));
        }
        lake.overwrite(
                lake.spark()
                        .createDataFrame(thresholds, AnomalyThresholds.SCHEMA)
                        .coalesce(1),
                AnomalyThresholds.TABLE,
                inputs);
        List<Row> ofMachines = finalOnes(runs);
        // Those of an earlier detection go, too, once no detector asks for any.
        if (!ofMachines.isEmpty() || lake.has(GroupModels.TABLE)) {
            lake.overwrite(
                    lake.spark().createDataFrame(ofMachines, GroupModels.SCHEMA).coalesce(1),
                    GroupModels.TABLE,
                    inputs);
        }
        lake.overwrite(lake.spark().createDataFrame(rows, Anomalies.SCHEMA).coalesce(FILES), Anomalies.TABLE, inputs);
    }

    /** Models of single machines, fitted on all there is. */
    private static List<Row> finalOnes(List<AnomalyRun> runs) {
        return runs.stream()
                .filter(run -> run.fold().axis() == Axis.FINAL)
                .flatMap(run -> run.ofMachines().stream())
                .toList();
    }

    private Row row(AnomalyRun run, int i) {
        double score = run.scores().score()[i];
        double threshold = run.thresholds().getOrDefault(AnomalyThresholds.ALL, 1.0);
        Map<String, Double> ranks = new LinkedHashMap<>();
        run.scores().ranks().forEach((detector, ofDetector) -> {
            if (!Double.isNaN(ofDetector[i])) {
                ranks.put(detector, ofDetector[i]);
            }
        });
        return RowFactory.create(
                data.matrix().machine(run.rows()[i]),
                new Timestamp(data.matrix().asOfMillis(run.rows()[i])),
                run.fold().number(),
                role(run.fold()),
                Double.isNaN(score) ? null : score,
                score >= threshold,
                run.sensors().get(i).stream()
                        .limit(SENSORS_NAMED)
                        .map(SensorShare::sensor)
                        .toList(),
                ranks);
    }

    private static String role(OuterFold fold) {
        return fold.axis() == Axis.FINAL ? Role.FINAL : TrainingTables.testRole(fold);
    }

    private static Row threshold(AnomalyRun run, String voice, double threshold) {
        OuterFold fold = run.fold();
        return RowFactory.create(
                fold.number(),
                voice,
                threshold,
                Timestamp.from(fold.train().from()),
                Timestamp.from(run.calibratedFrom()),
                Timestamp.from(fold.train().to()),
                Timestamp.from(fold.test().from()),
                Timestamp.from(fold.test().to()));
    }
}
