package io.millwright.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who has looked at which test window (trap L11). The same key is the same look; a new key on a window that was looked at before
 * needs a reason, is logged, and raises the count that is printed beside every figure.
 *
 * <p>Pure logic over a list; the caller keeps the list.
 *
 * @param looks past looks, oldest first
 */
public record LooksLedger(List<Look> looks) {

    public LooksLedger {
        looks = List.copyOf(looks);
    }

    public static LooksLedger empty() {
        return new LooksLedger(List.of());
    }

    /**
     * What makes two looks the same.
     *
     * @param window the test window, as data set and interval, in any fixed writing
     * @param trainingSetHash hash of the training rows
     * @param configurationHash hash of the configuration with its declared list of seeds: a declared list is one look
     * @param trainingCodeHash hash of the code that trains
     */
    public record Key(String window, String trainingSetHash, String configurationHash, String trainingCodeHash) {}

    /** One look that was taken; the reason is empty for the first look at its window. */
    public record Look(Key key, String reason) {}

    /** The answer to a wish to look. */
    public sealed interface Answer permits Granted, Refused {}

    /**
     * The look may be taken.
     *
     * @param ledger the ledger to keep from now on; the same as before if this key had looked already
     * @param count distinct keys that have looked at this window, this one included
     */
    public record Granted(LooksLedger ledger, int count) implements Answer {}

    /** The window was looked at with another key and no reason was given. */
    public record Refused(String message) implements Answer {}

    /** Asks to look. A blank reason is no reason, and a first look is kept without one, whatever is given. */
    public Answer look(Key key, Optional<String> reason) {
        if (looks.stream().anyMatch(past -> past.key().equals(key))) {
            return new Granted(this, count(key.window()));
        }
        int before = count(key.window());
        String given = reason.map(String::strip).orElse("");
        if (before > 0 && given.isEmpty()) {
            return new Refused("the test window " + key.window() + " has been looked at " + before
                    + (before == 1 ? " time" : " times")
                    + " with another training set, configuration or code; say why it is looked at again with"
                    + " --look-again \"reason\"");
        }
        List<Look> more = new ArrayList<>(looks);
        more.add(new Look(key, before == 0 ? "" : given));
        return new Granted(new LooksLedger(more), before + 1);
    }

    /** Distinct keys that have looked at a window. */
    public int count(String window) {
        return (int) looks.stream()
                .map(Look::key)
                .filter(key -> key.window().equals(window))
                .distinct()
                .count();
    }
}
