package io.millwright.quality;

import java.util.Map;
import java.util.TreeMap;

/**
 * One rule on one table in one run.
 *
 * @param rule DQDL text
 * @param gating whether its failure stops the pipeline
 * @param metrics what was measured, by Deequ's name for it; empty where nothing was
 */
public record RuleResult(String table, String rule, boolean gating, Outcome outcome, Map<String, Double> metrics) {

    public RuleResult {
        metrics = new TreeMap<>(metrics);
    }

    public boolean failed() {
        return outcome instanceof Outcome.Failed;
    }
}
