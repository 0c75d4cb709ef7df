package io.millwright.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who has looked at which test window (trap L11). The same key is the same look; a new key on rows that were looked at before needs a
 * reason, is logged, and raises the count that is printed beside every figure.
 *
 * <p>A ledger is of one registry, so of one data set and its targets. Two looks are at the same rows where their windows overlap, however
 * little: tests that are a share of the history move whenever data come in, and all but the newest rows of such a test were in an earlier
 * one. Where nothing but that has happened, the configuration and the code being those of an earlier look, no person chose anything, and
 * {@link #DATA_CAME_IN} is the reason; it counts all the same.
 *
 * <p>Pure logic over a list; the caller keeps the list.
 *
 * @param looks past looks, oldest first
 */
public record LooksLedger(List<Look> looks) {

    /** Kept as the reason of a look at a window that only moved. */
    public static final String DATA_CAME_IN = "data came in and moved the tests";

    public LooksLedger {
        looks = List.copyOf(looks);
    }

    public static LooksLedger empty() {
        return new LooksLedger(List.of());
    }

    /**
     * What makes two looks the same.
     *
     * @param window the test window
     * @param trainingSetHash hash of the training rows
     * @param configurationHash hash of the configuration with its declared list of seeds: a declared list is one look
     * @param trainingCodeHash hash of the code that trains
     */
    public record Key(TimeWindow window, String trainingSetHash, String configurationHash, String trainingCodeHash) {

        private boolean isOfSameRun(Key other) {
            return isOfSameMaking(other) && trainingSetHash.equals(other.trainingSetHash);
        }

        /** Trained by the same code with the same configuration, on whichever rows. */
        private boolean isOfSameMaking(Key other) {
            return configurationHash.equals(other.configurationHash) && trainingCodeHash.equals(other.trainingCodeHash);
        }

        private List<String> run() {
            return List.of(trainingSetHash, configurationHash, trainingCodeHash);
        }
    }

    /** One look that was taken; the reason is empty for the first look at its rows. */
    public record Look(Key key, String reason) {}

    /** The answer to a wish to look. */
    public sealed interface Answer permits Granted, Refused {}

    /**
     * The look may be taken.
     *
     * @param ledger the ledger to keep from now on; the same as before if this key had looked already
     * @param count as {@link LooksLedger#count}, this look included
     */
    public record Granted(LooksLedger ledger, int count) implements Answer {}

    /** The rows were looked at with another key and no reason was given. */
    public record Refused(String message) implements Answer {}

    /** Asks to look. A blank reason is no reason, and a first look is kept without one, whatever is given. */
    public Answer look(Key key, Optional<String> reason) {
        if (looks.stream().anyMatch(past -> past.key().equals(key))) {
            return new Granted(this, count(key.window()));
        }
        List<Key> others = looks.stream()
                .map(Look::key)
                .filter(past -> shareRows(past.window(), key.window()) && !past.isOfSameRun(key))
                .toList();
        String given = reason.map(String::strip).orElse("");
        if (given.isEmpty() && hasOnlyMoved(key, others)) {
            given = DATA_CAME_IN;
        }
        if (!others.isEmpty() && given.isEmpty()) {
            return new Refused(refusal(key.window()));
        }
        List<Look> more = new ArrayList<>(looks);
        more.add(new Look(key, others.isEmpty() ? "" : given));
        LooksLedger ledger = new LooksLedger(more);
        return new Granted(ledger, ledger.count(key.window()));
    }

    /** A window of a single moment is empty, and shares its row with itself. */
    private static boolean shareRows(TimeWindow one, TimeWindow other) {
        return one.equals(other) || one.overlaps(other);
    }

    private static boolean hasOnlyMoved(Key key, List<Key> others) {
        return others.stream().noneMatch(past -> past.window().equals(key.window()))
                && others.stream().anyMatch(key::isOfSameMaking);
    }

    private String refusal(TimeWindow window) {
        int before = count(window);
        return "rows of the test window " + window.from() + "/" + window.to() + " have been looked at " + before
                + (before == 1 ? " time" : " times")
                + " with another training set, configuration or code; say why they are looked at again with"
                + " --look-again \"reason\"";
    }

    /** Training sets, configurations and code that have looked at rows of a window: all tests of one training run are one look. */
    public int count(TimeWindow window) {
        return (int)
                at(window).stream().map(look -> look.key().run()).distinct().count();
    }

    /** Looks at rows of a window, oldest first. */
    public List<Look> at(TimeWindow window) {
        return looks.stream()
                .filter(look -> shareRows(look.key().window(), window))
                .toList();
    }
}
