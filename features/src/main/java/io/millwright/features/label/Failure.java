package io.millwright.features.label;

import java.io.Serializable;
import java.util.SortedSet;
import java.util.TreeSet;

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

    /** A component renewed before it failed; an empty component means the machine. */
    public record Replacement(long timeMs, String component) implements Serializable {}
}
