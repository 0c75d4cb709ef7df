package io.millwright.training;

import io.millwright.evaluation.TimeWindow;
import io.millwright.lake.Lake;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.Progress;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.TargetSpec;
import io.millwright.training.matrix.TrainingFrame;
import io.millwright.training.matrix.TrainingMatrix;
import io.millwright.training.table.Anomalies;
import io.millwright.training.table.AnomalyThresholds;
import io.millwright.training.table.GroupModels;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * The anomaly stage: what is unusual, told without labels, on every fold's test and on the newest rows of all.
 *
 * <pre>
 * training_set -> indicators -> per fold: detectors, ranks, threshold -> anomalies, anomaly_thresholds, group_models
 *                            -> what came before the newest stretch: the same -> scored_anomalies
 * </pre>
 *
 * <p>The detectors of the newest stretch, fold 0, are judged on nothing: they are for the list of now.
 */
public final class AnomalyDetection {

    private static final int FILES = 4;

    private final Lake lake;
    private final PipelineConfig config;
    private final TrainingSpec spec;
    private final TargetSpec.Anomaly wanted;
    private final WatchedRows watched;
    private final Instant end;
    private final List<OuterFold> folds;

    private AnomalyDetection(
            Lake lake,
            PipelineConfig config,
            TrainingSpec spec,
            TargetSpec.Anomaly wanted,
            WatchedRows watched,
            Instant end) {
        this.lake = lake;
        this.config = config;
        this.spec = spec;
        this.wanted = wanted;
        this.watched = watched;
        this.end = end;
        this.folds = OuterFolds.of(spec, watched.data());
    }

    /**
     * On the whole training set, which it reads.
     *
     * @throws MillwrightException where the pipeline file asks for no anomalies
     */
    public static AnomalyDetection of(Lake lake, PipelineConfig config, Progress progress) {
        TargetSpec.Anomaly wanted = config.targets()
                .anomaly()
                .orElseThrow(() -> MillwrightException.configuration(config.file()
                        + ": there is no targets.anomaly; add it, for example {detectors: [robust_z, pca_t2]}"));
        TrainingSpec spec = TrainingSpec.of(config);
        progress.step("reading the training set");
        Instant end = WatchedRows.end(lake);
        WatchedRows watched = WatchedRows.of(lake, config, spec, wanted, end);
        return new AnomalyDetection(lake, config, spec, wanted, watched, end);
    }

    /** The tests in time, on which detectors are judged; nothing was fitted yet. */
    public List<TimeWindow> tests() {
        return folds.stream()
                .filter(fold -> !fold.axis().isHeldOut())
                .map(OuterFold::test)
                .toList();
    }

    /** Detects, keeps the detectors of the newest rows, and replaces the output of an earlier detection. */
    public DetectionReport run(KeptDetectors detectors, Progress progress) {
        Map<String, Long> inputs = TrainingFrame.inputs(lake, spec.targetNames());
        List<AnomalyRun> runs = new ArrayList<>();
        for (OuterFold fold : folds) {
            progress.step("detectors of fold " + (runs.size() + 1) + " of " + folds.size());
            runs.add(AnomalyRun.of(fold, watched, wanted, spec, lake.spark()));
            progress.fraction(runs.size() / (folds.size() + 1.0));
        }
        progress.step("detectors of the newest rows");
        Optional<AnomalyRun> newest =
                AnomalyRun.newest(watched, wanted, spec, lake.spark(), UnusualNow.stretch(config, wanted));
        write(runs, newest, inputs);
        Optional<UnusualNow.Told> now = newest.filter(run -> UnusualNow.told(config))
                .map(run -> UnusualNow.keep(lake, config, run, watched, end, detectors, inputs));
        return new DetectionReport(
                wanted.detectors(),
                watched.indicators().matrix().columns(),
                folds.size(),
                runs.stream().mapToLong(run -> run.rows().length).sum(),
                ofMachines(newest).stream()
                        .filter(model -> model.getAs(GroupModels.MODEL) == null)
                        .map(model -> model.<String>getAs(GroupModels.GROUP))
                        .toList(),
                now.map(UnusualNow.Told::machines).orElse(List.of()),
                now.map(UnusualNow.Told::detectors));
    }

    private void write(List<AnomalyRun> runs, Optional<AnomalyRun> newest, Map<String, Long> inputs) {
        List<Row> rows = new ArrayList<>();
        for (AnomalyRun run : runs) {
            for (int i = 0; i < run.rows().length; i++) {
                rows.add(row(run, i));
            }
        }
        List<Row> thresholds = new ArrayList<>();
        Stream.concat(runs.stream(), newest.stream()).forEach(run -> run.thresholds()
                .forEach((voice, threshold) -> thresholds.add(threshold(run, voice, threshold))));
        lake.overwrite(
                lake.spark()
                        .createDataFrame(thresholds, AnomalyThresholds.SCHEMA)
                        .coalesce(1),
                AnomalyThresholds.TABLE,
                inputs);
        List<Row> ofMachines = ofMachines(newest);
        // Those of an earlier detection go, too, once no detector asks for any.
        if (!ofMachines.isEmpty() || lake.has(GroupModels.TABLE)) {
            lake.overwrite(
                    lake.spark().createDataFrame(ofMachines, GroupModels.SCHEMA).coalesce(1),
                    GroupModels.TABLE,
                    inputs);
        }
        lake.overwrite(lake.spark().createDataFrame(rows, Anomalies.SCHEMA).coalesce(FILES), Anomalies.TABLE, inputs);
    }

    /** Models of single machines, fitted on all that came before the newest stretch. */
    private static List<Row> ofMachines(Optional<AnomalyRun> newest) {
        return newest.map(AnomalyRun::ofMachines).orElse(List.of());
    }

    private Row row(AnomalyRun run, int i) {
        TrainingMatrix matrix = watched.data().matrix();
        return RowFactory.create(
                matrix.machine(run.rows()[i]),
                new Timestamp(matrix.asOfMillis(run.rows()[i])),
                run.fold().number(),
                TrainingTables.testRole(run.fold()),
                Double.isNaN(run.score(i)) ? null : run.score(i),
                run.unusual(i),
                run.namedSensors(i),
                run.ranks(i));
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
