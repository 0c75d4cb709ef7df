package io.millwright.features.window;

import io.millwright.features.tile.Moments;
import io.millwright.lake.config.Statistic;
import java.util.Arrays;

/**
 * How a window went from tile to tile. NaN stands for "cannot be computed". A step leads from a tile to the next one; where either
 * holds no reading there is no step.
 *
 * @param tiles of the window in their order, {@link Moments#EMPTY} where a tile holds no reading
 * @param baseline of the machine's own normal; empty for none
 * @param tileHours length of a tile
 */
@SuppressWarnings("ArrayRecordComponent") // Never shared for writing.
record Course(Moments[] tiles, Moments baseline, double tileHours) {

    /** The weight of the newest tile. */
    private static final double EWMA_WEIGHT = 0.2;

    /** A cumulative sum forgives this many standard deviations a tile; half of the shift it is to find first. */
    private static final double CUSUM_ALLOWANCE = 0.5;

    private static final int FEWEST_TILES = 3;

    double statistic(Statistic statistic) {
        return switch (statistic) {
            case AUTOCORRELATION -> autocorrelation();
            case MEAN_CROSSINGS -> meanCrossings();
            case ZERO_CROSSINGS -> crossings(means(), 0);
            case FLAT_HOURS -> flatTiles() * tileHours;
            case EWMA -> ewma();
            case CUSUM -> cusum();
            default -> throw new IllegalArgumentException(statistic + " needs no more than a window's summary");
        };
    }

    private double[] means() {
        return Arrays.stream(tiles)
                .mapToDouble(tile -> tile.isEmpty() ? Double.NaN : tile.mean())
                .toArray();
    }

    /** The tiles' means less that of the first: readings far from zero keep all their digits that way. */
    private double[] shiftedMeans() {
        Moments first =
                Arrays.stream(tiles).filter(tile -> !tile.isEmpty()).findFirst().orElse(Moments.EMPTY);
        return Arrays.stream(tiles)
                .mapToDouble(tile -> tile.isEmpty() ? Double.NaN : tile.meanAbove(first))
                .toArray();
    }

    private double meanOf(double[] means) {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < means.length; i++) {
            if (!tiles[i].isEmpty()) {
                sum += means[i];
                count++;
            }
        }
        return count == 0 ? Double.NaN : sum / count;
    }

    private double autocorrelation() {
        double[] means = shiftedMeans();
        double mean = meanOf(means);
        double together = 0;
        double spread = 0;
        int count = 0;
        for (int i = 0; i < tiles.length; i++) {
            if (!tiles[i].isEmpty()) {
                double distance = means[i] - mean;
                spread += distance * distance;
                together += isStep(i) ? distance * (means[i - 1] - mean) : 0;
                count++;
            }
        }
        return count < FEWEST_TILES || spread <= 0 || !Double.isFinite(spread) ? Double.NaN : together / spread;
    }

    private double meanCrossings() {
        double[] means = shiftedMeans();
        return crossings(means, meanOf(means));
    }

    private double crossings(double[] means, double level) {
        int steps = 0;
        int crossed = 0;
        for (int i = 1; i < tiles.length; i++) {
            if (isStep(i)) {
                steps++;
                crossed += means[i] > level != means[i - 1] > level ? 1 : 0;
            }
        }
        return steps == 0 ? Double.NaN : (double) crossed / steps;
    }

    private boolean isStep(int to) {
        return to > 0 && !tiles[to].isEmpty() && !tiles[to - 1].isEmpty();
    }

    /** Tiles at the end of the window whose readings are all one value; NaN without readings. */
    private double flatTiles() {
        int last = tiles.length - 1;
        while (last >= 0 && tiles[last].isEmpty()) {
            last--;
        }
        if (last < 0) {
            return Double.NaN;
        }
        double value = tiles[last].last();
        int at = last;
        while (at >= 0 && !tiles[at].isEmpty() && tiles[at].min() == value && tiles[at].max() == value) {
            at--;
        }
        return last - at;
    }

    private double ewma() {
        double average = Double.NaN;
        for (Moments tile : tiles) {
            if (!tile.isEmpty()) {
                average = Double.isNaN(average) ? tile.mean() : average + EWMA_WEIGHT * (tile.mean() - average);
            }
        }
        return average;
    }

    /** The larger of the sums above and below, the one below with a minus. */
    private double cusum() {
        double sd = baseline.sd();
        if (!(sd > 0 && Double.isFinite(sd))) {
            return Double.NaN;
        }
        double above = 0;
        double below = 0;
        int count = 0;
        for (Moments tile : tiles) {
            if (!tile.isEmpty()) {
                double z = tile.meanAbove(baseline) / sd;
                above = Math.max(0, above + z - CUSUM_ALLOWANCE);
                below = Math.max(0, below - z - CUSUM_ALLOWANCE);
                count++;
            }
        }
        return count == 0 ? Double.NaN : above >= below ? above : -below;
    }
}
