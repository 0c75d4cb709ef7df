package io.millwright.worklist;

import io.millwright.lake.config.MaintenanceSpec.Action;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;

/** An alert with what to do about it and by when. */
record Job(AlertBook.Alert alert, Action action, double saving, Instant partsThere, Instant latestStart) {

    /** Most saving per crew hour first; ties by machine and component, so that the list never depends on input order. */
    static final Comparator<Job> BY_WORTH = Comparator.comparingDouble(
                    (Job job) -> job.item().savingPerHour())
            .reversed()
            .thenComparing(job -> job.prediction().part());

    private static final double SHORTEST_JOB_HOURS = 0.25;
    private static final Duration AT_ONCE = Duration.ofHours(12);

    static Job of(AlertBook.Alert alert, WorklistRules rules) {
        Prediction prediction = alert.prediction();
        Action action = new Actions(rules.actions()).recommended(prediction.mode(), alert.severity());
        return new Job(
                alert,
                action,
                NetBenefit.of(prediction.pFail(), action.effectiveness(), rules.costs()),
                prediction.asOf().plus(hours(action.partsLeadHours())),
                prediction.asOf().plus(hours(Math.max(0, survivedHours(prediction, rules) - action.crewHours()))));
    }

    /** It will very likely last this long: the lower end of its remaining life, and at least what is left of the lead the target promises. */
    private static double survivedHours(Prediction prediction, WorklistRules rules) {
        double low = Double.isNaN(prediction.rulLowHours()) ? 0 : prediction.rulLowHours();
        return Math.max(low, rules.minimumLeadHours() - prediction.age().toMillis() / 3_600_000.0);
    }

    Prediction prediction() {
        return alert.prediction();
    }

    boolean worthDoing() {
        return saving > 0;
    }

    /** Parts come only after the latest start: the sooner the better then, whatever the load. */
    boolean partsTooLate() {
        return partsThere.isAfter(latestStart);
    }

    Duration work() {
        return hours(action.crewHours());
    }

    CrewKnapsack.Item item() {
        return new CrewKnapsack.Item(saving, Math.max(SHORTEST_JOB_HOURS, action.crewHours()));
    }

    Tier tier() {
        if (!worthDoing()) {
            return Tier.INFO;
        }
        boolean atOnce = !latestStart.isAfter(prediction().asOf().plus(AT_ONCE));
        return switch (alert.severity()) {
            case HIGH -> Tier.HIGH;
            case MEDIUM -> atOnce ? Tier.HIGH : Tier.MEDIUM;
            case LOW -> atOnce ? Tier.HIGH : Tier.LOW;
        };
    }

    private static Duration hours(double hours) {
        return Duration.ofSeconds(Math.round(hours * 3600));
    }
}
