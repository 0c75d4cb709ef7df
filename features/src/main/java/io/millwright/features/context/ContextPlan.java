package io.millwright.features.context;

import io.millwright.lake.config.FeatureSpec.Duty;
import java.io.Serializable;
import java.util.List;

/**
 * Which context features there are, in the order of the columns.
 *
 * @param components with a time since replacement and failure, and a genealogy; empty without any of them
 * @param codes of errors and alarms that are counted; empty without logs
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
        List<Duty> duties)
        implements Serializable {}
