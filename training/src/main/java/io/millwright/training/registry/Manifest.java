package io.millwright.training.registry;

import io.millwright.training.TrainingSpec;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a model was made of.
 *
 * @param candidate name of the champion among the candidates
 * @param runId the run that trained it
 * @param spec what of the pipeline file decided it, the file's hash included
 * @param inputVersions Delta version of every table that went in
 * @param featureSpecHash SHA-256 over what the feature catalogue says of the features
 * @param trainingSetFingerprint over keys, features and labels of the copy in the package; of detectors, which have none, of the rows
 *     read
 * @param trainingRows of these
 * @param features its feature columns, in order
 * @param seeds everything random was seeded with these
 * @param libraries versions of what trained it
 * @param codeHash over the classes of training and evaluation
 * @param commit of the source, with a note where files differed from it; empty where it is not known
 * @param repository address of the source; empty where it is not known
 * @param modelFiles SHA-256 by path below {@code model/}
 * @param documents SHA-256 of the other files, by path
 */
public record Manifest(
        String candidate,
        String runId,
        TrainingSpec spec,
        Map<String, Long> inputVersions,
        String featureSpecHash,
        String trainingSetFingerprint,
        long trainingRows,
        List<String> features,
        List<Long> seeds,
        Map<String, String> libraries,
        String codeHash,
        String commit,
        String repository,
        Map<String, String> modelFiles,
        Map<String, String> documents) {

    public Manifest {
        inputVersions = new TreeMap<>(inputVersions);
        features = List.copyOf(features);
        seeds = List.copyOf(seeds);
        libraries = new TreeMap<>(libraries);
        modelFiles = new TreeMap<>(modelFiles);
        documents = new TreeMap<>(documents);
    }
}
