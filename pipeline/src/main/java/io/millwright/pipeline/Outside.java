package io.millwright.pipeline;

import io.millwright.aws.AwsDoor;
import io.millwright.features.store.FolderStore;
import io.millwright.features.store.OfflineStore;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.TableCatalog;
import io.millwright.lake.config.AwsSpec;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.watch.Figure;
import io.millwright.lake.watch.MetricPublisher;
import io.millwright.lake.watch.Notice;
import io.millwright.lake.watch.Notifier;
import io.millwright.pipeline.evaluate.BuiltFrom;
import io.millwright.training.KeptDetectors;
import io.millwright.training.registry.FolderRegistry;
import io.millwright.training.registry.ModelRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What a run reaches beside its lake: the model registry, the feature store, and those who watch it. Folders and nobody, or the
 * services of AWS that the pipeline file names.
 *
 * <p>Watching stops no run: what could not be sent is said on the screen, and the run goes on.
 */
public final class Outside implements AutoCloseable {

    /** Below the results. */
    static final String FOLDER_OF_EXPORTED_FEATURES = "feature-store";

    /** Likewise. */
    static final String FOLDER_OF_DETECTORS = "detectors";

    private final PipelineConfig config;
    private final String runId;
    private final Names names;
    private final Optional<AwsDoor> aws;
    private final Optional<MetricPublisher> metrics;
    private final List<Notifier> notifiers;
    private final Consumer<String> unsent;
    private final Consumer<Path> bring;
    private boolean failureTold;
    private Optional<Path> loadedPackages = Optional.empty();

    /** Where a person looks for the pipeline file and the results, which a job may work on copies of. */
    public record Names(String pipelineFile, String results) {}

    private Outside(
            PipelineConfig config,
            String runId,
            Names names,
            Optional<AwsDoor> aws,
            Consumer<String> unsent,
            Consumer<Path> bring) {
        this.config = config;
        this.runId = runId;
        this.names = names;
        this.aws = aws;
        this.metrics = aws.flatMap(AwsDoor::metrics);
        this.notifiers = aws.map(AwsDoor::notifiers).orElse(List.of());
        this.unsent = unsent;
        this.bring = bring;
    }

    /**
     * As the pipeline file says, where it and the results are on this machine; calls nothing yet.
     *
     * @param unsent is told in one sentence what could not be sent
     * @throws MillwrightException where AWS is to be used and the environment names no region
     */
    public static Outside of(PipelineConfig config, String runId, Consumer<String> unsent) {
        return of(config, runId, new Names(config.file(), config.outPath()), unsent, here -> {});
    }

    /** The same at a workplace: notices name its places as a person does, and it brings packages of models that are elsewhere. */
    static Outside of(Workplace place, String runId, Consumer<String> unsent) {
        return of(place.config(), runId, place.names(), unsent, place::bring);
    }

    private static Outside of(
            PipelineConfig config, String runId, Names names, Consumer<String> unsent, Consumer<Path> bring) {
        Optional<AwsDoor> aws =
                config.aws().equals(AwsSpec.none()) ? Optional.empty() : Optional.of(AwsDoor.open(config.aws()));
        return new Outside(config, runId, names, aws, unsent, bring);
    }

    /** Opens the registry, and makes its folder where it is one. A package that SageMaker keeps is loaded until this is closed. */
    public ModelRegistry registry() {
        return aws.filter(door -> config.aws().registry().isPresent())
                .flatMap(door -> door.registry(loadedPackages()))
                .orElseGet(() -> FolderRegistry.open(Path.of(config.registryPath()), bring));
    }

    /** What keeps the detectors of the anomaly stage: a folder below the results wherever models are, as no detector is approved. */
    public KeptDetectors detectors() {
        Path folder = Path.of(config.outPath()).resolve(FOLDER_OF_DETECTORS);
        return KeptDetectors.in(FolderRegistry.open(folder, bring), folder.resolve("staging"), BuiltFrom.source());
    }

    /** Never below the results, which every role may write: a model is what the registry's bucket holds. */
    private Path loadedPackages() {
        Path folder = loadedPackages.orElseGet(Workplace::temporary);
        loadedPackages = Optional.of(folder);
        return folder;
    }

    /** Where feature groups are exported to: a folder below the results, unless the pipeline file names SageMaker. */
    public OfflineStore featureStore() {
        return aws.flatMap(AwsDoor::featureStore)
                .orElseGet(() -> new FolderStore(Path.of(config.outPath()).resolve(FOLDER_OF_EXPORTED_FEATURES)));
    }

    /** Gives a database of the Glue Data Catalog to some work; AWS is needed, whether the pipeline file names it or not. */
    public void catalogued(String database, Consumer<TableCatalog> work) {
        if (aws.isPresent()) {
            work.accept(aws.get().catalog(database));
            return;
        }
        try (AwsDoor door = AwsDoor.open(config.aws())) {
            work.accept(door.catalog(database));
        }
    }

    /** Where models are kept, in words. */
    public static String registryName(PipelineConfig config) {
        return config.aws()
                .registry()
                .map(registry -> "SageMaker model package group " + registry.group())
                .orElse(config.registryPath());
    }

    public void publish(List<Figure> figures) {
        metrics.ifPresent(publisher -> send("figures", () -> publisher.publish(figures)));
    }

    /** Tells all who want to know, with the run, its pipeline file and its results among the facts; of failures the first. */
    public void tell(Notice notice) {
        if (notice.isFailure() && failureTold) {
            return;
        }
        failureTold |= notice.isFailure();
        Map<String, String> facts = new TreeMap<>(notice.facts());
        facts.put("run_id", runId);
        facts.put("pipeline_file", names.pipelineFile());
        facts.put("results", names.results());
        Notice whole = new Notice(notice.kind(), notice.severity(), notice.headline(), notice.body(), facts);
        notifiers.forEach(notifier -> send("a notice", () -> notifier.tell(whole)));
    }

    private void send(String what, Runnable sending) {
        try {
            sending.run();
        } catch (MillwrightException e) {
            unsent.accept(what + " could not be sent: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        aws.ifPresent(AwsDoor::close);
        loadedPackages.ifPresent(Workplace::delete);
    }
}
