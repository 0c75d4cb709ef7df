package io.millwright.training.failure;

import java.util.List;

/**
 * What targets of one minimum lead and growing horizons say of the same rows, made to agree: a failure within three days is one within
 * seven, too, so its probability cannot be the greater. Targets are fitted and calibrated each by itself and know nothing of that. Where
 * they contradict one another they are replaced by their mean: the nearest probabilities that rise, which are together never farther from
 * the true ones.
 *
 * @see "Barlow, Bartholomew, Bremner and Brunk, Statistical Inference under Order Restrictions, 1972: pooling adjacent violators"
 */
public final class RisingHorizons {

    private RisingHorizons() {}

    /**
     * Changes the columns in place.
     *
     * @param byHorizon a column a target, the shortest horizon first, all of equal length; a row with NaN is left as it is
     */
    public static void agree(List<double[]> byHorizon) {
        int rows = byHorizon.isEmpty() ? 0 : byHorizon.get(0).length;
        double[] one = new double[byHorizon.size()];
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < one.length; i++) {
                one[i] = byHorizon.get(i)[row];
            }
            rise(one);
            for (int i = 0; i < one.length; i++) {
                byHorizon.get(i)[row] = one[i];
            }
        }
    }

    private static void rise(double[] values) {
        double[] mean = new double[values.length];
        int[] pooled = new int[values.length];
        int blocks = 0;
        for (double value : values) {
            if (Double.isNaN(value)) {
                return;
            }
            mean[blocks] = value;
            pooled[blocks++] = 1;
            while (blocks > 1 && mean[blocks - 2] > mean[blocks - 1]) {
                blocks--;
                int together = pooled[blocks - 1] + pooled[blocks];
                mean[blocks - 1] = (mean[blocks - 1] * pooled[blocks - 1] + mean[blocks] * pooled[blocks]) / together;
                pooled[blocks - 1] = together;
            }
        }
        int at = 0;
        for (int block = 0; block < blocks; block++) {
            for (int i = 0; i < pooled[block]; i++) {
                values[at++] = mean[block];
            }
        }
    }
}
