package io.millwright.pipeline;

import io.millwright.lake.MillwrightException;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.TimeAxis;
import io.millwright.pipeline.jobs.AuditJob;
import io.millwright.pipeline.jobs.CheckJob;
import io.millwright.pipeline.jobs.DetectJob;
import io.millwright.pipeline.jobs.EvaluateJob;
import io.millwright.pipeline.jobs.ExportFeaturesJob;
import io.millwright.pipeline.jobs.FeaturesJob;
import io.millwright.pipeline.jobs.GenerateJob;
import io.millwright.pipeline.jobs.IngestJob;
import io.millwright.pipeline.jobs.MonitorJob;
import io.millwright.pipeline.jobs.PromoteJob;
import io.millwright.pipeline.jobs.RegisterJob;
import io.millwright.pipeline.jobs.ReportJob;
import io.millwright.pipeline.jobs.ScoreJob;
import io.millwright.pipeline.jobs.TrainJob;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The jobs, in the order of the picture in the README. */
final class Stages {

    static final Stage GENERATE = new Stage(
            "generate",
            "A simulated fleet's landing files, and its truth elsewhere.",
            List.of("landing.simulated of the pipeline file"),
            List.of("landing files", "truth"),
            "./millwright run with the same --config and --out",
            (context, options) -> GenerateJob.run(context));

    static final Stage AUDIT = new Stage(
            "audit",
            "Whether any feature or model knows the future, on your own data.",
            List.of("landing files", "every table"),
            List.of("audit.json"),
            "read audit.json; a failed test names the feature and the cut",
            (context, options) -> AuditJob.run(context));

    /** Of no run: whether a version may be used is decided in between. */
    static final Stage PROMOTE = new Stage(
            "promote",
            "The model that was registered last becomes champion, once it is approved.",
            List.of("metrics.json", "registry"),
            List.of("registry"),
            "./millwright score with the same --config and --out",
            (context, options) -> PromoteJob.run(context));

    /** Of a run only where the pipeline file names a feature store. */
    static final Stage EXPORT_FEATURES = new Stage(
            "export-features",
            "The feature groups to a SageMaker Feature Store's offline store, or to a folder laid out like one.",
            List.of("feature groups", "feature_catalogue"),
            List.of("feature-store, or the groups of aws.feature_store"),
            "read it with the queries of docs/aws.md; run the same command again after ./millwright features",
            config -> config.aws().featureStore().isPresent(),
            (context, options) -> ExportFeaturesJob.run(context));

    static final Stage MONITOR = new Stage(
            "monitor",
            "Drift of the inputs up to the end of the interval, what became of past lists, and whether that asks for a training.",
            List.of("training_set", "labels", "scores", "champion", "quality_results"),
            List.of("drift", "drift_by_segment", "track_record", "retrain_triggers", "drift.json"),
            "./millwright report with the same --config and --out",
            Stages::isSupervised,
            (context, options) -> MonitorJob.run(context));

