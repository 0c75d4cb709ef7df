package io.millwright.features;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a training set was made of.
 *
 * @param mode what its values know, {@link io.millwright.features.table.TrainingSet#AS_KNOWN}
 * @param inputVersions Delta version of every table that went in
 * @param configHash of the pipeline file's meaning
 * @param featureSpecHash of what decides the features' meaning
 * @param regimeVersion of the normalisation before tiling; empty for none
 * @param regimeInterval of event time, on whose readings that was fitted; empty for none
 * @param trainingSetVersion Delta version of the table this manifest describes
 * @param rows rows of the training set
 * @param machines distinct machines
 * @param features columns that are features, in order
 * @param neverComputable features of the catalogue left out, with the reason
 * @param allNull features kept although no row has a value
 * @param constant features kept although all rows have the same value
 * @param unlabelled per target, rows without a label by reason
 * @param positives per target, rows with label 1
 * @param labelled per target, rows with label 0 or 1
 */
public record TrainingManifest(
        String mode,
        Map<String, Long> inputVersions,
        String configHash,
        String featureSpecHash,
        String regimeVersion,
        String regimeInterval,
        long trainingSetVersion,
        long rows,
        long machines,
        List<String> features,
        Map<String, String> neverComputable,
        List<String> allNull,
        List<String> constant,
        Map<String, Map<String, Long>> unlabelled,
        Map<String, Long> positives,
        Map<String, Long> labelled) {

    public TrainingManifest {
        inputVersions = new TreeMap<>(inputVersions);
        features = List.copyOf(features);
        neverComputable = new TreeMap<>(neverComputable);
        allNull = List.copyOf(allNull);
        constant = List.copyOf(constant);
        unlabelled = new TreeMap<>(unlabelled);
        positives = new TreeMap<>(positives);
        labelled = new TreeMap<>(labelled);
    }

    /** The manifest as JSON, keys in a fixed order, so that equal manifests are equal texts. */
    public String toJson() {
        return "{\n"
                + String.join(
                        ",\n",
                        entry("mode", text(mode)),
                        entry("input_versions", object(inputVersions, String::valueOf)),
                        entry("config_hash", text(configHash)),
                        entry("feature_spec_hash", text(featureSpecHash)),
                        entry("regime_version", text(regimeVersion)),
                        entry("regime_interval", text(regimeInterval)),
                        entry("training_set_version", Long.toString(trainingSetVersion)),
                        entry("rows", Long.toString(rows)),
                        entry("machines", Long.toString(machines)),
                        entry("features", array(features)),
                        entry("never_computable", object(neverComputable, TrainingManifest::text)),
                        entry("all_null", array(allNull)),
                        entry("constant", array(constant)),
                        entry("unlabelled", object(unlabelled, counts -> object(counts, String::valueOf))),
                        entry("positives", object(positives, String::valueOf)),
                        entry("labelled", object(labelled, String::valueOf)))
                + "\n}\n";
    }

    private static String entry(String key, String value) {
        return "  " + text(key) + ": " + value;
    }

    private static <T> String object(Map<String, T> map, Function<T, String> value) {
        return new TreeMap<>(map)
                .entrySet().stream()
                        .map(item -> text(item.getKey()) + ": " + value.apply(item.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String array(List<String> items) {
        return items.stream().map(TrainingManifest::text).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String text(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
