package io.millwright.pipeline.monitor;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millwright.evaluation.Estimate;
import io.millwright.evaluation.event.OperatingPoints;
import io.millwright.lake.Lake;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.TargetSpec;
import io.millwright.lake.table.Events;
import io.millwright.pipeline.JobContext;
import io.millwright.pipeline.evaluate.Metrics;
import io.millwright.pipeline.evaluate.ResultFiles;
import io.millwright.pipeline.evaluate.TrainedOn;
import io.millwright.pipeline.score.ListedModel;
import io.millwright.quality.drift.DriftReport;
import io.millwright.training.TrainingSpec;
import io.millwright.training.registry.ModelPackage;
import io.millwright.training.registry.ModelRegistry;
import io.millwright.training.registry.ModelVersion;
import io.millwright.training.table.Scores;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Whether a training is asked for, and by what; with it the record of the model whose lists are worked by.
 *
 * <p>{@code registry, scores, labels, drift -> record -> situation -> triggers}
 */
public final class Retraining {

    private static final String METRICS = "metrics.json";

    private final List<Trigger> triggers;
    private final Optional<TrackRecord> record;
    private final List<TrackRecordTable.Month> months;

    private Retraining(List<Trigger> triggers, Optional<TrackRecord> record, List<TrackRecordTable.Month> months) {
        this.triggers = List.copyOf(triggers);
        this.record = record;
        this.months = List.copyOf(months);
    }

    /** Decides as of the end of the drift's current period, and writes the tables {@code track_record} and {@code retrain_triggers}. */
    public static Retraining of(JobContext job, DriftReport drift) {
        job.progress().step("holding past lists against what happened");
        Lake lake = job.lake();
        Instant at = drift.current().to();
        Optional<ListedModel> listed = ListedModel.find(job);
        Optional<TrainedOn> trainedOn = listed.flatMap(model -> TrainedOn.of(model.model()));
        Optional<TrackRecord> record = listed.flatMap(
                model -> trainedOn.flatMap(trained -> record(lake, job.config(), model, trained.to(), at)));
        record.ifPresent(found -> TrackRecordTable.write(lake, found));
        String version = listed.map(model -> model.model().version()).orElse("");
        Situation situation = new Situation(
                at,
                version,
                trainedOn,
                newestTraining(job.outside().registry(), version, trainedOn),
                drift.drifted().size(),
                drift.judged(),
                record.map(TrackRecord::recent),
                listed.map(model -> testedPrecision(model.model())).orElse(Double.NaN),
                listed.filter(model -> model.model().manifest().spec().targets().isEmpty())
                        .isPresent(),
                trainedOn
                        .map(trained -> failures(lake, job.config(), trained.to(), at))
                        .orElse(0L),
                TrainedOn.now(lake),
                listed.map(model -> changedTargets(model.model().manifest().spec(), TrainingSpec.of(job.config())))
                        .orElse(List.of()));
        List<Trigger> triggers = Triggers.of(job.config().monitoring(), situation, TriggerTable.lastAsked(lake, at));
        TriggerTable.write(lake, at, version, triggers);
        return new Retraining(triggers, record, TrackRecordTable.read(lake, at));
    }

    private static Optional<TrackRecord> record(
            Lake lake, PipelineConfig config, ListedModel listed, Instant trainedUntil, Instant end) {
        Optional<TargetSpec.Failure> headline = config.targets().headline();
        return headline.filter(target -> lake.has(Scores.TABLE))
                .map(target -> ListedScores.record(
                        lake,
                        config,
                        target,
                        listed.model().version(),
                        listed.points().threshold(target.name(), OperatingPoints.COST_OPTIMAL),
                        trainedUntil,
                        end));
    }

    /** Of the version registered last, whatever became of it: a training that brought no better champion was one all the same. */
    private static Optional<Instant> newestTraining(
            ModelRegistry registry, String version, Optional<TrainedOn> trainedOn) {
        List<ModelVersion> versions = registry.list();
        if (versions.isEmpty()) {
            return Optional.empty();
        }
        String newest = versions.get(versions.size() - 1).version();
        Optional<TrainedOn> its = newest.equals(version) ? trainedOn : TrainedOn.of(registry.load(newest));
        return its.map(TrainedOn::to);
    }

