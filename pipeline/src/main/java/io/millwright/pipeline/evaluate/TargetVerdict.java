package io.millwright.pipeline.evaluate;

import io.millwright.evaluation.Estimate;
import java.util.List;

/**
 * One target, decided.
 *
 * @param policies all that were judged, in the order of the configuration
 * @param champion the best model by cost on validation data
 * @param incumbent who it was held against, on the tests it could be held against on
 * @param saved incumbent's cost minus the champion's per machine-week on the tests, paired by machine
 * @param objections to replacing the incumbent; empty where the promotion rule is content
 */
record TargetVerdict(
        List<PolicyOutcome> policies,
        PolicyOutcome champion,
        PolicyOutcome incumbent,
        Estimate saved,
        List<String> objections) {

    TargetVerdict {
        policies = List.copyOf(policies);
        objections = List.copyOf(objections);
    }

    /** The champion on the tests of the incumbent. */
    PolicyOutcome challenger() {
        return champion.on(incumbent);
    }
}
