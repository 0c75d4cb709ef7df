package io.millwright.fleet;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * The part of a site's history that makes one file: whole days {@code [fromHour, toHour)} of some of its machines.
 *
 * @param index number of the period, from 0
 * @param name of the period: a month, or the first day of a week
 * @param part which machines of the site, from 0
 */
record Slice(int index, String name, int fromHour, int toHour, int part) implements java.io.Serializable {
    /** Machines per file; bounds the memory of whoever writes one. */
    static final int MACHINES_PER_PART = 25;

    private static final int WEEK_HOURS = 7 * 24;

    static List<Slice> months(FleetSpec spec, int machines) {
        List<Slice> slices = new ArrayList<>();
        LocalDate first = LocalDate.ofInstant(spec.start(), ZoneOffset.UTC);
        int from = 0;
        for (int index = 0; from < spec.hours(); index++) {
            LocalDate month = first.withDayOfMonth(1).plusMonths(index);
            Instant next = month.plusMonths(1).atStartOfDay(ZoneOffset.UTC).toInstant();
            long hours = (next.getEpochSecond() - spec.start().getEpochSecond()) / 3_600;
            int to = (int) Math.min(spec.hours(), hours);
            addParts(slices, index, month.toString().substring(0, 7), from, to, machines);
            from = to;
        }
        return slices;
    }

    static List<Slice> weeks(FleetSpec spec, int machines) {
        List<Slice> slices = new ArrayList<>();
        for (int from = 0, index = 0; from < spec.hours(); from += WEEK_HOURS, index++) {
            Instant day = spec.start().plusSeconds(from * 3_600L);
            int to = Math.min(spec.hours(), from + WEEK_HOURS);
            addParts(slices, index, day.toString().substring(0, 10), from, to, machines);
        }
        return slices;
    }

    private static void addParts(List<Slice> slices, int index, String name, int from, int to, int machines) {
        for (int part = 0; part * MACHINES_PER_PART < machines; part++) {
            String suffix = machines > MACHINES_PER_PART ? "-part-" + part : "";
            slices.add(new Slice(index, name + suffix, from, to, part));
        }
    }

    <T> List<T> pick(List<T> machines) {
        int from = part * MACHINES_PER_PART;
        return machines.subList(from, Math.min(machines.size(), from + MACHINES_PER_PART));
    }
}
