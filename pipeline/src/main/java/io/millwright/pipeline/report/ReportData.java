package io.millwright.pipeline.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.millwright.pipeline.evaluate.DataFigures;
import io.millwright.pipeline.evaluate.EvaluationDetail;
import io.millwright.pipeline.evaluate.Metrics;
import io.millwright.pipeline.score.WorkListFile;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything the report shows, as it stands in the page.
 *
 * @param axis {@code clock} or {@code cycles}
 * @param worklist null before {@code score} has run
 * @param drift as {@code monitor} wrote it; null before
 * @param trials of the search for the final model's settings, best first; empty without a search
 * @param timings seconds by finished stage of this run; null where the report is drawn by itself
 */
public record ReportData(
        String title,
        String source,
        String axis,
        String currency,
        double alertBudget,
        Fleet fleet,
        @Nullable WorkListFile worklist,
        Metrics metrics,
        EvaluationDetail evaluation,
        DataFigures.Quality quality,
        @Nullable JsonNode drift,
        List<Tried> trials,
        @Nullable JsonNode timings,
        List<MachineTimeline> timelines) {

    /**
     * One try of a search.
     *
     * @param foldsJudged folds of machines left out on which it was judged
     * @param logLoss on those machines; lower is better
     */
    public record Tried(
            int trial,
            double eta,
            int depth,
            double minChildWeight,
            double rowShare,
            double columnShare,
            int bins,
            int foldsJudged,
            double logLoss,
            double seconds,
            boolean chosen) {}

    /** The fleet in numbers; from and to are the first and last reading. */
    public record Fleet(int machines, int sites, int types, int sensors, Instant from, Instant to) {}
}
