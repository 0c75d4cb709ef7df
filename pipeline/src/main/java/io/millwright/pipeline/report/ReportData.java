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
 * @param quality of the data as they are now, which may be later than what the metrics were made of
 * @param data the sums of the quality
 * @param drift as {@code monitor} wrote it; null before
 * @param trials of the search for the final model, best first; empty without a search
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
        Metrics.Data data,
        @Nullable JsonNode drift,
        List<Tried> trials,
        @Nullable JsonNode timings,
        List<MachineTimeline> timelines) {

    /**
     * One try of a search.
     *
     * @param windows whose features it could use
     * @param keptFeatures it was held to; null where it was not
     * @param eta like all other settings of boosted trees null for another family
     * @param foldsJudged folds of machines left out on which it was judged
     * @param logLoss on those machines; lower is better
     * @param averagePrecision on those machines; null where none failed
     * @param dataVersions of the tables it learned from
     */
    public record Tried(
            int trial,
            String family,
            List<String> windows,
            boolean fittedFeatures,
            @Nullable Integer keptFeatures,
            @Nullable Double eta,
            @Nullable Integer depth,
            @Nullable Double minChildWeight,
            @Nullable Double rowShare,
            @Nullable Double columnShare,
            @Nullable Integer bins,
            int foldsJudged,
            double logLoss,
            @Nullable Double averagePrecision,
            double seconds,
            boolean chosen,
            String trainingSetHash,
            List<String> dataVersions) {

        public Tried {
            windows = List.copyOf(windows);
            dataVersions = List.copyOf(dataVersions);
        }
    }

    /** The fleet in numbers; from and to are the first and last reading. */
    public record Fleet(int machines, int sites, int types, int sensors, Instant from, Instant to) {}
}
