package io.millwright.features.regime;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Fits regimes in two passes: places from settings, then mean and spread of each sensor in each place. */
public final class RegimeFit {

    private RegimeFit() {}

    /**
     * Regimes without the sensors' statistics yet.
     *
     * @param points vectors of settings in a fixed order; not empty
     */
    public static RegimeModel places(List<String> settings, int count, List<double[]> points, long seed) {
        int width = settings.size();
        double[] mean = new double[width];
        double[] scale = new double[width];
        for (int d = 0; d < width; d++) {
            double sum = 0;
            for (double[] point : points) {
                sum += point[d];
            }
            mean[d] = points.isEmpty() ? 0 : sum / points.size();
            double squares = 0;
            for (double[] point : points) {
                squares += (point[d] - mean[d]) * (point[d] - mean[d]);
            }
            double sd = points.isEmpty() ? 0 : Math.sqrt(squares / points.size());
            scale[d] = sd > 0 ? sd : 1;
        }
        double[][] scaled = points.stream()
                .map(point -> {
                    double[] moved = new double[width];
                    for (int d = 0; d < width; d++) {
                        moved[d] = (point[d] - mean[d]) / scale[d];
                    }
                    return moved;
                })
                .toArray(double[][]::new);
        double[][] centres =
                count == 1 || scaled.length == 0 ? new double[1][width] : KMeans.centres(scaled, count, seed);
        for (double[] centre : centres) {
            for (int d = 0; d < width; d++) {
                centre[d] = mean[d] + scale[d] * centre[d];
            }
        }
        return new RegimeModel(settings, scale, centres, Map.of(), Map.of(), Map.of());
    }

    /**
     * Count, mean and sum of squared deviations of one sensor in one regime, on one machine; merged in the order of machines.
     */
    public record Spread(String sensor, int regime, long count, double mean, double m2) implements Serializable {

        Spread merge(Spread that) {
            double n = (double) count + that.count;
            double d = that.mean - mean;
            return new Spread(
                    sensor,
                    regime,
                    count + that.count,
                    mean + d * that.count / n,
                    m2 + that.m2 + d * d * count * that.count / n);
        }
    }

    /** What one machine's readings of one sensor add, regime by regime. */
    public static List<Spread> spreads(
            MachineRegimes regimes,
            String sensor,
            long chunkStartMs,
            int[] offsetsMs,
            double[] values,
            long lateKnownMs,
            long beforeMs) {
        Map<Integer, List<Double>> byRegime = new TreeMap<>();
        for (int i = 0; i < values.length; i++) {
            long time = chunkStartMs + offsetsMs[i];
            int regime = Double.isFinite(values[i]) && time < beforeMs ? regimes.regime(time, lateKnownMs) : -1;
            if (regime >= 0) {
                byRegime.computeIfAbsent(regime, any -> new ArrayList<>()).add(values[i]);
            }
        }
        List<Spread> spreads = new ArrayList<>();
        byRegime.forEach((regime, readings) -> spreads.add(spread(sensor, regime, readings)));
        return spreads;
    }

    private static Spread spread(String sensor, int regime, List<Double> readings) {
        double shift = readings.get(0);
        double sum = 0;
        for (double reading : readings) {
            sum += reading - shift;
        }
        double mean = shift + sum / readings.size();
        double m2 = 0;
        for (double reading : readings) {
            m2 += (reading - mean) * (reading - mean);
        }
        return new Spread(sensor, regime, readings.size(), mean, m2);
    }

    /** One spread a sensor and regime, merged in the order given; no more than those are in memory. */
    public static List<Spread> merged(Iterator<Spread> spreads) {
        Map<String, TreeMap<Integer, Spread>> merged = new TreeMap<>();
        spreads.forEachRemaining(spread -> merged.computeIfAbsent(spread.sensor(), any -> new TreeMap<>())
                .merge(spread.regime(), spread, Spread::merge));
        return merged.values().stream()
                .flatMap(ofSensor -> ofSensor.values().stream())
                .toList();
    }

    /** The model with the sensors' statistics; spreads are merged in the order given. */
    public static RegimeModel withSpreads(RegimeModel places, List<String> sensors, List<Spread> spreads) {
        Map<String, Spread[]> merged = new HashMap<>();
        for (String sensor : sensors) {
            merged.put(sensor, new Spread[places.regimes()]);
        }
        for (Spread spread : merged(spreads.iterator())) {
            Spread[] ofSensor = merged.get(spread.sensor());
            if (ofSensor != null) {
                ofSensor[spread.regime()] = spread;
            }
        }
        Map<String, double[]> mean = new TreeMap<>();
        Map<String, double[]> sd = new TreeMap<>();
        Map<String, long[]> count = new TreeMap<>();
        merged.forEach((sensor, ofSensor) -> {
            mean.put(sensor, new double[ofSensor.length]);
            sd.put(sensor, new double[ofSensor.length]);
            count.put(sensor, new long[ofSensor.length]);
            for (int r = 0; r < ofSensor.length; r++) {
                Spread spread = ofSensor[r];
                if (spread != null) {
                    mean.get(sensor)[r] = spread.mean();
                    sd.get(sensor)[r] = spread.count() < 2 ? 0 : Math.sqrt(spread.m2() / (spread.count() - 1));
                    count.get(sensor)[r] = spread.count();
                }
            }
        });
        return new RegimeModel(places.settings(), places.settingScale(), places.centres(), mean, sd, count);
    }
}