    static final List<Stage> RUN = List.of(
            new Stage(
                    "ingest",
                    "Landing files to clean tables; --from and --to are arrival time.",
                    List.of("landing files"),
                    List.of(
                            "series",
                            "waveforms",
                            "events",
                            "work_orders",
                            "operations",
                            "conditions",
                            "equipment",
                            "components",
                            "remaining_life",
                            "feedback",
                            "quarantine",
                            "merged_readings",
                            "merged_records",
                            "sensor_states",
                            "sensor_health",
                            "landed_files",
                            "ingest_accounting"),
                    "./millwright check with the same --config and --out",
                    (context, options) -> IngestJob.run(context)),
            new Stage(
                    "check",
                    "The quality gate: rules beside the tables; a failed gate stops here.",
                    List.of("clean tables"),
                    List.of("quality_results", "check.json"),
                    "./millwright features with the same --config and --out",
                    (context, options) -> CheckJob.run(context)),
            new Stage(
                    "features",
                    "Feature groups, labels and the training set.",
                    List.of("clean tables"),
                    List.of(
                            "tiles",
                            "bursts",
                            "regimes",
                            "features_time_domain",
                            "features_waveform",
                            "features_context",
                            "features_text",
                            "features_relation",
                            "features_peer",
                            "features_own",
                            "features_roll_up",
                            "features_*_corrected",
                            "partial_features",
                            "feature_catalogue",
                            "feature_lineage",
                            "former_definitions",
                            "feature_statistics",
                            "lives",
                            "severities",
                            "labels",
                            "rul_labels",
                            "training_set"),
                    "./millwright train with the same --config and --out",
                    (context, options) -> FeaturesJob.run(context)),
            EXPORT_FEATURES,
            new Stage(
                    "detect",
                    "What is unusual, told without labels: on the tests, and on the newest rows.",
                    List.of("training_set", "feature_catalogue"),
                    List.of(
                            "anomalies",
                            "anomaly_thresholds",
                            "scored_anomalies",
                            "group_models",
                            "detectors",
                            "anomalies.json",
                            "anomalies.html"),
                    "open anomalies.html in a browser",
                    config -> config.targets().anomaly().isPresent(),
                    (context, options) -> DetectJob.run(context, Optional.ofNullable(options.lookAgain))),
            new Stage(
                    "train",
                    "Every candidate on every fold, and the final models.",
                    List.of("training_set", "labels", "rul_labels"),
                    List.of(
                            "folds",
                            "predictions",
                            "rul_predictions",
                            "rul_survival",
                            "recalls",
                            "importances",
                            "trials",
                            "models"),
                    "./millwright evaluate with the same --config and --out",
                    Stages::isSupervised,
                    (context, options) -> TrainJob.run(context)),
            new Stage(
                    "evaluate",
                    "Predictions against what happened, with intervals and costs.",
                    List.of(
                            "folds",
                            "predictions",
                            "rul_predictions",
                            "rul_survival",
                            "rul_labels",
                            "labels",
                            "events"),
                    List.of(
                            "metrics.json",
                            "evaluation.json",
                            "quality.json",
                            "operating_points.json",
                            "grading of a simulated fleet"),
                    "./millwright register with the same --config and --out",
                    Stages::isSupervised,
                    (context, options) -> EvaluateJob.run(context, Optional.ofNullable(options.lookAgain))),
            new Stage(
                    "register",
                    "The model that was judged, as it was trained, with its card into the registry; champion only if it earns it.",
                    List.of("models", "training_set", "metrics.json"),
                    List.of("registry", "model-card.json", "model-card.html", "model-card-sagemaker.json"),
                    "./millwright score with the same --config and --out",
                    Stages::isSupervised,
                    (context, options) -> RegisterJob.run(context)),
            new Stage(
                    "score",
                    "The champion over the fleet at the end of the interval: the work list. Where its features are defined"
                            + " otherwise by now, the newest version that learned from them as they are; without labels the unusual machines.",
                    List.of(
                            "champion",
                            "feature groups",
                            "scored_anomalies",
                            "events",
                            "feedback",
                            "work_orders",
                            "operations"),
                    List.of(
                            "scores",
                            "cases",
                            "alerts",
                            "risks",
                            "worklist",
                            "worklist.csv",
                            "worklist.json",
                            "worklist.txt"),
                    "read worklist.csv from the top; ./millwright report shows why, without labels anomalies.html",
                    Stages::makesAList,
                    (context, options) -> ScoreJob.run(context)),
            MONITOR,
            new Stage(
                    "report",
                    "One self-contained HTML file with everything.",
                    List.of(
                            "metrics.json",
                            "evaluation.json",
                            "worklist.json",
                            "drift.json",
                            "clean tables",
                            "predictions",
                            "scores"),
                    List.of("report.html"),
                    "open report.html in a browser; copy an example of examples/ for your own data",
                    Stages::isSupervised,
                    (context, options) -> ReportJob.run(context)));

    /** Jobs that an interval does not narrow. */
    private static final Set<String> OF_THE_WHOLE_TRAINING_SET = Set.of("detect", "train", "evaluate", "register");

    /** Of jobs that an interval says nothing to by themselves: why. */
    private static final Map<String, String> WITHOUT_INTERVAL = Map.ofEntries(
            Map.entry("generate", "how many days there are is said by landing.simulated"),
            Map.entry("export-features", "it does whatever changed since the last time"),
            Map.entry("promote", "it is about the model that was registered last"),
            Map.entry("audit", "it cuts all there is by itself"),
            Map.entry("maintain", "it looks after whole tables"));

    private Stages() {}

    /** Why a job takes no interval; empty where it takes one. */
    static Optional<String> withoutInterval(String job) {
        return Optional.ofNullable(WITHOUT_INTERVAL.get(job));
    }

    /**
     * Refuses an interval that would say nothing.
     *
     * @throws MillwrightException of category CONFIGURATION where one is given to a job that takes none
     */
    static void requireMeaning(String job, JobOptions options) {
        if (options.from != null || options.to != null) {
            withoutInterval(job).ifPresent(why -> {
                throw MillwrightException.configuration(
                        job + " takes no interval: " + why + "; leave --from and --to out");
            });
        }
    }

    /** What is to be said where some of these are given an interval. */
    static Optional<String> notNarrowed(List<Stage> stages) {
        List<String> names = stages.stream()
                .map(Stage::name)
                .filter(OF_THE_WHOLE_TRAINING_SET::contains)
                .toList();
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of("The interval does not narrow " + String.join(", ", names)
                        + ": they go by the whole training set; which times are tests is said by split.tests.");
    }

    /** Without a failure target or remaining life there is nothing to train. */
    private static boolean isSupervised(PipelineConfig config) {
        return config.targets().foretells();
    }

    /** On a clock machines that are unusual make a list, too. */
    private static boolean makesAList(PipelineConfig config) {
        return isSupervised(config) || (config.targets().anomaly().isPresent() && config.timeAxis() == TimeAxis.CLOCK);
    }
}
