package io.millwright.etl;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What became of landed readings, one of seven: a row of {@code series}, readings merged away, a finding about a sensor, a
 * rejected record or reading, a count of what this ingest or earlier ones brought, or a {@link SensorState}. A bean, because Spark moves its arrays by memory copy.
 */
public final class Settled implements Serializable {

    static final int COUNT = 0;
    static final int REJECTED = 1;
    static final int FINDING = 2;
    static final int SERIES = 3;
    static final int MERGED = 4;
    static final int EARLIER_COUNT = 5;
    static final int STATE = 6;

    /** Later than any chunk. */
    static final long NO_CHUNK = Long.MAX_VALUE;

    private int what;
    private String source = "";
    private @Nullable String equipmentId;
    private @Nullable String sensor;
    private long chunkStart;
    private boolean late;
    private long knownMs;
    private int @Nullable [] offsets;
    private double @Nullable [] values;
    private double @Nullable [] clean;
    private int @Nullable [] arrivals;
    private int expectedN;
    private double min;
    private double max;
    private double mean;
    private int longestGapMs;
    private int flatMs;
    private @Nullable String file;
    private @Nullable String reason;
    private @Nullable String raw;
    private @Nullable Long rejectedEventMs;
    private @Nullable Long rejectedKnownMs;
    private @Nullable String action;
    private long fromMs;
    private long toMs;
    private long rowsIn;
    private long rowsClean;
    private long merged;
    private byte @Nullable [] state;

    static Settled count(String source, long rowsIn, long rowsClean, long merged) {
        Settled count = new Settled();
        count.what = COUNT;
        count.source = source;
        count.chunkStart = NO_CHUNK;
        count.rowsIn = rowsIn;
        count.rowsClean = rowsClean;
        count.merged = merged;
        return count;
    }

    static Settled rejected(Landed landed) {
        Settled rejected = new Settled();
        rejected.what = REJECTED;
        rejected.source = landed.getSource();
        rejected.file = landed.getFile();
        rejected.reason = landed.getReason();
        rejected.raw = landed.getRaw();
        rejected.equipmentId = landed.getEquipmentId();
        rejected.sensor = landed.getSensor();
        rejected.rejectedEventMs = landed.getEventMs();
        rejected.rejectedKnownMs = landed.getKnownMs();
        return rejected;
    }

    static Settled finding(String equipmentId, Finding finding) {
        Settled settled = new Settled();
        settled.what = FINDING;
        settled.equipmentId = equipmentId;
        settled.sensor = finding.sensor();
        settled.reason = finding.kind();
        settled.fromMs = finding.fromMs();
        settled.toMs = finding.toMs();
        settled.raw = finding.evidence();
        settled.action = finding.action();
        return settled;
    }

    static Settled state(String equipmentId, String sensor, long nextChunk, byte[] bytes) {
        Settled state = new Settled();
        state.what = STATE;
        state.equipmentId = equipmentId;
        state.sensor = sensor;
        state.chunkStart = nextChunk;
        state.state = bytes;
        return state;
    }

    /** Readings of one chunk that stay or are merged away. */
    static Settled readings(int what, String source, String equipmentId, String sensor, long chunkStart) {
        Settled readings = new Settled();
        readings.what = what;
        readings.source = source;
        readings.equipmentId = equipmentId;
        readings.sensor = sensor;
        readings.chunkStart = chunkStart;
        return readings;
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

    /** Of a count, the first chunk the ingest changes, else {@link #NO_CHUNK}. */
    public long getChunkStart() {
        return chunkStart;
    }

    public void setChunkStart(long chunkStart) {
        this.chunkStart = chunkStart;
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

    public double @Nullable [] getClean() {
        return clean;
    }

    public void setClean(double @Nullable [] clean) {
        this.clean = clean;
    }

    /** As in {@link Landed#getArrivals()}. */
    public int @Nullable [] getArrivals() {
        return arrivals;
    }

    public void setArrivals(int @Nullable [] arrivals) {
        this.arrivals = arrivals;
    }

    public int getExpectedN() {
        return expectedN;
    }

    public void setExpectedN(int expectedN) {
        this.expectedN = expectedN;
    }

    public double getMin() {
        return min;
    }

    public void setMin(double min) {
        this.min = min;
    }

    public double getMax() {
        return max;
    }

    public void setMax(double max) {
        this.max = max;
    }

    public double getMean() {
        return mean;
    }

    public void setMean(double mean) {
        this.mean = mean;
    }

    public int getLongestGapMs() {
        return longestGapMs;
    }

    public void setLongestGapMs(int longestGapMs) {
        this.longestGapMs = longestGapMs;
    }

    public int getFlatMs() {
        return flatMs;
    }

    public void setFlatMs(int flatMs) {
        this.flatMs = flatMs;
    }

    public @Nullable String getFile() {
        return file;
    }

    public void setFile(@Nullable String file) {
        this.file = file;
    }

    /** Why it was rejected, or what kind of finding it is. */
    public @Nullable String getReason() {
        return reason;
    }

    public void setReason(@Nullable String reason) {
        this.reason = reason;
    }

    /** The rejected text, or a finding's evidence. */
    public @Nullable String getRaw() {
        return raw;
    }

    public void setRaw(@Nullable String raw) {
        this.raw = raw;
    }

    public @Nullable Long getRejectedEventMs() {
        return rejectedEventMs;
    }

    public void setRejectedEventMs(@Nullable Long rejectedEventMs) {
        this.rejectedEventMs = rejectedEventMs;
    }

    public @Nullable Long getRejectedKnownMs() {
        return rejectedKnownMs;
    }

    public void setRejectedKnownMs(@Nullable Long rejectedKnownMs) {
        this.rejectedKnownMs = rejectedKnownMs;
    }

    public @Nullable String getAction() {
        return action;
    }

    public void setAction(@Nullable String action) {
        this.action = action;
    }

    public long getFromMs() {
        return fromMs;
    }

    public void setFromMs(long fromMs) {
        this.fromMs = fromMs;
    }

    public long getToMs() {
        return toMs;
    }

    public void setToMs(long toMs) {
        this.toMs = toMs;
    }

    public long getRowsIn() {
        return rowsIn;
    }

    public void setRowsIn(long rowsIn) {
        this.rowsIn = rowsIn;
    }

    public long getRowsClean() {
        return rowsClean;
    }

    public void setRowsClean(long rowsClean) {
        this.rowsClean = rowsClean;
    }

    public long getMerged() {
        return merged;
    }

    public void setMerged(long merged) {
        this.merged = merged;
    }

    /** As in {@link Landed#getState()}. */
    public byte @Nullable [] getState() {
        return state;
    }

    public void setState(byte @Nullable [] state) {
        this.state = state;
    }
}
