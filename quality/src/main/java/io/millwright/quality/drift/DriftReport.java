package io.millwright.quality.drift;

import io.millwright.lake.Interval;
import java.time.Instant;
import java.util.List;

/**
 * What changed between two periods.
 *
 * @param features every feature, drifted ones first, then by effect, largest first
 * @param failures the rate of failures in the two periods
 * @param labels share of positive rows by target and four weeks; empty before labels exist
 * @param history outcomes of the quality rules by run, in order of the intervals checked
 */
public record DriftReport(
        Interval reference,
        Interval current,
        List<FeatureDrift> features,
        RateChange failures,
        List<LabelShare> labels,
        List<QualityRun> history) {

    public DriftReport {
        features = List.copyOf(features);
        labels = List.copyOf(labels);
        history = List.copyOf(history);
    }

    public List<FeatureDrift> drifted() {
        return features.stream().filter(FeatureDrift::drifted).toList();
    }

    /**
     * Failures per machine-week in the two periods.
     *
     * @param pValue exact, two-sided, that the two rates are equal
     */
    public record RateChange(EventRate reference, EventRate current, double pValue) {

        public boolean changed() {
            return pValue <= 0.05;
        }
    }

    /**
     * Share of positive rows among the labelled ones of four weeks; NaN where no row is labelled.
     *
     * @param rows labelled rows
     */
    public record LabelShare(Instant from, Instant to, String target, double share, long rows) {}

    /** Outcomes of one run of the gate. */
    public record QualityRun(
            String runId, Instant from, Instant to, long passed, long failed, long notRunnable, long gateFailures) {}

    /** The text of {@code drift.json}; a figure that is not defined is null. */
    public String json() {
        return new DriftJson(this).text();
    }
}
