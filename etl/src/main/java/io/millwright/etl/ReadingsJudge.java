package io.millwright.etl;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Judges the records of one source of readings one after the other: what holds goes into pieces, what does not is rejected
 * with its reason. Counts what comes in before judging it: a record that cannot be read is one, any other is as many as it
 * has readings.
 */
final class ReadingsJudge {

    private final ReadingsPlan plan;
    private final PieceBuilder pieces;
    private final List<Landed> rejected = new ArrayList<>();
    private final @Nullable Set<String> machines;
    private final ArrivalSpans.Telling arrivals;
    private long rowsIn;
    private String file = "";
    private String equipmentId = "";
    private long eventMs;
    private long knownMs;

    /** @param spans is told when the records of each file arrived, whatever interval is taken */
    ReadingsJudge(ReadingsPlan plan, ArrivalSpans spans) {
        this.plan = plan;
        this.arrivals = spans.ofSource(plan.source);
        this.pieces = new PieceBuilder(plan);
        this.machines = plan.machines;
    }

    /** A record of which not even the columns can be told apart. */
    void malformed(String inFile, String raw) {
        rowsIn++;
        rejected.add(Landed.rejected(plan.source, inFile, Reason.MALFORMED_RECORD, raw, null, null, null, null));
    }

    /**
     * Begins a record.
     *
     * @param equipment as it stands in the file; ignored where its files are of one machine
     * @param event milliseconds, or {@link Moments#UNREADABLE}
     * @param known milliseconds, or {@link Moments#UNREADABLE}
     * @return whether its readings are to be judged; false where it is rejected as a whole or belongs to another interval
     */
    boolean open(String inFile, @Nullable String equipment, long event, long known, Supplier<String> raw) {
        if (known != Moments.UNREADABLE) {
            arrivals.arrived(inFile, known);
            if (known < plan.fromMs || known >= plan.toMs) {
                return false;
            }
        }
        String id = machineId(equipment);
        String reason = reason(id, event, known);
        if (reason != null || id == null) {
            rowsIn++;
            rejected.add(Landed.rejected(
                    plan.source,
                    inFile,
                    reason == null ? Reason.UNKNOWN_MACHINE : reason,
                    raw.get(),
                    id,
                    null,
                    event == Moments.UNREADABLE ? null : event,
                    known == Moments.UNREADABLE ? null : known));
            return false;
        }
        file = inFile;
        equipmentId = id;
        eventMs = event;
        knownMs = known;
        pieces.at(id, event, known);
        return true;
    }

    private @Nullable String machineId(@Nullable String equipment) {
        if (plan.ofOneMachine) {
            return plan.prefix;
        }
        if (equipment == null || equipment.isBlank()) {
            return null;
        }
        String stripped = equipment.strip();
        return plan.prefix.isEmpty() ? stripped : plan.prefix + stripped;
    }

    private @Nullable String reason(@Nullable String id, long event, long known) {
        if (event == Moments.UNREADABLE || known == Moments.UNREADABLE) {
            return Reason.UNPARSABLE_TIME;
        }
        if (id == null || (machines != null && !machines.contains(id))) {
            return Reason.UNKNOWN_MACHINE;
        }
        return event > known ? Reason.FUTURE : null;
    }

    /** A reading as text; blank is no reading, nor is what the source writes where there is none. */
    void text(int channel, @Nullable String cell) {
        if (cell == null || cell.isEmpty() || plan.notation.isMissing(cell)) {
            return;
        }
        rowsIn++;
        double value = plan.notation.number(cell);
        if (Double.isNaN(value)) {
            reject(channel, Reason.UNPARSABLE_VALUE, cell);
        } else {
            bounded(channel, value, cell);
        }
    }

    /** A reading as a number. */
    void number(int channel, double value) {
        rowsIn++;
        if (Double.isNaN(value)) {
            reject(channel, Reason.UNPARSABLE_VALUE, "NaN");
        } else {
            bounded(channel, value, null);
        }
    }

    private void bounded(int channel, double delivered, @Nullable String cell) {
        ReadingsPlan.Channel sensor = plan.channels.get(channel);
        double value = sensor.conversion().apply(delivered);
        if (value >= sensor.min() && value <= sensor.max()) {
            pieces.add(channel, value + 0.0);
        } else {
            reject(channel, Reason.OUT_OF_BOUNDS, cell == null ? Double.toString(delivered) : cell);
        }
    }

    private void reject(int channel, String reason, String raw) {
        rejected.add(Landed.rejected(
                plan.source,
                file,
                reason,
                raw,
                equipmentId,
                plan.channels.get(channel).sensor(),
                eventMs,
                knownMs));
    }

    /** The one reading of a record in the long layout, as text. */
    void stacked(@Nullable String sensor, @Nullable String cell, Supplier<String> raw) {
        Integer channel = channel(sensor, raw);
        if (channel == null || plan.notation.isMissing(cell)) {
            return;
        }
        if (cell == null || cell.isBlank()) {
            rowsIn++;
            reject(channel, Reason.UNPARSABLE_VALUE, raw.get());
        } else {
            text(channel, cell);
        }
    }

    /** The same as a number. */
    void stacked(@Nullable String sensor, double value, Supplier<String> raw) {
        Integer channel = channel(sensor, raw);
        if (channel != null) {
            number(channel, value);
        }
    }

    /** Null where no sensor is called so, and the record is rejected. */
    private @Nullable Integer channel(@Nullable String sensor, Supplier<String> raw) {
        Integer channel = sensor == null ? null : plan.channelByName.get(sensor.strip());
        if (channel == null) {
            rowsIn++;
            rejected.add(Landed.rejected(
                    plan.source, file, Reason.UNKNOWN_SENSOR, raw.get(), equipmentId, sensor, eventMs, knownMs));
        }
        return channel;
    }

    /** Whether enough is gathered to be handed over. */
    boolean isFull() {
        return pieces.size() >= 2_000_000 || rejected.size() >= 100_000;
    }

    /** Hands over pieces, rejections and the count since the last time. */
    List<Landed> drain() {
        List<Landed> landed = pieces.drain();
        landed.addAll(rejected);
        rejected.clear();
        landed.add(Landed.count(plan.source, rowsIn));
        rowsIn = 0;
        return landed;
    }
}
