package io.millwright.etl;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What a task made of landing files, one of three: a piece (readings of one sensor of one machine in one chunk and one slot,
 * in any order), a rejected record or reading, or a count of what was read. A bean, because Spark moves its arrays by memory
 * copy.
 */
public final class Landed implements Serializable {

    static final int COUNT = 0;
    static final int REJECTED = 1;
    static final int PIECE = 2;

    private int what;
    private String source = "";
    private @Nullable String equipmentId;
    private @Nullable String sensor;
    private long chunkStart;
    private long slot;
    private boolean earlier;
    private int @Nullable [] offsets;
    private double @Nullable [] values;
    private int @Nullable [] delays;
    private long rowsIn;
    private @Nullable String file;
    private @Nullable String reason;
    private @Nullable String raw;
    private @Nullable Long eventMs;
    private @Nullable Long knownMs;

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
            int[] delays) {
        Landed piece = new Landed();
        piece.what = PIECE;
        piece.source = source;
        piece.equipmentId = equipmentId;
        piece.sensor = sensor;
        piece.chunkStart = chunkStart;
        piece.slot = slot;
        piece.offsets = offsets;
        piece.values = values;
        piece.delays = delays;
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

    /** Known time minus event time in milliseconds, at most {@link Integer#MAX_VALUE}. */
    public int @Nullable [] getDelays() {
        return delays;
    }

    public void setDelays(int @Nullable [] delays) {
        this.delays = delays;
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
}
