package io.millwright.training.calibration;

import java.util.function.BiFunction;
import java.util.stream.IntStream;

/** Chooses and fits a calibrator on out-of-fold predictions. */
public final class Calibration {

    /** Below this many positive rows isotonic regression follows noise. */
    static final int FEWEST_POSITIVES = 60;

    private static final double CLIP = 1e-15;

    private Calibration() {}

    /**
     * Isotonic where there are positives enough and its log loss on held-out groups is not worse than Platt's; else Platt's.
     *
     * @param scores of rows the model was not fitted on, labelled
     * @param group of each row, from 0: rows of one machine share a group, and groups are held out in turn
     */
    public static Calibrator fit(double[] scores, boolean[] positive, int[] group) {
        long positives =
                IntStream.range(0, positive.length).filter(row -> positive[row]).count();
        if (positives < FEWEST_POSITIVES || positives == positive.length) {
            return Platt.fit(scores, positive);
        }
        double isotonic = heldOutLoss(scores, positive, group, Isotonic::fit);
        double platt = heldOutLoss(scores, positive, group, Platt::fit);
        return isotonic <= platt ? Isotonic.fit(scores, positive) : Platt.fit(scores, positive);
    }

    private static double heldOutLoss(
            double[] scores,
            boolean[] positive,
            int[] group,
            BiFunction<double[], boolean[], ? extends Calibrator> fit) {
        double loss = 0;
        for (int held : IntStream.of(group).distinct().sorted().toArray()) {
            int[] rest = IntStream.range(0, group.length)
                    .filter(row -> group[row] != held)
                    .toArray();
            if (rest.length == 0) {
                continue;
            }
            boolean[] outcomes = new boolean[rest.length];
            IntStream.range(0, rest.length).forEach(i -> outcomes[i] = positive[rest[i]]);
            Calibrator calibrator =
                    fit.apply(IntStream.of(rest).mapToDouble(row -> scores[row]).toArray(), outcomes);
            for (int row = 0; row < group.length; row++) {
                loss += group[row] == held ? loss(calibrator.probability(scores[row]), positive[row]) : 0;
            }
        }
        return loss;
    }

    private static double loss(double probability, boolean positive) {
        return -Math.log(Math.max(CLIP, positive ? probability : 1 - probability));
    }
}
