package io.millwright.worklist;

import java.util.Comparator;

/** What alerts are about and de-duplicated by: a component of a machine, or the machine where the component is empty. */
record Part(String equipmentId, String component) implements Comparable<Part> {

    private static final Comparator<Part> ORDER =
            Comparator.comparing(Part::equipmentId).thenComparing(Part::component);

    @Override
    public int compareTo(Part other) {
        return ORDER.compare(this, other);
    }
}
