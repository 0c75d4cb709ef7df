package io.millwright.aws;

import io.millwright.lake.MillwrightException;
import io.millwright.lake.Sha256;
import io.millwright.lake.config.AwsSpec;
import io.millwright.training.matrix.Json;
import io.millwright.training.registry.Manifest;
import io.millwright.training.registry.ModelOrigin;
import io.millwright.training.registry.ModelPackage;
import io.millwright.training.registry.ModelRegistry;
import io.millwright.training.registry.ModelVersion;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.CreateModelPackageGroupRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateModelPackageRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeModelPackageResponse;
import software.amazon.awssdk.services.sagemaker.model.ListModelPackagesRequest;
import software.amazon.awssdk.services.sagemaker.model.ModelApprovalStatus;
import software.amazon.awssdk.services.sagemaker.model.ModelPackageStatus;
import software.amazon.awssdk.services.sagemaker.model.ModelPackageSummary;
import software.amazon.awssdk.services.sagemaker.model.UpdateModelPackageRequest;

/**
 * A registry in SageMaker: a version is a model package of one group, its files lie in S3.
 *
 * <pre>
 * &lt;location&gt;/&lt;group&gt;/packages/&lt;id&gt;/package/...       what was registered, never changed
 * &lt;location&gt;/&lt;group&gt;/packages/&lt;id&gt;/model.tar.gz      what a container serves
 * &lt;location&gt;/&lt;group&gt;/champion.json                  the alias, replaced as a whole
 * </pre>
 *
 * <p>Files come first, the version last, so a process killed between leaves files that the next try with the same token writes again,
 * and no version. SageMaker has no alias, so the champion is a file; the life-cycle stage shows it to people and decides nothing.
 * Versions that others put into the group are left out. Cost: one call a version where all are asked for.
 */
final class SageMakerRegistry implements ModelRegistry {

    private static final String CHAMPION = "champion.json";
    private static final String MANIFEST = PackageRequest.PACKAGE + ModelPackage.MANIFEST_FILE;
    private static final int PAGE = 100;
    private static final int LONGEST_REASON = 1024;
    private static final int SHORT_ID = 12;

    private final SageMakerClient sageMaker;
    private final S3Folder root;
    private final AwsSpec spec;
    private final AwsSpec.Registry registry;
    private final Lineage lineage;
    private final Supplier<Experiments> experiments;
    private final Path work;

    /**
     * Calls nothing yet.
     *
     * @param files the registry's place in S3
     * @param experiments asked for where a version is traced
     * @param work local folder for packages that were loaded
     */
    SageMakerRegistry(
            SageMakerClient sageMaker,
            S3Folder files,
            AwsSpec spec,
            AwsSpec.Registry registry,
            Lineage lineage,
            Supplier<Experiments> experiments,
            Path work) {
        this.sageMaker = sageMaker;
        this.root = files.below(registry.group());
        this.spec = spec;
        this.registry = registry;
        this.lineage = lineage;
        this.experiments = experiments;
        this.work = work;
    }

    private record Champion(String version, String reason) {}

    @Override
    public ModelVersion register(ModelPackage model, String clientToken) {
        makeGroup();
        return list().stream()
                .filter(each -> each.clientToken().equals(clientToken))
                .findFirst()
                .orElseGet(() -> registerNew(model, clientToken));
    }

    private void makeGroup() {
        boolean there = AwsCall.found(
                        "sagemaker:DescribeModelPackageGroup",
                        group(),
                        () -> sageMaker.describeModelPackageGroup(
                                request -> request.modelPackageGroupName(registry.group())))
                .isPresent();
        if (!there) {
            createGroup();
        }
    }

    private void createGroup() {
        CreateModelPackageGroupRequest request = CreateModelPackageGroupRequest.builder()
                .modelPackageGroupName(registry.group())
                .modelPackageGroupDescription("Models of machine failures, registered by Millwright.")
                .tags(Tags.of(spec.tags()))
                .build();
        AwsCall.create("sagemaker:CreateModelPackageGroup", group(), () -> sageMaker.createModelPackageGroup(request));
    }

    private ModelVersion registerNew(ModelPackage model, String clientToken) {
        S3Folder files = files(clientToken);
        files.below("package").putAll(model.folder());
        Optional<byte[]> archive = ModelArchive.of(model);
        archive.ifPresent(bytes -> files.put(ModelArchive.FILE, bytes));
        CreateModelPackageRequest request =
                new PackageRequest(model, registry, spec.kmsKey(), files).waiting(clientToken, archive.isPresent());
        String arn = AwsCall.made("sagemaker:CreateModelPackage", group(), () -> sageMaker
                .createModelPackage(request)
                .modelPackageArn());
        DescribeModelPackageResponse registered = described(arn);
        show(registered, Stage.WAITING);
        return version(registered);
    }

