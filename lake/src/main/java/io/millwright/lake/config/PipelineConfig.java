package io.millwright.lake.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A whole pipeline file.
 *
 * @param file where it was read from, for messages
 * @param hash SHA-256 of its meaning: environment variables resolved, comments, order of keys, and the sections {@code aws} and
 *     {@code monitoring} ignored, since who watches and keeps models, and when the next is asked for, changes none
 * @param lakePath root folder of the Delta tables
 * @param registryPath folder of the model registry
 * @param promotion who makes a model champion
 * @param outPath folder of the results a person opens
 * @param aws services used beside the folders
 */
public record PipelineConfig(
        String file,
        String hash,
        Landing landing,
        List<SensorSpec> sensors,
        EquipmentSpec equipment,
        MaintenanceSpec maintenance,
        FeatureSpec features,
        TargetSpec targets,
        CostSpec costs,
        CapacitySpec capacity,
        SplitSpec split,
        MonitoringSpec monitoring,
        String lakePath,
        String registryPath,
        Promotion promotion,
        String outPath,
        AwsSpec aws) {

    public PipelineConfig {
        sensors = List.copyOf(sensors);
    }

    public TimeAxis timeAxis() {
        return landing.axis();
    }

    /** A machine has rows until it has sent nothing for this long. */
    public Duration silence() {
        return timeAxis().countsCycles() ? features.asOfEvery() : features.longestWindow();
    }

    public Optional<SensorSpec> sensor(String name) {
        return sensors.stream().filter(sensor -> sensor.name().equals(name)).findFirst();
    }

    /** The same with results and registry in other folders. */
    public PipelineConfig with(String otherRegistry, String otherOut) {
        return with(landing, targets, split, otherRegistry, otherOut, aws);
    }

    /** The same with other landing files. */
    public PipelineConfig with(Landing other) {
        return with(other, targets, split, registryPath, outPath, aws);
    }

    /** The same that predicts something else, judged otherwise. */
    public PipelineConfig with(TargetSpec otherTargets, SplitSpec otherSplit) {
        return with(landing, otherTargets, otherSplit, registryPath, outPath, aws);
    }

    /** The same as if it had no section {@code aws}: models are kept in a folder, and nobody is told. */
    public PipelineConfig withoutAws() {
        return with(landing, targets, split, registryPath, outPath, AwsSpec.none());
    }

    private PipelineConfig with(
            Landing otherLanding,
            TargetSpec otherTargets,
            SplitSpec otherSplit,
            String otherRegistry,
            String otherOut,
            AwsSpec otherAws) {
        return new PipelineConfig(
                file,
                hash,
                otherLanding,
                sensors,
                equipment,
                maintenance,
                features,
                otherTargets,
                costs,
                capacity,
                otherSplit,
                monitoring,
                lakePath,
                otherRegistry,
                promotion,
                otherOut,
                otherAws);
    }
}
