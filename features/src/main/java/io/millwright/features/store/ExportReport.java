package io.millwright.features.store;

import java.util.List;

/** What an export did, one entry a group. */
public record ExportReport(List<Group> groups) {

    /**
     * One group.
     *
     * @param version of the table that the store holds now
     * @param rows appended, those gone among them; 0 where the store held this version before, or nothing changed
     * @param gone rows that say that the table has such a row no more
     * @param online latest records put online; 0 where they were put before, or are served from nowhere
     * @param notNumbers NaN and infinities of the table, which are null in the store
     * @param place of its data
     */
    public record Group(
            String name,
            String table,
            long version,
            long rows,
            long gone,
            int files,
            long online,
            long notNumbers,
            String place) {}

    public ExportReport {
        groups = List.copyOf(groups);
    }

    public long rows() {
        return groups.stream().mapToLong(Group::rows).sum();
    }

    public long gone() {
        return groups.stream().mapToLong(Group::gone).sum();
    }

    public long online() {
        return groups.stream().mapToLong(Group::online).sum();
    }

    public long notNumbers() {
        return groups.stream().mapToLong(Group::notNumbers).sum();
    }
}
