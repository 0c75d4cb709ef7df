package io.millwright.features;

import org.jspecify.annotations.Nullable;

/**
 * One thing known of one machine: a chunk of tiles, a burst, a log record, the machine itself, or a row to make; which one
 * says {@code entry}, see {@link Entries}. All of a machine's entries meet in one place, so one shuffle serves every feature.
 * A bean, because Spark encodes no records.
 */
public final class MachineEntry {

    private String equipmentId = "";
    private String entry = "";
    private String sensor = "";
    private long chunkStartMs;
    private boolean late;
    private long knownMs;
    private String source = "";
    private long[] tileStartMs = new long[0];
    private double[] state = new double[0];
    private byte[] moments = new byte[0];
    private byte[] bins = new byte[0];
    private long timeMs;
    private long endMs;
    private @Nullable String kind;
    private @Nullable String code;
    private @Nullable String component;
    private @Nullable String mode;
    private @Nullable String status;
    private boolean replaced;
    private @Nullable String note;
    private double amount;

    public String getEquipmentId() {
        return equipmentId;
    }

    public void setEquipmentId(String equipmentId) {
        this.equipmentId = equipmentId;
    }

    public String getEntry() {
        return entry;
    }

    public void setEntry(String entry) {
        this.entry = entry;
    }

    public String getSensor() {
        return sensor;
    }

    public void setSensor(String sensor) {
        this.sensor = sensor;
    }

    public long getChunkStartMs() {
        return chunkStartMs;
    }

    public void setChunkStartMs(long chunkStartMs) {
        this.chunkStartMs = chunkStartMs;
    }

    public boolean isLate() {
        return late;
    }

    public void setLate(boolean late) {
        this.late = late;
    }

    public long getKnownMs() {
        return knownMs;
    }

    public void setKnownMs(long knownMs) {
        this.knownMs = knownMs;
    }

    public String getSource() {
        return source;
    }

    public void setSource(String source) {
        this.source = source;
    }

    public long[] getTileStartMs() {
        return tileStartMs;
    }

    public void setTileStartMs(long[] tileStartMs) {
        this.tileStartMs = tileStartMs;
    }

    public byte[] getMoments() {
        return moments;
    }

    public void setMoments(byte[] moments) {
        this.moments = moments;
    }

    public double[] getState() {
        return state;
    }

    public void setState(double[] state) {
        this.state = state;
    }

    public byte[] getBins() {
        return bins;
    }

    public void setBins(byte[] bins) {
        this.bins = bins;
    }

    public long getTimeMs() {
        return timeMs;
    }

    public void setTimeMs(long timeMs) {
        this.timeMs = timeMs;
    }

    public long getEndMs() {
        return endMs;
    }

    public void setEndMs(long endMs) {
        this.endMs = endMs;
    }

    public @Nullable String getKind() {
        return kind;
    }

    public void setKind(@Nullable String kind) {
        this.kind = kind;
    }

    public @Nullable String getCode() {
        return code;
    }

    public void setCode(@Nullable String code) {
        this.code = code;
    }

    public @Nullable String getComponent() {
        return component;
    }

    public void setComponent(@Nullable String component) {
        this.component = component;
    }

    public @Nullable String getMode() {
        return mode;
    }

    public void setMode(@Nullable String mode) {
        this.mode = mode;
    }

    public @Nullable String getStatus() {
        return status;
    }

    public void setStatus(@Nullable String status) {
        this.status = status;
    }

    public boolean isReplaced() {
        return replaced;
    }

    public void setReplaced(boolean replaced) {
        this.replaced = replaced;
    }

    public @Nullable String getNote() {
        return note;
    }

    public void setNote(@Nullable String note) {
        this.note = note;
    }

    public double getAmount() {
        return amount;
    }

    public void setAmount(double amount) {
        this.amount = amount;
    }
}