    private static double testedPrecision(ModelPackage model) {
        if (!model.has(METRICS)) {
            return Double.NaN;
        }
        Metrics.Failure tested = ResultFiles.parse(
                        new String(model.file(METRICS), StandardCharsets.UTF_8),
                        Metrics.class,
                        "version " + model.version())
                .failure();
        Metrics.Point point = tested == null ? null : tested.operatingPoints().get(OperatingPoints.COST_OPTIMAL);
        return point == null ? Double.NaN : point.eventPrecision().value();
    }

    /** Later than a training's last row, and old enough that the rows before them have their labels. */
    private static long failures(Lake lake, PipelineConfig config, Instant after, Instant end) {
        Instant settled = end.minus(config.maintenance().repairWindow());
        return lake.read(Events.TABLE)
                .filter(col(Events.KIND)
                        .equalTo("failure")
                        .and(col(Events.EVENT_TIME).gt(lit(Timestamp.from(after))))
                        .and(col(Events.EVENT_TIME).leq(lit(Timestamp.from(settled)))))
                .select(Events.EQUIPMENT_ID, Events.EVENT_TIME)
                .distinct()
                .count();
    }

    private static List<String> changedTargets(TrainingSpec then, TrainingSpec now) {
        TreeSet<String> changed = new TreeSet<>();
        then.targets().stream()
                .filter(target -> !now.targets().contains(target))
                .forEach(target -> changed.add("target " + target.name()));
        now.targets().stream()
                .filter(target -> !then.targets().contains(target))
                .forEach(target -> changed.add("target " + target.name()));
        if (then.rulCapMillis() != now.rulCapMillis()) {
            changed.add("cap of the remaining life");
        }
        return List.copyOf(changed);
    }

    public boolean isAsked() {
        return !asking().isEmpty();
    }

    /** Names of the reasons that ask for a training now. */
    public List<String> asking() {
        return triggers.stream().filter(Trigger::asks).map(Trigger::name).toList();
    }

    /** Names of the reasons whose limit is reached, those that rest included. */
    public List<String> fired() {
        return triggers.stream().filter(Trigger::fired).map(Trigger::name).toList();
    }

    public boolean hasDrifted() {
        return fired().contains(Triggers.DRIFT);
    }

    /** One line: what asks for a training and why, else that nothing does. */
    public String says() {
        return isAsked()
                ? "a training is asked for: "
                        + triggers.stream()
                                .filter(Trigger::asks)
                                .map(trigger -> words(trigger.name()) + " (" + trigger.why() + ")")
                                .collect(Collectors.joining(", "))
                : fired().isEmpty()
                        ? "no training is asked for"
                        : "no training is asked for again: "
                                + fired().stream().map(Retraining::words).collect(Collectors.joining(", "))
                                + " asked not long ago";
    }

    static String words(String name) {
        return name.replace('_', ' ');
    }

    /** Adds {@code retraining}, {@code triggers} and {@code track_record} to what is written to {@code drift.json}. */
    public void addTo(ObjectNode drift) {
        drift.set("retraining", tree(new Asked(isAsked(), asking())));
        drift.set("triggers", tree(triggers));
        List<Stretch> history = new ArrayList<>();
        months.forEach(month -> history.add(Stretch.of(month.modelVersion(), month.figures())));
        drift.set(
                "track_record",
                tree(new Shown(
                        record.map(TrackRecord::maturedUntil)
                                .map(Objects::toString)
                                .orElse(""),
                        record.map(all -> List.of(Stretch.of(all.modelVersion(), all.recent())))
                                .orElse(List.of()),
                        history)));
    }

    private static JsonNode tree(Object value) {
        return ResultFiles.parse(ResultFiles.text(value), JsonNode.class, "this run");
    }

    private record Asked(boolean asked, List<String> by) {}

    /** @param recent none or one */
    private record Shown(String maturedUntil, List<Stretch> recent, List<Stretch> months) {}

    private record Stretch(
            String modelVersion,
            Instant from,
            long rows,
            long failures,
            double expectedRows,
            Estimate observedOverExpected,
            Estimate eventPrecision) {

        static Stretch of(String modelVersion, Matured figures) {
            return new Stretch(
                    modelVersion,
                    figures.from(),
                    figures.rows(),
                    figures.failures(),
                    figures.expected(),
                    new Estimate(
                            figures.observedOverExpected(),
                            figures.observedOverExpectedLow(),
                            figures.observedOverExpectedHigh(),
                            figures.failures()),
                    figures.eventPrecision());
        }
    }
}