    /** Of a token: names its folder in S3. */
    static String id(String clientToken) {
        return Sha256.hex(clientToken);
    }

    private S3Folder files(String clientToken) {
        return root.below("packages").below(id(clientToken));
    }

    /** What was registered decides, not what the lake holds by now. */
    @Override
    public void trace(String version, Supplier<ModelOrigin> origin) {
        if (!registry.lineage() && !registry.experiments()) {
            return;
        }
        RegisteredModel model = registered(existing(version));
        ModelOrigin from = origin.get();
        if (registry.lineage()) {
            lineage.write(model, from);
        }
        if (registry.experiments()) {
            experiments.get().write(model, from);
        }
    }

    private RegisteredModel registered(DescribeModelPackageResponse model) {
        ModelVersion version = version(model);
        S3Folder files = files(version.clientToken());
        String manifest = files.uri(MANIFEST);
        return new RegisteredModel(
                registry.group(),
                version.version(),
                model.modelPackageArn(),
                RegisteredModel.name(
                        registry.group() + "-" + id(version.clientToken()).substring(0, SHORT_ID)),
                manifest(files),
                model.inferenceSpecification() == null ? manifest : files.uri(ModelArchive.FILE),
                manifest);
    }

    @Override
    public Manifest manifest(String version) {
        return manifest(files(get(version).clientToken()));
    }

    private static Manifest manifest(S3Folder files) {
        String place = files.uri(MANIFEST);
        byte[] content = files.find(MANIFEST)
                .orElseThrow(() -> MillwrightException.data("the file " + place
                        + " of a registered version is gone; bring it back from the bucket's versions"));
        return Json.read(content, Manifest.class, place);
    }

    @Override
    public ModelVersion approve(String version, String reason) {
        return decided(version, ModelApprovalStatus.APPROVED, reason);
    }

    @Override
    public ModelVersion reject(String version, String reason) {
        return decided(version, ModelApprovalStatus.REJECTED, reason);
    }

    private ModelVersion decided(String version, ModelApprovalStatus approval, String reason) {
        DescribeModelPackageResponse before = existing(version);
        update(before, approval, reason, Stage.of(approval));
        return version(described(before.modelPackageArn()));
    }

    /**
     * The former champion's stage comes first, as only the file tells who that is. The new one's is shown again where nothing changes: a try
     * before may have ended between the two.
     */
    @Override
    public boolean setChampion(String version, String reason) {
        DescribeModelPackageResponse next = existing(version);
        version(next).requireApproved();
        Optional<S3Folder.Tagged> alias = root.findTagged(CHAMPION);
        Optional<String> before = alias.map(this::championVersion);
        before.filter(other -> !other.equals(version))
                .map(this::existing)
                .ifPresent(former -> show(former, Stage.of(former.modelApprovalStatus())));
        boolean changes = !before.equals(Optional.of(version));
        if (changes) {
            replace(alias, new Champion(version, reason));
        }
        show(next, Stage.CHAMPION);
        return changes;
    }

    /** Only while it is what was read. An answer that was lost is told from another promotion by what is there then. */
    private void replace(Optional<S3Folder.Tagged> alias, Champion next) {
        byte[] content = Json.readable(next);
        Optional<String> written = alias.map(file -> root.putInPlaceOf(CHAMPION, file.tag(), content))
                .orElseGet(() -> root.putWhereAbsent(CHAMPION, content));
        if (written.isEmpty() && !championVersion().equals(Optional.of(next.version()))) {
            throw MillwrightException.service(
                    "another promotion replaced " + root.uri(CHAMPION) + " at the same moment, and version "
                            + next.version() + " was not made champion; see ./millwright models, then try again",
                    new IllegalStateException("the champion is not the one that was read"));
        }
    }

    private void show(DescribeModelPackageResponse model, Stage stage) {
        update(model, model.modelApprovalStatus(), version(model).reason(), stage);
    }

    /**
     * Says everything that may change, so that it can be repeated, and the source, which SageMaker takes in no call that has an inference
     * specification; a version whose registering was stopped before this gets it with the next decision.
     *
     * @see "aws/sagemaker-python-sdk, create_model_package_from_containers: a source URI that is no ARN comes by UpdateModelPackage"
     */
    private void update(DescribeModelPackageResponse model, ModelApprovalStatus approval, String reason, Stage stage) {
        UpdateModelPackageRequest request = UpdateModelPackageRequest.builder()
                .modelPackageArn(model.modelPackageArn())
                .modelApprovalStatus(approval)
                .approvalDescription(oneLine(reason))
                .customerMetadataProperties(model.customerMetadataProperties())
                .modelLifeCycle(stage.lifeCycle())
                .sourceUri(files(version(model).clientToken()).uri(MANIFEST))
                .build();
        AwsCall.made(
                "sagemaker:UpdateModelPackage",
                "version " + model.modelPackageVersion() + " of " + group(),
                () -> sageMaker.updateModelPackage(request));
    }

