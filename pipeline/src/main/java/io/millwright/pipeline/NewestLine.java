package io.millwright.pipeline;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;

import io.millwright.features.table.Bursts;
import io.millwright.features.waveform.BearingLine;
import io.millwright.lake.Lake;
import io.millwright.lake.MillwrightException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;

/**
 * What the envelope spectrum of the newest burst of one axis of a machine says about its bearing.
 *
 * @param judged whether the machine's bearing and its speed are known; without them no line has a name
 * @param part that the strongest line names; empty where none does
 * @param hz where that line lies; NaN without one
 * @param share of what geometry and speed give, about 1; NaN without one
 * @param outerDb how far the outer race's line stands out of what is around it; NaN where not judged
 * @param innerDb the same of the inner race's
 */
record NewestLine(
        String machine,
        String sensor,
        Instant start,
        boolean judged,
        Optional<BearingLine.Part> part,
        double hz,
        double share,
        double outerDb,
        double innerDb) {

    static final String NONE = "no line found";
    static final String NOT_JUDGED = "not judged";

    private static final String NEWEST = "newest";

    /**
     * One for every axis that has bursts, in the order of machine and sensor.
     *
     * @throws MillwrightException where there are no bursts, or they were made before they said it
     */
    static List<NewestLine> of(Lake lake) {
        if (!lake.has(Bursts.TABLE)
                || !List.of(lake.read(Bursts.TABLE).columns()).contains(Bursts.BEARING_LINE_PART)) {
            throw MillwrightException.data(
                    "the lake has no vibration bursts that tell of bearings; name a source of kind"
                            + " waveforms, and run ./millwright ingest and ./millwright features first");
        }
        return lake
                .read(Bursts.TABLE)
                .groupBy(Bursts.EQUIPMENT_ID, Bursts.SENSOR)
                .agg(max(struct(
                                col(Bursts.START_TIME),
                                col(Bursts.KNOWN_TIME),
                                col(Bursts.BEARING_LINE_PART),
                                col(Bursts.BEARING_LINE_HZ),
                                col(Bursts.BEARING_LINE_SHARE),
                                col(Bursts.ENVELOPE_BPFO_DB),
                                col(Bursts.ENVELOPE_BPFI_DB)))
                        .as(NEWEST))
                .orderBy(Bursts.EQUIPMENT_ID, Bursts.SENSOR)
                .collectAsList()
                .stream()
                .map(row -> of(row.getString(0), row.getString(1), row.getStruct(2)))
                .toList();
    }

    private static NewestLine of(String machine, String sensor, Row burst) {
        double outer = number(burst, 5);
        double inner = number(burst, 6);
        Optional<BearingLine.Part> part =
                burst.isNullAt(2) ? Optional.empty() : Optional.of(BearingLine.Part.of(burst.getDouble(2)));
        return new NewestLine(
                machine,
                sensor,
                burst.getTimestamp(0).toInstant(),
                part.isPresent() || !(Double.isNaN(outer) && Double.isNaN(inner)),
                part,
                number(burst, 3),
                number(burst, 4),
                outer,
                inner);
    }

    private static double number(Row burst, int at) {
        return burst.isNullAt(at) ? Double.NaN : burst.getDouble(at);
    }

    /** The part, or why none is named. */
    String found() {
        return part.map(BearingLine.Part::words).orElse(judged ? NONE : NOT_JUDGED);
    }
}
