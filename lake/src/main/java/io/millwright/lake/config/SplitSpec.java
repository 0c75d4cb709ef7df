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
 * @param heldOutSites sites of the second axis: their machines are tested by models that never saw any of them
 * @param heldOutGenerations the same of machines in which a part of one of these generations sits when the first test starts; a machine
 *     that has had one by then does not train either
 * @param group column of the equipment list whose value is one for machines that are the same thing, such as recordings of one bearing; a
 *     split that could part them is refused; empty text where every machine is a thing of its own
 */
public record SplitSpec(
        Kind kind,
        int folds,
        int repeats,
        double firstTestShare,
        List<Window> tests,
        String trainPrefix,
        String testPrefix,
        double heldOutShare,
        List<String> heldOutSites,
        List<String> heldOutGenerations,
        String group) {

    public SplitSpec {
        tests = List.copyOf(tests);
        heldOutSites = List.copyOf(heldOutSites);
        heldOutGenerations = List.copyOf(heldOutGenerations);
    }

    /** Whether machines are dealt to training and test. */
    public boolean partsMachines() {
        return kind == Kind.STRATIFIED || kind == Kind.GROUP || heldOutShare > 0;
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
