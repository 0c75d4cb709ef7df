package io.millwright.training;

import io.millwright.training.anomaly.Indicators;
import io.millwright.training.matrix.Json;
import io.millwright.training.matrix.TrainingMatrix;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The detectors of one list as files of a package: equal detectors are equal bytes. */
final class DetectorFiles {

    /** {@link DetectorSettings}. */
    static final String SETTINGS = "settings.json";

    /** {@link Regimes}. */
    static final String REGIMES = "regimes.json";

    /** {@link Chosen}. */
    static final String THRESHOLDS = "thresholds.json";

    /** {@link io.millwright.training.anomaly.Learned}. */
    static final String LEARNED = "learned.json";

    /** {@link Said}. */
    static final String NEWEST = "newest.json";

    private DetectorFiles() {}

    /**
     * The operating regime of every row, which no table has.
     *
     * @param byMachine in the order of the machine's rows; {@link Indicators#NO_REGIME} where it is not known
     */
    record Regimes(Map<String, List<Integer>> byMachine) {

        static Regimes of(Indicators indicators) {
            Map<String, List<Integer>> byMachine = new TreeMap<>();
            if (!indicators.regimes().isEmpty()) {
                for (int row = 0; row < indicators.matrix().rows(); row++) {
                    byMachine
                            .computeIfAbsent(indicators.matrix().machine(row), any -> new ArrayList<>())
                            .add(indicators.regime(row));
                }
            }
            return new Regimes(byMachine);
        }

        /** As {@link Indicators} has them; a row that the package knows nothing of has none. */
        Map<String, Map<Long, Integer>> at(TrainingMatrix rows) {
            Map<String, Map<Long, Integer>> at = new HashMap<>();
            Map<String, Integer> next = new HashMap<>();
            for (int row = 0; row < rows.rows(); row++) {
                String machine = rows.machine(row);
                List<Integer> own = byMachine.getOrDefault(machine, List.of());
                int place = next.merge(machine, 1, Integer::sum) - 1;
                if (place < own.size() && own.get(place) != Indicators.NO_REGIME) {
                    at.computeIfAbsent(machine, any -> new HashMap<>()).put(rows.asOfMillis(row), own.get(place));
                }
            }
            return at;
        }
    }

    /** Thresholds of all detectors together and of each, and the times {@code [from, to)} they were fitted and chosen on. */
    record Chosen(
            String fittedFrom,
            String calibratedFrom,
            String calibratedTo,
            String newestTo,
            Map<String, Double> thresholds) {}

    /** What was said of one machine's newest row. */
    record Said(
            String equipmentId,
            String asOf,
            @Nullable Double score,
            boolean unusual,
            List<String> sensors,
            Map<String, Double> ranks) {}

    private record Newest(List<Said> machines) {}

    static Map<String, byte[]> of(DetectorSettings settings, WatchedRows watched, AnomalyRun run) {
        Map<String, byte[]> files = new TreeMap<>();
        files.put(SETTINGS, Json.readable(settings));
        files.put(REGIMES, Json.bytes(Regimes.of(watched.indicators())));
        files.put(THRESHOLDS, Json.readable(chosen(run)));
        files.put(LEARNED, Json.readable(run.learned()));
        files.put(NEWEST, Json.readable(new Newest(said(watched.data().matrix(), run))));
        return files;
    }

    private static Chosen chosen(AnomalyRun run) {
        OuterFold fold = run.fold();
        return new Chosen(
                fold.train().from().toString(),
                run.calibratedFrom().toString(),
                fold.train().to().toString(),
                fold.test().to().toString(),
                run.thresholds());
    }

    private static List<Said> said(TrainingMatrix rows, AnomalyRun run) {
        Set<Integer> last = AnomalyRun.lastRows(rows, run.rows());
        List<Said> said = new ArrayList<>();
        for (int i = 0; i < run.rows().length; i++) {
            int row = run.rows()[i];
            if (last.contains(row)) {
                said.add(new Said(
                        rows.machine(row),
                        Instant.ofEpochMilli(rows.asOfMillis(row)).toString(),
                        Double.isNaN(run.score(i)) ? null : run.score(i),
                        run.unusual(i),
                        run.namedSensors(i),
                        run.ranks(i)));
            }
        }
        return said;
    }
}
