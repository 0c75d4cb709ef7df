package io.millwright.features.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millwright.features.tile.NaiveStatistics;
import io.millwright.features.window.RawReadings.Reading;
import io.millwright.lake.config.Statistic;
import java.util.ArrayList;
import java.util.List;

/** The course of a window, from raw readings and by the words of the catalogue. */
final class NaiveCourse {

    private final List<List<Double>> tiles = new ArrayList<>();
    private final NaiveStatistics baseline;

    NaiveCourse(List<Reading> window, long firstTile, int length, NaiveStatistics baseline) {
        for (int i = 0; i < length; i++) {
            tiles.add(new ArrayList<>());
        }
        for (Reading reading : window) {
            tiles.get((int) (reading.timeMs() / RawReadings.TILE_MS - firstTile))
                    .add(reading.value());
        }
        this.baseline = baseline;
    }

    void assertAgrees(Statistic statistic, double value) {
        double naive =
                switch (statistic) {
                    case AUTOCORRELATION -> autocorrelation();
                    case MEAN_CROSSINGS -> crossings(meanOfMeans());
                    case ZERO_CROSSINGS -> crossings(0);
                    case FLAT_HOURS -> flat();
                    case EWMA -> ewma();
                    case CUSUM -> cusum();
                    default -> throw new IllegalArgumentException(statistic + " is of no course");
                };
        if (Double.isNaN(naive)) {
            assertThat(value).as(statistic.toString()).isNaN();
        } else {
            assertThat(value).as(statistic.toString()).isCloseTo(naive, within(1e-6 * Math.max(1, Math.abs(naive))));
        }
    }

    private List<Double> means() {
        return tiles.stream()
                .map(tile -> tile.stream().mapToDouble(v -> v).average().orElse(Double.NaN))
                .toList();
    }

    private double meanOfMeans() {
        return means().stream()
                .filter(mean -> !mean.isNaN())
                .mapToDouble(mean -> mean)
                .average()
                .orElse(Double.NaN);
    }

    private double autocorrelation() {
        double mean = meanOfMeans();
        List<Double> means = means();
        double spread = means.stream()
                .filter(tile -> !tile.isNaN())
                .mapToDouble(tile -> Math.pow(tile - mean, 2))
                .sum();
        double together = 0;
        for (int i = 1; i < means.size(); i++) {
            double product = (means.get(i) - mean) * (means.get(i - 1) - mean);
            together += Double.isNaN(product) ? 0 : product;
        }
        return means.stream().filter(tile -> !tile.isNaN()).count() < 3 ? Double.NaN : together / spread;
    }

    private double crossings(double level) {
        List<Double> means = means();
        int steps = 0;
        int crossed = 0;
        for (int i = 1; i < means.size(); i++) {
            if (!means.get(i).isNaN() && !means.get(i - 1).isNaN()) {
                steps++;
                crossed += (means.get(i) > level) == (means.get(i - 1) > level) ? 0 : 1;
            }
        }
        return steps == 0 ? Double.NaN : (double) crossed / steps;
    }

    private double flat() {
        int at = tiles.size() - 1;
        while (at >= 0 && tiles.get(at).isEmpty()) {
            at--;
        }
        if (at < 0) {
            return Double.NaN;
        }
        List<Double> newest = tiles.get(at);
        double value = newest.get(newest.size() - 1);
        int flat = 0;
        while (at >= 0 && !tiles.get(at).isEmpty() && tiles.get(at).stream().allMatch(v -> v == value)) {
            flat++;
            at--;
        }
        return flat;
    }

    private double ewma() {
        List<Double> there = means().stream().filter(mean -> !mean.isNaN()).toList();
        double sum = 0;
        for (int i = 0; i < there.size(); i++) {
            double weight = i == 0 ? 1 : 0.2;
            sum += there.get(i) * weight * Math.pow(0.8, there.size() - 1 - i);
        }
        return there.isEmpty() ? Double.NaN : sum;
    }

    private double cusum() {
        double normal = baseline.mean();
        double sd = Math.sqrt(baseline.variance());
        List<Double> z = means().stream()
                .filter(mean -> !mean.isNaN())
                .map(mean -> (mean - normal) / sd)
                .toList();
        if (z.isEmpty() || baseline.count() < 2) {
            return Double.NaN;
        }
        double above = largestTail(z, 1);
        double below = largestTail(z, -1);
        return above >= below ? above : -below;
    }

    /** The recursion is the largest sum over a stretch that ends with the window, or 0. */
    private static double largestTail(List<Double> z, int sign) {
        double largest = 0;
        double sum = 0;
        for (int i = z.size() - 1; i >= 0; i--) {
            sum += sign * z.get(i) - 0.5;
            largest = Math.max(largest, sum);
        }
        return largest;
    }
}
