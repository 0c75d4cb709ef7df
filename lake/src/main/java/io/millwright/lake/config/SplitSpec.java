package io.millwright.lake.config;

import java.time.Instant;
import java.util.List;

/**
 * How training and test are kept apart.
 *
 * @param folds number of walk-forward tests, where {@code tests} is empty; of parts, where units or rows are split
 * @param repeats how often a stratified split is drawn anew
 * @param firstTestShare share of the period before the first walk-forward test
 * @param tests explicit test windows {@code [from, to)}, in time order
 * @param trainPrefix official split: equipment ids that start with it are training units
 * @param testPrefix official split: equipment ids that start with it are test units
 * @param heldOutShare share of machines of the second axis, 0 for none
 */
public record SplitSpec(
        Kind kind,
        int folds,
        int repeats,
        double firstTestShare,
        List<Window> tests,
        String trainPrefix,
        String testPrefix,
        double heldOutShare) {

    public SplitSpec {
        tests = List.copyOf(tests);
    }

    public enum Kind {
        TIME,
        OFFICIAL,
        GROUP,
        STRATIFIED
    }

    /** One test window. */
    public record Window(Instant from, Instant to) {}
}
