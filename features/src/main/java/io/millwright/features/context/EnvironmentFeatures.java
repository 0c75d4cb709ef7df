package io.millwright.features.context;

import io.millwright.features.context.MachineLog.Condition;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Means of what surrounded one machine over trailing windows. */
final class EnvironmentFeatures {

    private final List<OfSensor> sensors;

    EnvironmentFeatures(List<ContextPlan.Surroundings> plan, List<Condition> conditions) {
        this.sensors = plan.stream().map(one -> new OfSensor(one, conditions)).toList();
    }

    /** For each sensor and window the mean, in turn; NaN where nothing known by the moment was read in the window. */
    void addTo(List<Double> row, long asOfMs) {
        for (OfSensor sensor : sensors) {
            for (long window : sensor.windowsMs) {
                row.add(sensor.mean(asOfMs - window, asOfMs));
            }
        }
    }

    /** What one sensor read, in order. */
    private static final class OfSensor {
        private final long[] windowsMs;
        private final List<Condition> readings;

        OfSensor(ContextPlan.Surroundings plan, List<Condition> conditions) {
            this.windowsMs = plan.windowsMs();
            this.readings = conditions.stream()
                    .filter(condition -> condition.sensor().equals(plan.sensor()))
                    .sorted(Comparator.comparingLong(Condition::timeMs)
                            .thenComparingLong(Condition::knownMs)
                            .thenComparingLong(Condition::writtenMs)
                            .thenComparingDouble(Condition::value))
                    .toList();
        }

        /** Of readings of one instant the one that was known last counts: it corrects the others. */
        double mean(long fromMs, long asOfMs) {
            double sum = 0;
            int count = 0;
            @Nullable Condition latest = null;
            for (int i = firstFrom(fromMs);
                    i < readings.size() && readings.get(i).timeMs() < asOfMs;
                    i++) {
                Condition reading = readings.get(i);
                if (reading.knownMs() <= asOfMs) {
                    if (latest != null && latest.timeMs() != reading.timeMs()) {
                        sum += latest.value();
                        count++;
                    }
                    latest = reading;
                }
            }
            return latest == null ? Double.NaN : (sum + latest.value()) / (count + 1);
        }

        private int firstFrom(long ms) {
            int low = 0;
            int high = readings.size();
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (readings.get(middle).timeMs() < ms) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }
    }
}
