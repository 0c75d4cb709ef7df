package io.millwright.training;

import io.millwright.lake.config.TargetSpec;
import io.millwright.training.matrix.TrainingMatrix;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What decides the detectors of one list, beside the rows and their seed, as plain numbers and words.
 *
 * @param scoredForMillis the moment of the list; rows up to it are read
 * @param stretchMillis the newest stretch of rows, which detectors do not see
 * @param fusion how detectors are made one
 * @param indicators features that are watched, in order
 * @param sensors of each indicator
 */
record DetectorSettings(
        long scoredForMillis,
        long stretchMillis,
        List<String> detectors,
        String fusion,
        List<String> statistics,
        long coolDownMillis,
        double alertsPerMachineWeek,
        double calibrationShare,
        List<String> indicators,
        List<String> sensors) {

    private static final String MEAN_OF_RANKS = "mean of ranks among normal time";

    DetectorSettings {
        detectors = List.copyOf(detectors);
        statistics = List.copyOf(statistics);
        indicators = List.copyOf(indicators);
        sensors = List.copyOf(sensors);
    }

    static DetectorSettings of(TargetSpec.Anomaly wanted, Duration stretch, Instant moment, WatchedRows watched) {
        TrainingMatrix rows = watched.indicators().matrix();
        return new DetectorSettings(
                moment.toEpochMilli(),
                stretch.toMillis(),
                wanted.detectors(),
                MEAN_OF_RANKS,
                wanted.statistics(),
                wanted.coolDown().toMillis(),
                wanted.alertsPerMachineWeek(),
                wanted.calibrationShare(),
                rows.columns(),
                watched.indicators().sensors());
    }

    Instant moment() {
        return Instant.ofEpochMilli(scoredForMillis);
    }

    Duration stretch() {
        return Duration.ofMillis(stretchMillis);
    }

    TargetSpec.Anomaly wanted() {
        return new TargetSpec.Anomaly(
                statistics, detectors, Duration.ofMillis(coolDownMillis), alertsPerMachineWeek, calibrationShare);
    }

    /** By indicator, in their order. */
    Map<String, String> sensorOf() {
        Map<String, String> sensorOf = new LinkedHashMap<>();
        for (int i = 0; i < indicators.size(); i++) {
            sensorOf.put(indicators.get(i), sensors.get(i));
        }
        return sensorOf;
    }
}
