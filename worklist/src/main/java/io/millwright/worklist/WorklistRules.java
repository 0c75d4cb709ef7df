package io.millwright.worklist;

import io.millwright.evaluation.CostModel;
import io.millwright.evaluation.Horizon;
import io.millwright.lake.config.MaintenanceSpec.Action;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.TargetSpec;
import io.millwright.lake.config.TimeAxis;
import java.time.Duration;
import java.util.List;

/**
 * What a list is made by.
 *
 * @param alertThreshold alerts are predictions at or above it: the threshold of the operating point in use
 * @param coolDown an alert that comes back within this of being raised is not news
 * @param horizon what the probabilities are about
 * @param currency printed behind amounts
 * @param crewHoursPerSiteDay hours of work a site's crew has in 24 hours
 */
public record WorklistRules(
        double alertThreshold,
        Duration coolDown,
        Horizon horizon,
        CostModel costs,
        String currency,
        double crewHoursPerSiteDay,
        List<Action> actions,
        TimeAxis axis) {

    public WorklistRules {
        actions = List.copyOf(actions);
    }

    public static WorklistRules of(PipelineConfig config, TargetSpec.Failure target, double alertThreshold) {
        return new WorklistRules(
                alertThreshold,
                target.coolDown(),
                new Horizon(target.horizon(), target.minimumLead()),
                new CostModel(
                        config.costs().unplanned(),
                        config.costs().planned(),
                        config.costs().falseAlarm()),
                config.costs().currency(),
                config.capacity().crewHoursPerSiteDay(),
                config.maintenance().actions(),
                config.timeAxis());
    }

    double horizonHours() {
        return hours(horizon.horizon());
    }

    double minimumLeadHours() {
        return hours(horizon.minimumLead());
    }

    /** Work is planned as far as the predictions reach, at least a day. */
    int planningDays() {
        return (int) Math.max(1, Math.ceil(horizonHours() / 24));
    }

    private static double hours(Duration duration) {
        return duration.toMillis() / 3_600_000.0;
    }
}
