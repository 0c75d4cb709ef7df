package io.millwright.training.failure;

import io.millwright.training.calibration.Calibration;
import io.millwright.training.calibration.Calibrator;
import io.millwright.training.calibration.Platt;
import io.millwright.training.candidate.Candidate;
import io.millwright.training.candidate.CrossFit;
import io.millwright.training.candidate.Explained;
import io.millwright.training.candidate.FittedModel;
import io.millwright.training.candidate.InnerFold;
import io.millwright.training.candidate.ModelFiles;
import io.millwright.training.candidate.Trial;
import io.millwright.training.matrix.FailureLabels;
import io.millwright.training.matrix.Json;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A fitted candidate for one failure target, with what makes its scores probabilities.
 *
 * @param calibrator empty for a policy, whose scores only rank
 */
public record FailureModel(FittedModel model, Optional<Calibrator> calibrator) {

    private static final String CALIBRATOR_FILE = "calibrator.json";

    /**
     * A model, and its scores for rows of machines it did not see.
     *
     * @param outOfFold one score for each row of the training period; none at all where no row could be left out of a fit
     * @param parts the models that never saw the machines of one inner fold each
     * @param trials what was tried on the way
     */
    @SuppressWarnings("ArrayRecordComponent") // a column beside a matrix; identity is never asked for
    public record CrossFitted(FailureModel model, double[] outOfFold, List<Explained> parts, List<Trial> trials) {}

    /**
     * Fits a candidate on a training period and calibrates it on out-of-fold scores. Of one machine alone there are none: its model says
     * what it says, and no threshold can be chosen.
     *
     * @param period all rows of the period
     * @param labels of the target, which its scores become probabilities of
     * @param learnt labels to fit on; unlabelled where a row may not be learned from
     */
    public static CrossFitted fit(
            Candidate candidate,
            TrainingMatrix period,
            FailureLabels labels,
            FailureLabels learnt,
            int innerFolds,
            long seed) {
        List<InnerFold> folds = InnerFold.byMachine(period, candidate.innerFolds(innerFolds), seed);
        CrossFit fit = candidate.crossFit(period, learnt, folds, seed);
        if (!candidate.probabilistic()) {
            return crossFitted(fit, Optional.empty(), fit.outOfFold());
        }
        return folds.isEmpty()
                ? crossFitted(fit, Optional.of(Platt.IDENTITY), new double[0])
                : crossFitted(
                        fit, Optional.of(calibrator(period.rows(), labels, folds, fit.outOfFold())), fit.outOfFold());
    }

    private static CrossFitted crossFitted(CrossFit fit, Optional<Calibrator> calibrator, double[] outOfFold) {
        return new CrossFitted(new FailureModel(fit.model(), calibrator), outOfFold, fit.parts(), fit.trials());
    }

    private static Calibrator calibrator(int rows, FailureLabels labels, List<InnerFold> folds, double[] outOfFold) {
        int[] foldOfRow = new int[rows];
        for (int fold = 0; fold < folds.size(); fold++) {
            for (int row : folds.get(fold).test()) {
                foldOfRow[row] = fold;
            }
        }
        int[] labelled = InnerFold.labelled(InnerFold.all(rows), labels);
        boolean[] positive = new boolean[labelled.length];
        for (int i = 0; i < positive.length; i++) {
            positive[i] = labels.positive(labelled[i]);
        }
        return Calibration.fit(
                Arrays.stream(labelled).mapToDouble(row -> outOfFold[row]).toArray(),
                positive,
                Arrays.stream(labelled).map(row -> foldOfRow[row]).toArray());
    }

    /** Calibrated probabilities of scores; NaN throughout for a policy. */
    public double[] probabilities(double[] scores) {
        double[] none = new double[scores.length];
        Arrays.fill(none, Double.NaN);
        return calibrator.map(fitted -> fitted.probabilities(scores)).orElse(none);
    }

    public Map<String, byte[]> files() {
        Map<String, byte[]> files = new TreeMap<>(model.files());
        calibrator.ifPresent(fitted -> files.put(CALIBRATOR_FILE, Json.bytes(fitted)));
        return files;
    }

    public static FailureModel read(Map<String, byte[]> files) {
        Optional<Calibrator> calibrator = files.containsKey(CALIBRATOR_FILE)
                ? Optional.of(Json.read(ModelFiles.file(files, CALIBRATOR_FILE), Calibrator.class, CALIBRATOR_FILE))
                : Optional.empty();
        return new FailureModel(ModelFiles.read(files), calibrator);
    }
}
