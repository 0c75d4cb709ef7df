package io.millwright.aws;

import io.millwright.features.store.OfflineStore;
import io.millwright.lake.TableCatalog;
import io.millwright.lake.config.AwsSpec;
import io.millwright.lake.watch.MetricPublisher;
import io.millwright.lake.watch.Notifier;
import io.millwright.training.registry.ModelRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;

/** The services that the section {@code aws} of a pipeline file names, behind the interfaces of the other rooms. */
public final class AwsDoor implements AutoCloseable {

    private final AwsSpec spec;
    private final AwsClients clients;

    private AwsDoor(AwsSpec spec, AwsClients clients) {
        this.spec = spec;
        this.clients = clients;
    }

    /**
     * Opens it; calls nothing yet.
     *
     * @throws io.millwright.lake.MillwrightException where the environment names no region
     */
    public static AwsDoor open(AwsSpec spec) {
        return new AwsDoor(spec, AwsClients.of(spec));
    }

    /** The same for what must be known soon: waits for no large file. */
    public static AwsDoor openForSmallFiles(AwsSpec spec) {
        return open(spec, Patience.ofSmallFiles());
    }

    static AwsDoor open(AwsSpec spec, Patience patience) {
        return new AwsDoor(spec, AwsClients.of(spec, patience));
    }

    /** Empty where models are kept in a folder; packages that are loaded from S3 lie below {@code work}. */
    public Optional<ModelRegistry> registry(Path work) {
        return spec.registry().map(registry -> {
            SageMakerClient sageMaker = clients.sageMaker();
            return new SageMakerRegistry(
                    sageMaker,
                    new S3Folder(clients.s3(), registry.bucket(), registry.prefix(), spec.kmsKey()),
                    spec,
                    registry,
                    new Lineage(sageMaker, clients.withoutRetries().sageMaker(), spec.tags()),
                    () -> new Experiments(sageMaker, clients.sageMakerMetrics(), spec.tags()),
                    work);
        });
    }

    /** Empty where feature groups are exported to a folder. */
    public Optional<OfflineStore> featureStore() {
        return spec.featureStore()
                .map(at -> new SageMakerFeatureStore(
                        clients.sageMaker(), clients.s3(), clients::featureStoreRuntime, clients::kms, spec, at));
    }

    /** A database of the Glue Data Catalog, made where it is not there yet. */
    public TableCatalog catalog(String database) {
        return new GlueCatalog(clients.glue(), database, spec.tags());
    }

    /**
     * Takes the lease of a folder in S3, or waits for who may be dead.
     *
     * @param place {@code s3://bucket/folder}, whatever scheme the platform writes
     * @param holder this run, in words
     * @param says is told in one sentence why there is a wait
     * @throws io.millwright.lake.MillwrightException of category SERVICE where another run holds it and lives
     */
    public Lease lease(String place, String holder, Consumer<String> says) {
        return Lease.take(folder(place), holder, Lease.Pace.usual(), says);
    }

    private S3Folder folder(String place) {
        String[] bucketAndKey =
                place.replaceFirst("^[^:]*://", "").replaceFirst("/+$", "").split("/", 2);
        String prefix = bucketAndKey.length == 1 ? "" : bucketAndKey[1] + "/";
        return new S3Folder(clients.s3(), bucketAndKey[0], prefix, spec.kmsKey());
    }

    /** Empty where nobody watches figures. */
    public Optional<MetricPublisher> metrics() {
        return spec.metrics().map(namespace -> new CloudWatchMetrics(clients.cloudWatch(), namespace));
    }

    /** None, one or two. */
    public List<Notifier> notifiers() {
        Stream<Notifier> people = spec.topic().stream().map(topic -> new SnsNotifier(clients.sns(), topic));
        Stream<Notifier> programs =
                spec.eventBus().stream().map(bus -> new EventBridgeNotifier(clients.eventBridge(), bus));
        return Stream.concat(people, programs).toList();
    }

    @Override
    public void close() {
        clients.close();
    }
}
