package io.millwright.pipeline.report;

import io.millwright.lake.Lake;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.pipeline.evaluate.AnomalyFigures;
import io.millwright.pipeline.evaluate.ResultFiles;
import io.millwright.training.UnusualNow;
import io.millwright.training.table.Anomalies;
import io.millwright.training.table.Role;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Writes {@code anomalies.html}: one file with what is unusual now, the alerts of the tests, and the scores of the machines with the most
 * unusual rows.
 */
public final class AnomalyPage {

    private static final int MACHINES = 12;
    private static final int POINTS = 1_500;

    private AnomalyPage() {}

    /** What stands in the page. */
    record Data(
            String title,
            String source,
            String axis,
            String currency,
            AnomalyFigures figures,
            Now now,
            List<Machine> machines) {}

    /**
     * Newest rows.
     *
     * @param machines that were looked at; 0 where that cannot be told
     * @param unusual the most unusual first
     */
    record Now(int machines, List<UnusualNow.Machine> unusual) {

        static Now of(List<UnusualNow.Machine> machines) {
            return new Now(
                    machines.size(),
                    machines.stream().filter(UnusualNow.Machine::unusual).toList());
        }
    }

    /** The scores of one machine on tests. */
    record Machine(String equipmentId, List<Point> scores) {}

    /**
     * One score.
     *
     * @param at seconds since the epoch
     */
    record Point(long at, double score) {}

    public static void write(
            Path file, Lake lake, PipelineConfig config, AnomalyFigures figures, List<UnusualNow.Machine> now) {
        ResultFiles.writeText(
                file,
                ReportPage.html(new Data(
                        ReportFile.title(config),
                        Path.of(config.file()).getFileName().toString(),
                        config.timeAxis().name().toLowerCase(Locale.ROOT),
                        config.costs().currency(),
                        figures,
                        Now.of(now),
                        machines(lake))));
    }

    private static List<Machine> machines(Lake lake) {
        Map<String, List<Point>> scores = new LinkedHashMap<>();
        Map<String, Integer> unusual = new LinkedHashMap<>();
        for (Row row : lake.read(Anomalies.TABLE)
                .where(functions.col(Anomalies.ROLE).equalTo(Role.TEST))
                .where(functions.col(Anomalies.SCORE).isNotNull())
                .orderBy(Anomalies.EQUIPMENT_ID, Anomalies.AS_OF)
                .select(Anomalies.EQUIPMENT_ID, Anomalies.AS_OF, Anomalies.SCORE, Anomalies.UNUSUAL)
                .collectAsList()) {
            scores.computeIfAbsent(row.getString(0), any -> new ArrayList<>())
                    .add(new Point(row.getTimestamp(1).getTime() / 1_000, row.getDouble(2)));
            unusual.merge(row.getString(0), row.getBoolean(3) ? 1 : 0, Integer::sum);
        }
        return scores.entrySet().stream()
                .sorted((a, b) -> unusual.getOrDefault(b.getKey(), 0) - unusual.getOrDefault(a.getKey(), 0))
                .limit(MACHINES)
                .map(machine -> new Machine(machine.getKey(), peaks(machine.getValue())))
                .toList();
    }

    /** Of many points the highest of each stretch. */
    private static List<Point> peaks(List<Point> points) {
        int stretch = (points.size() + POINTS - 1) / POINTS;
        List<Point> peaks = new ArrayList<>();
        for (int from = 0; from < points.size(); from += stretch) {
            points.subList(from, Math.min(points.size(), from + stretch)).stream()
                    .max((a, b) -> Double.compare(a.score(), b.score()))
                    .ifPresent(peaks::add);
        }
        return peaks;
    }
}
