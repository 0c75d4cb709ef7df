package io.millwright.pipeline.score;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.millwright.features.table.Bursts;
import io.millwright.features.waveform.BearingLine;
import io.millwright.lake.Lake;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.SensorSpec;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;

/** Which part of its bearing the envelope spectrum of a machine's newest burst names, in words. */
final class AccusedBearings {

    private AccusedBearings() {}

    /**
     * One sentence a machine; none where the newest burst names no part.
     *
     * @param from bursts before it are too old to tell of
     * @param asOf bursts from it on, or not known by it, do not count
     */
    static Map<String, String> of(
            Lake lake, PipelineConfig config, Collection<String> machines, Instant from, Instant asOf) {
        Map<String, String> sentences = new TreeMap<>();
        if (machines.isEmpty() || !lake.has(Bursts.TABLE) || !told(lake)) {
            return sentences;
        }
        Column known = col(Bursts.EQUIPMENT_ID)
                .isin(machines.toArray())
                .and(col(Bursts.START_TIME).geq(lit(Timestamp.from(from))))
                .and(col(Bursts.START_TIME).lt(lit(Timestamp.from(asOf))))
                .and(col(Bursts.KNOWN_TIME).leq(lit(Timestamp.from(asOf))));
        Map<String, Row> newest = new TreeMap<>();
        lake.read(Bursts.TABLE)
                .where(known)
                .select(
                        Bursts.EQUIPMENT_ID,
                        Bursts.START_TIME,
                        Bursts.SENSOR,
                        Bursts.BEARING_LINE_PART,
                        Bursts.BEARING_LINE_HZ,
                        Bursts.BEARING_LINE_SHARE)
                .orderBy(
                        col(Bursts.START_TIME),
                        col(Bursts.KNOWN_TIME),
                        col(Bursts.SENSOR).desc())
                .collectAsList()
                .forEach(row -> newest.merge(row.getString(0), row, AccusedBearings::tellingMore));
        newest.forEach((machine, row) -> {
            if (!row.isNullAt(3)) {
                sentences.put(machine, sentence(config, row));
            }
        });
        return sentences;
    }

    /** A lake of before bursts told it has no such columns. */
    private static boolean told(Lake lake) {
        return List.of(lake.read(Bursts.TABLE).columns()).contains(Bursts.BEARING_LINE_PART);
    }

    /** The later one; of axes that were measured at once one that names a part. */
    private static Row tellingMore(Row row, Row later) {
        return row.getTimestamp(1).equals(later.getTimestamp(1)) && later.isNullAt(3) ? row : later;
    }

    private static String sentence(PipelineConfig config, Row row) {
        String sensor = config.sensor(row.getString(2)).map(SensorSpec::label).orElse(row.getString(2));
        return String.format(
                Locale.ROOT,
                "%s of the bearing: %.1f Hz in the envelope spectrum of %s, %.1f %% of what geometry and speed give",
                BearingLine.Part.of(row.getDouble(3)).words(),
                row.getDouble(4),
                sensor,
                100 * row.getDouble(5));
    }
}
