package io.millwright.evaluation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Who has looked at which test window (trap L11). The same key is the same look; a new key on rows that were looked at before needs a
 * reason, is logged, and raises the count that is printed beside every figure.
 *
 * <p>A ledger is of one registry, so of one data set and its targets. Two looks are at the same rows where their windows overlap, however
 * little: tests that are a share of the history move whenever data come in, and all but the newest rows of such a test were in an earlier
 * one. Where the tests reach further than those of the same configuration and code did before, no person chose anything, and
 * {@link #DATA_CAME_IN} is the reason; it counts all the same.
 *
 * <p>Pure logic over a list; the caller keeps the list.
 *
 * @param looks past looks, oldest first
 */
public record LooksLedger(List<Look> looks) {

    /** Kept as the reason of a look at tests that only moved on. */
    public static final String DATA_CAME_IN = "data came in and moved the tests";

    public LooksLedger {
        looks = List.copyOf(looks);
    }

    public static LooksLedger empty() {
        return new LooksLedger(List.of());
    }

    /**
     * What a training run is told from others by.
     *
     * @param trainingSetHash hash of the training rows
     * @param configurationHash hash of the configuration with its declared list of seeds: a declared list is one look
     * @param trainingCodeHash hash of the code that trains
     */
    public record Run(String trainingSetHash, String configurationHash, String trainingCodeHash) {

        /** Trained by the same code with the same configuration, on whichever rows. */
        private boolean isMadeAs(Run other) {
            return configurationHash.equals(other.configurationHash) && trainingCodeHash.equals(other.trainingCodeHash);
        }
    }

    /** What makes two looks the same. */
    public record Key(TimeWindow window, Run run) {}

    /** One look that was taken; the reason is empty for the first look at its rows. */
    public record Look(Key key, String reason) {

        private boolean isOfRowsOf(TimeWindow window) {
            return key.window.equals(window) || key.window.overlaps(window);
        }
    }

    /** The answer to a wish to look. */
    public sealed interface Answer permits Granted, Refused {}

    /**
     * The look may be taken.
     *
     * @param ledger the ledger to keep from now on; the same as before if this run had looked already
     * @param count the highest {@link LooksLedger#count} of the windows, this look included
     */
    public record Granted(LooksLedger ledger, int count) implements Answer {}

    /** Rows were looked at by another run and no reason was given. */
    public record Refused(String message) implements Answer {}

    /**
     * Asks to look at the tests of a run, one look whichever of them overlap. A blank reason is no reason, and a first look is kept without
     * one, whatever is given.
     */
    public Answer look(Run run, List<TimeWindow> windows, Optional<String> reason) {
        String given = reason.map(String::strip)
                .filter(text -> !text.isEmpty())
                .orElse(haveMovedOn(run, windows) ? DATA_CAME_IN : "");
        List<Look> more = new ArrayList<>(looks);
        for (TimeWindow window : windows) {
            Key key = new Key(window, run);
            boolean isUsed = at(window).stream().anyMatch(past -> !past.key.run.equals(run));
            if (more.stream().noneMatch(past -> past.key.equals(key))) {
                if (isUsed && given.isEmpty()) {
                    return new Refused(refusal(window));
                }
                more.add(new Look(key, isUsed ? given : ""));
            }
        }
        LooksLedger ledger = new LooksLedger(more);
        return new Granted(
                ledger, windows.stream().mapToInt(ledger::count).max().orElse(0));
    }

    /** Whether tests reach further than those that the same configuration and code had among their rows. */
    private boolean haveMovedOn(Run run, List<TimeWindow> windows) {
        Optional<Instant> before = end(windows.stream()
                .flatMap(window -> at(window).stream())
                .map(Look::key)
                .filter(past -> past.run.isMadeAs(run) && !past.run.equals(run))
                .map(Key::window)
                .toList());
        return before.isPresent() && end(windows).filter(before.get()::isBefore).isPresent();
    }

    private static Optional<Instant> end(List<TimeWindow> windows) {
        return windows.stream().map(TimeWindow::to).max(Comparator.naturalOrder());
    }

    private String refusal(TimeWindow window) {
        int before = count(window);
        return "rows of the test window " + window.from() + "/" + window.to() + " have been looked at " + before
                + (before == 1 ? " time" : " times")
                + " with another training set, configuration or code; say why they are looked at again with"
                + " --look-again \"reason\"";
    }

    /** Training runs that have looked at rows of a window. */
    public int count(TimeWindow window) {
        return (int) at(window).stream().map(look -> look.key.run).distinct().count();
    }

    /** Looks at rows of a window, which are those of every window that overlaps it, oldest first. */
    public List<Look> at(TimeWindow window) {
        return looks.stream().filter(look -> look.isOfRowsOf(window)).toList();
    }
}
