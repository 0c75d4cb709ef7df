package io.millwright.features.context;

import io.millwright.lake.config.FeatureSpec.Duty;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which context features there are, in the order of the columns.
 *
 * @param components with a time since replacement and failure, and a genealogy; empty without any of them
 * @param codes of errors and alarms that are counted, and kinds of those without one ({@link MachineLog.Event#name}); empty without logs
 * @param windowsMs of the counts, of the load behind and of duties, ascending
 * @param windowNames beside them
 * @param aheadMs of the planned load ahead
 * @param aheadNames beside them
 * @param types one-hot, empty where all machines share one
 * @param models one-hot, likewise
 * @param sites one-hot, likewise
 * @param maintenance whether there are work orders
 * @param failures whether there is a log of failures
 * @param operations whether there is a plan
 * @param cycles whether time is a cycle counter, so that times are in cycles
 * @param genealogy whether parts are followed by their serials
 * @param duties sensors that say when the machine works
 * @param schedule null where what is open and planned is no feature
 * @param loadShare null where what a machine bears is none
 * @param environment what is told of a machine's surroundings
 */
@SuppressWarnings(
        "ArrayRecordComponent") // Primitive arrays, never shared for writing: boxed lists would cost the speed.
public record ContextPlan(
        List<String> components,
        List<String> codes,
        long[] windowsMs,
        List<String> windowNames,
        long[] aheadMs,
        List<String> aheadNames,
        List<String> types,
        List<String> models,
        List<String> sites,
        boolean maintenance,
        boolean failures,
        boolean operations,
        boolean cycles,
        boolean genealogy,
        List<Duty> duties,
        @Nullable Schedule schedule,
        @Nullable LoadShare loadShare,
        List<Surroundings> environment)
        implements Serializable {

    /** How far ahead of a row a plan of the load may lie and still be told of in it. */
    public long reachAheadMs() {
        long furthest = Arrays.stream(aheadMs).max().orElse(0);
        return schedule != null && schedule.stops() ? Math.max(furthest, ScheduleFeatures.AHEAD_MS) : furthest;
    }

    /**
     * What is told of work ahead.
     *
     * @param orders whether there are work orders
     * @param planned whether these say when work is planned
     * @param stops whether there is a plan of the load
     */
    public record Schedule(boolean orders, boolean planned, boolean stops) implements Serializable {}

    /**
     * What one sensor reads around machines.
     *
     * @param unit of its readings; empty for a pure number
     * @param windowsMs of the means, ascending
     * @param windowNames beside them
     */
    @SuppressWarnings(
            "ArrayRecordComponent") // Primitive arrays, never shared for writing: boxed lists would cost the speed.
    public record Surroundings(String sensor, String unit, long[] windowsMs, List<String> windowNames)
            implements Serializable {}

    /**
     * What a machine bears.
     *
     * @param sensor that tells it
     * @param rated whether the sensor has a rated range on at least one machine
     * @param planned whether there is a plan of the load
     * @param windowsMs ascending
     * @param windowNames beside them
     */
    @SuppressWarnings(
            "ArrayRecordComponent") // Primitive arrays, never shared for writing: boxed lists would cost the speed.
    public record LoadShare(String sensor, boolean rated, boolean planned, long[] windowsMs, List<String> windowNames)
            implements Serializable {

        int width() {
            return windowsMs.length * ((rated ? 1 : 0) + (planned ? 1 : 0));
        }
    }
}
