package io.millwright.etl;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import io.millwright.lake.Interval;
import io.millwright.lake.Lake;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.table.Series;
import java.sql.Date;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the landing files have of before an interval and no ingest has taken. Follows from files and lake, so that an ingest that is run
 * again, or was stopped, tells the same, until another one takes it.
 *
 * @param missed known after the first reading of the lake: the ingest of their own interval did not find them
 * @param history known before it
 */
record Leftovers(LeftBehind missed, LeftBehind history) {

    static Leftovers before(
            Interval taken, Lake lake, PipelineConfig config, OpenedLanding landing, LandedFiles landed) {
        long beginsMs = landed.firstTakenMs();
        List<LeftBehind> all = new ArrayList<>(inFiles(taken, landing, landed));
        all.addAll(new UntakenLogs(lake, config).before(taken, landing, beginsMs));
        LeftBehind missed = LeftBehind.all(
                all.stream().filter(part -> part.lastMs() >= beginsMs).toList());
        LeftBehind older = LeftBehind.all(
                all.stream().filter(part -> part.lastMs() < beginsMs).toList());
        return older.isNone() || !hasReadingsBefore(older, lake)
                ? new Leftovers(missed, older)
                : new Leftovers(missed.and(older), LeftBehind.NONE);
    }

    /** Of readings and waveforms; of a file that several sources read, all that they read. */
    private static List<LeftBehind> inFiles(Interval taken, OpenedLanding landing, LandedFiles landed) {
        Map<String, Set<String>> sources = new TreeMap<>();
        landing.bulkSources().forEach(files -> files.readable()
                .forEach(file -> sources.computeIfAbsent(file.path(), any -> new TreeSet<>())
                        .add(files.source().name())));
        List<LeftBehind> left = new ArrayList<>();
        sources.forEach((path, names) -> {
            long files = 1;
            for (Untaken piece : landed.untakenBefore(path, taken)) {
                left.add(LeftBehind.of(names, files, piece));
                files = 0;
            }
        });
        return left;
    }

    /**
     * Where the files of the first days were taken away, they do not say when the lake begins; its readings of earlier dates do, but for
     * those that came later than what was left.
     */
    private static boolean hasReadingsBefore(LeftBehind older, Lake lake) {
        Instant first = Instant.ofEpochMilli(older.firstMs());
        Date day = Date.valueOf(first.atZone(ZoneOffset.UTC).toLocalDate());
        return lake.has(Series.TABLE)
                && !lake.read(Series.TABLE)
                        .filter(col(Series.DATE).lt(lit(day)))
                        .filter(not(col(Series.LATE)).or(col(Series.KNOWN_TIME).lt(lit(first))))
                        .isEmpty();
    }
}
