package io.millwright.quality.drift;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millwright.lake.Interval;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What changed between two periods.
 *
 * @param features every feature, drifted ones first, then by effect, largest first
 * @param segments the same among the machines of each type and site, in the same order
 * @param failures the rate of failures in the two periods
 * @param labels share of positive rows by target and four weeks; empty before labels exist
 * @param history outcomes of the quality rules by run, in order of the intervals checked
 * @param past how far the farthest features had moved in earlier runs and in this one, by feature and time
 */
public record DriftReport(
        Interval reference,
        Interval current,
        List<FeatureDrift> features,
        List<SegmentDrift> segments,
        RateChange failures,
        List<LabelShare> labels,
        List<QualityRun> history,
        List<Past> past) {

    public DriftReport {
        features = List.copyOf(features);
        segments = List.copyOf(segments);
        past = List.copyOf(past);
        labels = List.copyOf(labels);
        history = List.copyOf(history);
    }

    public List<FeatureDrift> drifted() {
        return features.stream().filter(FeatureDrift::drifted).toList();
    }

    /** Features that could be judged; the others were seen on too few machines. */
    public long judged() {
        return features.stream().filter(FeatureDrift::judged).count();
    }

    /**
     * How many features must drift at once before any of them can be told from chance, even of those that most machines have; 1 on a
     * fleet that is large enough, 0 where nothing is judged.
     */
    public long fewestTogether() {
        double leastP = features.stream()
                .filter(FeatureDrift::judged)
                .mapToDouble(FeatureDrift::leastP)
                .min()
                .orElse(0);
        return (long) Math.ceil(judged() * leastP / FeatureDrift.FALSE_DISCOVERY_RATE - 1e-9);
    }

    /** The first of the two periods in which no machine has a value of any feature; empty where both have some. */
    public Optional<Interval> silent() {
        return features.stream().mapToInt(FeatureDrift::machinesReference).max().orElse(0) == 0
                ? Optional.of(reference)
                : features.stream()
                                        .mapToInt(FeatureDrift::machinesCurrent)
                                        .max()
                                        .orElse(0)
                                == 0
                        ? Optional.of(current)
                        : Optional.empty();
    }

    /** How many of those that could be judged drifted, and what so small a fleet cannot tell: the start of a sentence. */
    public String says() {
        if (silent().isPresent()) {
            Interval none = silent().get();
            return "nothing to compare: no machine has a feature between " + none.from() + " and " + none.to();
        }
        if (judged() == 0) {
            return "too few machines to tell whether any of " + features.size() + " features drifted";
        }
        String few = fewestTogether() > 1
                ? " (of so few machines, fewer than " + fewestTogether() + " at once cannot be told from chance)"
                : "";
        return drifted().size() + " of " + judged() + " features drifted" + few;
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

    /**
     * One feature at the end of one current period.
     *
     * @param effect in interquartile ranges of the reference
     */
    public record Past(String feature, Instant to, double effect, boolean drifted) {}

    DriftReport withPast(List<Past> other) {
        return new DriftReport(reference, current, features, segments, failures, labels, history, other);
    }

    /** Outcomes of one run of the gate. */
    public record QualityRun(
            String runId, Instant from, Instant to, long passed, long failed, long notRunnable, long gateFailures) {}

    /** What {@code drift.json} says of it; a figure that is not defined is null. */
    public ObjectNode json() {
        return new DriftJson(this).node();
    }
}
