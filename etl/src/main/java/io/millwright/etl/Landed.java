package io.millwright.etl;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a task made of landing files, one of three: a piece (readings of one sensor of one machine in one chunk and one slot,
 * in any order), a rejected record or reading, or a count of what was read; or from the lake, an earlier piece or a
 * {@link SensorState}. A bean, because Spark moves its arrays by memory
 * copy.
 */
public final class Landed implements Serializable {

    static final int COUNT = 0;
    static final int REJECTED = 1;
    static final int STATE = 2;
    static final int PIECE = 3;

    private int what;
    private String source = "";
    private @Nullable String equipmentId;
    private @Nullable String sensor;
    private long chunkStart;
    private long slot;
    private boolean earlier;
    private int @Nullable [] offsets;
    private double @Nullable [] values;
    private int @Nullable [] arrivals;
    private long rowsIn;
    private @Nullable String file;
    private @Nullable String reason;
    private @Nullable String raw;
    private @Nullable Long eventMs;
    private @Nullable Long knownMs;
    private byte @Nullable [] state;

    static Landed count(String source, long rowsIn) {
        Landed count = new Landed();
        count.what = COUNT;
        count.source = source;
        count.rowsIn = rowsIn;
        return count;
    }

    static Landed piece(
            String source,
            String equipmentId,
            String sensor,
            long chunkStart,
            long slot,
            int[] offsets,
            double[] values,
            int[] arrivals) {
        Landed piece = new Landed();
        piece.what = PIECE;
        piece.source = source;
        piece.equipmentId = equipmentId;
        piece.sensor = sensor;
        piece.chunkStart = chunkStart;
        piece.slot = slot;
        piece.offsets = offsets;
        piece.values = values;
        piece.arrivals = arrivals;
        return piece;
    }

    static Landed rejected(
            String source,
            String file,
            String reason,
            String raw,
            @Nullable String equipmentId,
            @Nullable String sensor,
            @Nullable Long eventMs,
            @Nullable Long knownMs) {
        Landed rejected = new Landed();
        rejected.what = REJECTED;
        rejected.source = source;
        rejected.file = file;
        rejected.reason = reason;
        rejected.raw = raw;
        rejected.equipmentId = equipmentId;
        rejected.sensor = sensor;
        rejected.eventMs = eventMs;
        rejected.knownMs = knownMs;
        return rejected;
    }

    public int getWhat() {
        return what;
    }

    public void setWhat(int what) {
        this.what = what;
    }

    public String getSource() {
        return source;
    }

    public void setSource(String source) {
        this.source = source;
    }

    public @Nullable String getEquipmentId() {
        return equipmentId;
    }

    public void setEquipmentId(@Nullable String equipmentId) {
        this.equipmentId = equipmentId;
    }

    public @Nullable String getSensor() {
        return sensor;
    }

    public void setSensor(@Nullable String sensor) {
        this.sensor = sensor;
    }

    public long getChunkStart() {
        return chunkStart;
    }

    public void setChunkStart(long chunkStart) {
        this.chunkStart = chunkStart;
    }

    public long getSlot() {
        return slot;
    }

    public void setSlot(long slot) {
        this.slot = slot;
    }

    /** Whether an earlier ingest brought the piece, so that this one does not count it. */
    public boolean isEarlier() {
        return earlier;
    }

    public void setEarlier(boolean earlier) {
        this.earlier = earlier;
    }

    /** Milliseconds from the chunk's start. */
    public int @Nullable [] getOffsets() {
        return offsets;
    }

    public void setOffsets(int @Nullable [] offsets) {
        this.offsets = offsets;
    }

    public double @Nullable [] getValues() {
        return values;
    }

    public void setValues(double @Nullable [] values) {
        this.values = values;
    }

    /** As in {@link TimeGrid#arrival}; a single one where it is the same for all readings. */
    public int @Nullable [] getArrivals() {
        return arrivals;
    }

    public void setArrivals(int @Nullable [] arrivals) {
        this.arrivals = arrivals;
    }

    /** When a reading of a piece was known. */
    long knownMs(int i) {
        int[] at = Objects.requireNonNull(offsets);
        int[] packed = Objects.requireNonNull(arrivals);
        return TimeGrid.knownMs(slot, chunkStart + at[i], packed[packed.length == 1 ? 0 : i]);
    }

    /** Whether a reading of a piece was known in an interval. */
    boolean isKnownIn(long fromMs, long toMs) {
        return IntStream.range(0, Objects.requireNonNull(offsets).length)
                .mapToLong(this::knownMs)
                .anyMatch(known -> known >= fromMs && known < toMs);
    }

    /** The piece without the readings that were known in an interval. */
    Landed knownOutside(long fromMs, long toMs) {
        int[] at = Objects.requireNonNull(offsets);
        int[] stay = IntStream.range(0, at.length)
                .filter(i -> knownMs(i) < fromMs || knownMs(i) >= toMs)
                .toArray();
        if (stay.length == at.length) {
            return this;
        }
        double[] all = Objects.requireNonNull(values);
        int[] packed = Objects.requireNonNull(arrivals);
        Landed rest = piece(
                source,
                Objects.requireNonNull(equipmentId),
                Objects.requireNonNull(sensor),
                chunkStart,
                slot,
                Arrays.stream(stay).map(i -> at[i]).toArray(),
                Arrays.stream(stay).mapToDouble(i -> all[i]).toArray(),
                packed.length == 1
                        ? packed
                        : Arrays.stream(stay).map(i -> packed[i]).toArray());
        rest.earlier = earlier;
        return rest;
    }

    public long getRowsIn() {
        return rowsIn;
    }

    public void setRowsIn(long rowsIn) {
        this.rowsIn = rowsIn;
    }

    public @Nullable String getFile() {
        return file;
    }

    public void setFile(@Nullable String file) {
        this.file = file;
    }

    public @Nullable String getReason() {
        return reason;
    }

    public void setReason(@Nullable String reason) {
        this.reason = reason;
    }

    public @Nullable String getRaw() {
        return raw;
    }

    public void setRaw(@Nullable String raw) {
        this.raw = raw;
    }

    public @Nullable Long getEventMs() {
        return eventMs;
    }

    public void setEventMs(@Nullable Long eventMs) {
        this.eventMs = eventMs;
    }

    public @Nullable Long getKnownMs() {
        return knownMs;
    }

    public void setKnownMs(@Nullable Long knownMs) {
        this.knownMs = knownMs;
    }

    /** As {@link SensorState} writes itself; the chunk's start is that of the first chunk it has not seen. */
    public byte @Nullable [] getState() {
        return state;
    }

    public void setState(byte @Nullable [] state) {
        this.state = state;
    }
}
