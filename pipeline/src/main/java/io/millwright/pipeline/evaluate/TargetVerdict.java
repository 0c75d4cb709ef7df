package io.millwright.pipeline.evaluate;

import io.millwright.evaluation.Estimate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One target, decided.
 *
 * @param policies all that were judged, in the order of the configuration, and the champion
 * @param chosen the model that acts in each test, by number of its fold
 * @param champion the models that were chosen, as one
 * @param incumbent who it was held against, on the tests it could be held against on
 * @param saved incumbent's cost minus the champion's per machine-week on the tests, paired by machine
 * @param objections to replacing the incumbent; empty where the promotion rule is content
 */
record TargetVerdict(
        List<PolicyOutcome> policies,
        Map<Integer, String> chosen,
        PolicyOutcome champion,
        PolicyOutcome incumbent,
        Estimate saved,
        List<String> objections) {

    TargetVerdict {
        policies = List.copyOf(policies);
        chosen = new TreeMap<>(chosen);
        objections = List.copyOf(objections);
    }

    /** The champion on the tests of the incumbent. */
    PolicyOutcome challenger() {
        return champion.on(incumbent);
    }
}