    private static String oneLine(String reason) {
        String line = reason.replaceAll("\\R+", " ");
        return line.substring(0, Math.min(line.length(), LONGEST_REASON));
    }

    @Override
    public Optional<ModelVersion> champion() {
        return championVersion().map(this::get);
    }

    private Optional<String> championVersion() {
        return root.findTagged(CHAMPION).map(this::championVersion);
    }

    private String championVersion(S3Folder.Tagged alias) {
        return Json.read(alias.content().getBytes(StandardCharsets.UTF_8), Champion.class, root.uri(CHAMPION))
                .version();
    }

    @Override
    public List<ModelVersion> list() {
        return summaries().stream()
                .map(summary -> described(summary.modelPackageArn()))
                .filter(SageMakerRegistry::isOurs)
                .map(SageMakerRegistry::version)
                .toList();
    }

    @Override
    public ModelVersion get(String version) {
        return version(existing(version));
    }

    @Override
    public ModelPackage load(String version) {
        ModelVersion found = get(version);
        String id = id(found.clientToken());
        Path folder = work.resolve(registry.group()).resolve(version + "-" + id.substring(0, SHORT_ID));
        files(found.clientToken()).below("package").getAll(folder);
        return ModelPackage.open(folder, version);
    }

    private DescribeModelPackageResponse existing(String version) {
        List<ModelPackageSummary> all = summaries();
        return all.stream()
                .filter(summary ->
                        Integer.toString(summary.modelPackageVersion()).equals(version))
                .map(summary -> described(summary.modelPackageArn()))
                .filter(SageMakerRegistry::isOurs)
                .findFirst()
                .orElseThrow(() -> ModelVersion.unknown(
                        version,
                        registry.group(),
                        all.stream()
                                .map(summary -> Integer.toString(summary.modelPackageVersion()))
                                .toList()));
    }

    /** In order of version; none where there is no group yet. */
    private List<ModelPackageSummary> summaries() {
        ListModelPackagesRequest request = ListModelPackagesRequest.builder()
                .modelPackageGroupName(registry.group())
                .maxResults(PAGE)
                .build();
        return AwsCall.found(
                        "sagemaker:ListModelPackages",
                        group(),
                        () -> sageMaker.listModelPackagesPaginator(request).stream()
                                .flatMap(page -> page.modelPackageSummaryList().stream())
                                .filter(SageMakerRegistry::isWhole)
                                .sorted(Comparator.comparing(ModelPackageSummary::modelPackageVersion))
                                .toList())
                .orElse(List.of());
    }

    private static boolean isWhole(ModelPackageSummary summary) {
        return summary.modelPackageStatus() != ModelPackageStatus.FAILED
                && summary.modelPackageStatus() != ModelPackageStatus.DELETING;
    }

    private DescribeModelPackageResponse described(String arn) {
        return AwsCall.made(
                "sagemaker:DescribeModelPackage",
                arn,
                () -> sageMaker.describeModelPackage(request -> request.modelPackageName(arn)));
    }

    private static boolean isOurs(DescribeModelPackageResponse model) {
        return model.customerMetadataProperties().containsKey(PackageProperties.CLIENT_TOKEN);
    }

    private static ModelVersion version(DescribeModelPackageResponse model) {
        return new ModelVersion(
                Integer.toString(model.modelPackageVersion()),
                property(model, PackageProperties.CANDIDATE),
                property(model, PackageProperties.RUN_ID),
                approval(model.modelApprovalStatus()),
                property(model, PackageProperties.CLIENT_TOKEN),
                Optional.ofNullable(model.approvalDescription()).orElse(""));
    }

    private static String property(DescribeModelPackageResponse model, String name) {
        return PackageProperties.read(model.customerMetadataProperties(), name).orElse("");
    }

    private static ModelVersion.Approval approval(ModelApprovalStatus status) {
        return switch (status) {
            case APPROVED -> ModelVersion.Approval.APPROVED;
            case REJECTED -> ModelVersion.Approval.REJECTED;
            default -> ModelVersion.Approval.PENDING;
        };
    }

    private String group() {
        return "the model package group " + registry.group();
    }
}
