package io.millwright.features;

import java.time.Instant;
import java.util.List;

/**
 * What the next feature job writes again in {@code tiles} and in the tables of what is known now, and why.
 *
 * @param everything why all of it is made anew; empty where only what is listed is
 * @param to end of the data; rows until it that do not exist yet are added for all machines
 * @param from where they begin; equal to {@code to} for none
 * @param machines with tiles or records that changed, by name
 */
public record Rewrites(String everything, Instant from, Instant to, List<Machine> machines) {

    public Rewrites {
        machines = List.copyOf(machines);
    }

    static Rewrites everything(String why) {
        return new Rewrites(why, Instant.EPOCH, Instant.EPOCH, List.of());
    }

    /**
     * One machine. Numbers are of tiles of a sensor, but for records.
     *
     * @param late parts of tiles whose readings came after their end
     * @param added tiles with readings that came in time
     * @param changed tiles that hold other readings than before
     * @param withdrawn tiles that hold none any more
     * @param isRatedAnew whether its metadata give another rated range, which concerns all of its rows
     * @param records of events, work, plans, parts, bursts and metadata that came, were changed or withdrawn
     * @param rows of the time domain, with a window that holds such a tile
     * @param otherRows of the other groups: these, and those that know of such a record
     */
    public record Machine(
            String equipmentId,
            int late,
            int added,
            int changed,
            int withdrawn,
            boolean isRatedAnew,
            long records,
            List<Rows> rows,
            List<Rows> otherRows) {

        public Machine {
            rows = List.copyOf(rows);
            otherRows = List.copyOf(otherRows);
        }
    }

    /** Rows with {@code as_of} in {@code (after, to]}. */
    public record Rows(Instant after, Instant to) {}
}
