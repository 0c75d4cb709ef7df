package io.millwright.pipeline.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import io.millwright.aws.CardContent;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.pipeline.JobContext;
import io.millwright.training.ModelOrigins;
import io.millwright.training.Packages;
import io.millwright.training.TrainedRun;
import io.millwright.training.registry.ModelPackage;
import io.millwright.training.registry.ModelRegistry;
import io.millwright.training.registry.ModelVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Registers the model the evaluation chose, with its card, and switches the champion alias where the promotion rule and {@code
 * registry.promotion} let it. A model that is not promoted stays pending; one that somebody rejected stays rejected.
 *
 * <p>{@code metrics.json, evaluation.json, final model -> card -> package -> version -> its origin -> (champion)}
 */
public final class Registration {

    /** Files of the output folder that go into the package as they are. */
    private static final String[] KEPT = {"operating_points.json", "evaluation.json", "quality.json"};

    /** The card as SageMaker reads one, with files named as they are in a package. */
    private static final String SAGEMAKER_CARD = "model-card-sagemaker.json";

    private Registration() {}

    /**
     * Registering the same run again gives the version of the first time.
     *
     * @throws MillwrightException where the evaluation is of another training than the newest, or by another pipeline file, or what was
     *     trained on can no longer be read
     */
    public static RegisterReport run(JobContext asked) {
        TrainedRun trained = TrainedRun.newest(asked.lake());
        Metrics written = ResultFiles.read(asked.out().resolve("metrics.json"), Metrics.class, "evaluate");
        requireJudged(trained, written.judged(), asked.config());
        if (written.champion().candidate().isEmpty()) {
            throw MillwrightException.data(
                    "there is no model to register: no candidate that can be trained was evaluated; name one in"
                            + " targets.candidates");
        }
        JobContext job = asked.on(trained.seen(asked.lake()));
        Path staging = staging(job);
        try {
            return register(job, trained, written, staging);
        } finally {
            Packages.discard(staging);
        }
    }

    private static void requireJudged(TrainedRun trained, Metrics.@Nullable Judged judged, PipelineConfig config) {
        if (judged == null || !judged.training().equals(trained.key())) {
            throw MillwrightException.data("metrics.json does not judge the models of run " + trained.runId()
                    + ", the last the lake was trained by; run ./millwright evaluate first");
        }
        if (!judged.configHash().equals(config.hash())) {
            throw MillwrightException.configuration("the pipeline file was changed after metrics.json was written;"
                    + " run ./millwright evaluate first, or change it back");
        }
    }

    private static RegisterReport register(JobContext job, TrainedRun trained, Metrics written, Path staging) {
        Path out = job.out();
        Metrics metrics = written.asEvaluated();
        ModelCard card = card(job, metrics);
        ModelRegistry registry = job.outside().registry();
        ModelPackage model = Packages.assemble(
                job.lake(),
                trained,
                metrics.champion().candidate(),
                documents(job, metrics, card),
                BuiltFrom.source(),
                staging,
                job.progress());
        Optional<String> forSageMaker = CardContent.of(model, file -> file);
        ModelVersion version = registry.register(
                model, job.lake().runId() + ":" + metrics.looks().key());
        registry.trace(version.version(), () -> ModelOrigins.of(job.lake(), job.config(), trained));
        boolean rejected = version.approval() == ModelVersion.Approval.REJECTED;
        boolean promoted = metrics.champion().promoted() && !rejected;
        if (promoted) {
            promote(registry, version, metrics.champion());
        }
        String registered = version.version();
        CardFile.write(out, card.withVersion(registered).took(seconds(out)));
        forSageMaker.ifPresent(content -> ResultFiles.writeText(out.resolve(SAGEMAKER_CARD), content));
        ResultFiles.write(out.resolve("metrics.json"), written.withVersion(registered));
        return new RegisterReport(
                registered,
                metrics.champion().candidate(),
                promoted,
                rejected ? List.of(refusal(version)) : metrics.champion().reasons(),
                metrics.champion().lifeCaution());
    }

    private static String refusal(ModelVersion version) {
        return "version " + version.version() + " was rejected"
                + (version.reason().isEmpty() ? "" : " (" + version.reason() + ")")
                + ", which a rerun does not undo: approve it with ./millwright models approve " + version.version();
    }

    /** Of the stages before this one; empty where there were none. */
    private static Map<String, Double> seconds(Path out) {
        Path file = out.resolve("timings.json");
        Map<String, Double> seconds = new LinkedHashMap<>();
        if (Files.exists(file)) {
            ResultFiles.read(file, JsonNode.class, "run")
                    .fields()
                    .forEachRemaining(stage ->
                            seconds.put(stage.getKey(), stage.getValue().asDouble()));
        }
        return seconds;
    }

    private static ModelCard card(JobContext job, Metrics metrics) {
        EvaluationDetail detail =
                ResultFiles.read(job.out().resolve("evaluation.json"), EvaluationDetail.class, "evaluate");
        DataFigures.Quality quality =
                ResultFiles.read(job.out().resolve("quality.json"), DataFigures.Quality.class, "evaluate");
        boolean livesCalibrated =
                Packages.livesCalibrated(job.lake(), metrics.champion().candidate());
        CardFacts facts = CardFacts.of(job.lake(), job.config(), metrics.judged(), livesCalibrated, job.out());
        return new CardWriter(job.config(), metrics, detail, quality, facts)
                .card(job.lake().runId());
    }

    private static Map<String, byte[]> documents(JobContext job, Metrics metrics, ModelCard card) {
        Map<String, byte[]> documents = new LinkedHashMap<>();
        documents.put(Incumbent.METRICS, bytes(ResultFiles.text(metrics)));
        documents.put("model-card.json", bytes(ResultFiles.text(card)));
        documents.put("model-card.html", bytes(ModelCardPage.html(card)));
        documents.put(TrainedOn.FILE, bytes(ResultFiles.text(TrainedOn.now(job.lake()))));
        documents.put("pipeline.yaml", content(Path.of(job.config().file())));
        for (String name : KEPT) {
            documents.put(name, content(job.out().resolve(name)));
        }
        if (job.config().aws().registry().isPresent()) {
            documents.putAll(new SearchedDocuments(job, metrics).all());
        }
        return documents;
    }

    /** Where a package lies until a registry has it. */
    private static Path staging(JobContext job) {
        return Path.of(job.config().registryPath())
                .resolve("staging")
                .resolve(job.lake().runId());
    }

    private static void promote(ModelRegistry registry, ModelVersion version, Metrics.Champion decision) {
        String what = decision.heldAgainst() == null
                ? decision.incumbent()
                : decision.incumbent() + " (" + decision.heldAgainst() + ")";
        String caution = decision.lifeCaution();
        String reason = "beats " + what + " by the promotion rule: "
                + (decision.savedCostPerMachineWeek().isDefined()
                        ? "saved cost per machine-week " + Written.figure(decision.savedCostPerMachineWeek(), 4)
                        : "smaller capped error of remaining life, intervals that hold")
                + (caution.isEmpty() ? "" : "; " + caution);
        registry.approve(version.version(), reason);
        registry.setChampion(version.version(), reason);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] content(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw MillwrightException.data("the file " + file + " cannot be read; run ./millwright evaluate again", e);
        }
    }
}
