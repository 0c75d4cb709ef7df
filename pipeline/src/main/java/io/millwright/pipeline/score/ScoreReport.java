package io.millwright.pipeline.score;

import io.millwright.lake.watch.Notice;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;

/**
 * What a scoring run left.
 *
 * @param modelVersion empty text where nothing is foretold
 * @param machines scored; machines that failed and were not back by {@code asOf} are not
 * @param jobs with a slot
 * @param leftUndone worth doing, but without crew hours
 * @param alreadyPlanned with an open or scheduled order
 * @param silent machines that were not scored, since they sent nothing for too long
 * @param unusual machines without an alert that do not behave as they used to
 * @param promoted whether the model is the champion
 * @param notice that the list is there
 * @param table the list for a terminal, several lines
 */
public record ScoreReport(
        Instant asOf,
        String modelVersion,
        boolean promoted,
        int machines,
        long jobs,
        long leftUndone,
        long alreadyPlanned,
        long silent,
        long unusual,
        Notice notice,
        String table,
        Path worklistFile) {

    /** One line. */
    public String summary() {
        if (modelVersion.isEmpty()) {
            return String.format(
                    Locale.ROOT, "%d machines looked at as of %s: %d unusual%s", machines, asOf, unusual, silence());
        }
        return String.format(
                Locale.ROOT,
                "%d machines scored as of %s by model version %s (%s): %d jobs, %d left undone, %d already planned%s%s",
                machines,
                asOf,
                modelVersion,
                promoted ? "champion" : "not promoted",
                jobs,
                leftUndone,
                alreadyPlanned,
                unusual == 0 ? "" : ", " + unusual + " unusual without an alert",
                silence());
    }

    private String silence() {
        return silent == 0 ? "" : ", " + silent + " without readings";
    }
}
