package io.millwright.features.label;

import java.io.Serializable;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One failure event of a machine: everything that failed at one instant.
 *
 * @param timeMs milliseconds since the epoch
 * @param repairedMs when its repair was finished; {@code timeMs} where no repair is on record
 * @param components that failed; empty where the log does not say, and then it may have been any
 * @param modes likewise
 */
public record Failure(long timeMs, long repairedMs, SortedSet<String> components, SortedSet<String> modes)
        implements Serializable {

    public Failure {
        components = new TreeSet<>(components);
        modes = new TreeSet<>(modes);
    }

    /** Whether this replacement renewed what failed; a replacement of no named component renews the machine. */
    boolean isOf(Replacement replacement) {
        return components.isEmpty()
                || replacement.component().isEmpty()
                || components.contains(replacement.component());
    }

    /**
     * The same with what somebody found.
     *
     * @param corrects whether that goes before what the log says
     */
    Failure named(@Nullable String component, @Nullable String mode, boolean corrects) {
        return new Failure(timeMs, repairedMs, named(components, component, corrects), named(modes, mode, corrects));
    }

    private static SortedSet<String> named(SortedSet<String> logged, @Nullable String found, boolean corrects) {
        if (found == null || logged.contains(found) || (!logged.isEmpty() && !corrects)) {
            return logged;
        }
        return new TreeSet<>(Set.of(found));
    }

    /** Whether a finding names another component or another mode. */
    boolean isContradicted(Finding finding) {
        return differs(components, finding.component()) || differs(modes, finding.mode());
    }

    private static boolean differs(SortedSet<String> logged, @Nullable String found) {
        return found != null && !logged.isEmpty() && !logged.contains(found);
    }

    /** A component renewed before it failed; an empty component means the machine. */
    public record Replacement(long timeMs, String component) implements Serializable {}
}
