package io.millwright.training;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run of the training job did.
 *
 * @param rows of the training set
 * @param features columns of the training set
 * @param folds tests, the second axis included
 * @param candidates trained, in the configured order
 * @param modelsFolder where the final models are, one folder a candidate
 * @param trainingSetHash SHA-256 over keys, features and labels; one part of the key of a look at a test
 * @param codeHash SHA-256 over the classes that train and evaluate; another part of that key
 * @param secondsByCandidate time spent fitting, summed over threads
 */
public record TrainingReport(
        long rows,
        int features,
        int folds,
        List<String> candidates,
        String modelsFolder,
        String trainingSetHash,
        String codeHash,
        Map<String, Double> secondsByCandidate) {

    public TrainingReport {
        candidates = List.copyOf(candidates);
        secondsByCandidate = new LinkedHashMap<>(secondsByCandidate);
    }
}
