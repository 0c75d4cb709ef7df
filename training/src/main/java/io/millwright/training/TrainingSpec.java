package io.millwright.training;

import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.SensorSpec;
import io.millwright.lake.config.SplitSpec;
import io.millwright.lake.config.TargetSpec;
import io.millwright.lake.config.TimeAxis;
import io.millwright.training.candidate.Search;
import io.millwright.training.candidate.Selection;
import io.millwright.training.fitted.FittedSpecs;
import io.millwright.training.fitted.PcaSpec;
import io.millwright.training.fitted.ResidualSpec;
import io.millwright.training.matrix.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What of a pipeline file decides a model, as plain numbers and words: a package carries it, so that a model can be rebuilt without the
 * file.
 *
 * @param configHash of the whole file's meaning
 * @param rulCapMillis labels of remaining life are capped here; 0 where it is not wanted
 * @param longestWindowMillis the farthest any feature looks back
 * @param falseDiscoveryRate of the selection of features; 0 where none are selected, as in packages from before there was one
 * @param searchTrials of the searched candidate; 0 for no search, as in packages from before there was one
 * @param repeats how often a stratified split is drawn anew; 0 in packages from before that could be asked for
 * @param rulCompared models of remaining life beside the boosted one; null, read as none, in packages from before there was a choice
 * @param rulSeeds the boosted model of remaining life is fitted with each; null, read as none but {@code seed}, in packages from before
 * @param pca groups of features whose principal components are fitted; null, read as none, in packages from before there were any
 * @param residuals what lines fitted on others leave of a feature; likewise
 * @param heldOutSites whose machines a test of its own is of; null, read as none, in packages that do not say
 * @param heldOutGenerations of parts; likewise
 */
public record TrainingSpec(
        String configHash,
        TimeAxis axis,
        List<Target> targets,
        long rulCapMillis,
        double rulCoverage,
        List<String> candidates,
        int innerFolds,
        long seed,
        SplitSpec.Kind split,
        int folds,
        double firstTestShare,
        List<Test> tests,
        String trainPrefix,
        String testPrefix,
        double heldOutShare,
        List<String> conditionSensors,
        long longestWindowMillis,
        double falseDiscoveryRate,
        int searchTrials,
        int repeats,
        List<String> rulCompared,
        List<Long> rulSeeds,
        List<PcaSpec> pca,
        List<ResidualSpec> residuals,
        List<String> heldOutSites,
        List<String> heldOutGenerations) {

    public TrainingSpec {
        rulCompared = rulCompared == null ? List.of() : List.copyOf(rulCompared);
        rulSeeds = rulSeeds == null ? List.of(seed) : List.copyOf(rulSeeds);
        pca = pca == null ? List.of() : List.copyOf(pca);
        residuals = residuals == null ? List.of() : List.copyOf(residuals);
        heldOutSites = heldOutSites == null ? List.of() : List.copyOf(heldOutSites);
        heldOutGenerations = heldOutGenerations == null ? List.of() : List.copyOf(heldOutGenerations);
    }

    /** A failure within {@code (minimumLead, horizon]}. */
    public record Target(String name, long horizonMillis, long minimumLeadMillis, boolean headline) {}

    /** A test window {@code [from, to)}. */
    public record Test(long fromMillis, long toMillis) {}

    public static TrainingSpec of(PipelineConfig config) {
        TargetSpec targets = config.targets();
        SplitSpec split = config.split();
        Optional<TargetSpec.Rul> rul = targets.rul();
        return new TrainingSpec(
                config.hash(),
                config.timeAxis(),
                targets.failures().stream().map(TrainingSpec::target).toList(),
                rul.map(wanted -> wanted.cap().toMillis()).orElse(0L),
                rul.map(TargetSpec.Rul::nominalCoverage).orElse(0.9),
                targets.candidates(),
                targets.innerFolds(),
                targets.seed(),
                split.kind(),
                split.folds(),
                split.firstTestShare(),
                split.tests().stream()
                        .map(test ->
                                new Test(test.from().toEpochMilli(), test.to().toEpochMilli()))
                        .toList(),
                split.trainPrefix(),
                split.testPrefix(),
                split.heldOutShare(),
                config.sensors().stream()
                        .filter(sensor -> sensor.role() == SensorSpec.Role.CONDITION)
                        .map(SensorSpec::name)
                        .toList(),
                config.features().longestWindow().toMillis(),
                targets.falseDiscoveryRate(),
                targets.searchTrials(),
                split.repeats(),
                rul.map(TargetSpec.Rul::compared).orElse(List.of()),
                rul.map(TargetSpec.Rul::seeds).orElse(List.of(targets.seed())),
                config.features().pca().stream()
                        .map(group -> new PcaSpec(group.name(), group.of(), group.share()))
                        .toList(),
                config.features().fittedResiduals().stream()
                        .map(residual -> new ResidualSpec(residual.name(), residual.of(), residual.from()))
                        .toList(),
                split.heldOutSites(),
                split.heldOutGenerations());
    }

    /** Whether both train the same, whatever else their pipeline files say. */
    public boolean trainsAs(TrainingSpec other) {
        return recipe().equals(other.recipe());
    }

    /** As JSON, without the hash of the whole file. */
    String recipe() {
        return new String(Json.bytes(this), StandardCharsets.UTF_8).replace('"' + configHash + '"', "");
    }

    /** What is fitted on a training period. */
    FittedSpecs fitted() {
        return new FittedSpecs(pca, residuals);
    }

    /** Of the features a model may learn from. */
    public Selection selection() {
        return new Selection(falseDiscoveryRate);
    }

    /** Of the searched candidate. */
    public Search search() {
        return Search.of(searchTrials, candidates);
    }

    private static Target target(TargetSpec.Failure failure) {
        return new Target(
                failure.name(),
                failure.horizon().toMillis(),
                failure.minimumLead().toMillis(),
                failure.headline());
    }

    public Optional<Target> headline() {
        return targets.stream().filter(Target::headline).findFirst();
    }

    /** Of the headline target; zero where there is none. */
    Duration headlineHorizon() {
        return Duration.ofMillis(headline().map(Target::horizonMillis).orElse(0L));
    }

    /** Of the headline target; zero where there is none. */
    Duration headlineLead() {
        return Duration.ofMillis(headline().map(Target::minimumLeadMillis).orElse(0L));
    }

    /** Targets of one minimum lead, the shortest horizon first: what a later one may not call less probable than an earlier one. */
    List<List<Target>> ladders() {
        return targets.stream()
                .sorted(Comparator.comparingLong(Target::horizonMillis))
                .collect(Collectors.groupingBy(Target::minimumLeadMillis, TreeMap::new, Collectors.toList()))
                .values()
                .stream()
                .filter(ladder -> ladder.size() > 1)
                .toList();
    }

    public List<String> targetNames() {
        return targets.stream().map(Target::name).toList();
    }

    public boolean wantsRul() {
        return rulCapMillis > 0;
    }

    public double rulCapHours() {
        return rulCapMillis / 3_600_000.0;
    }
}
