package io.millwright.features;

import io.millwright.features.regime.Settings;
import io.millwright.features.waveform.SpeedChunk;
import java.util.ArrayList;
import java.util.List;

/** A {@code series} row as the typed map over chunks sees it; a bean, because Spark encodes no records. */
public final class SeriesChunk {

    private String equipmentId = "";
    private String sensor = "";
    private long chunkStartMs;
    private boolean late;
    private long knownMs;
    private String source = "";
    private int[] offsetMs = new int[0];
    private double[] value = new double[0];

    public String getEquipmentId() {
        return equipmentId;
    }

    public void setEquipmentId(String equipmentId) {
        this.equipmentId = equipmentId;
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

    public int[] getOffsetMs() {
        return offsetMs;
    }

    public void setOffsetMs(int[] offsetMs) {
        this.offsetMs = offsetMs;
    }

    /** What features may use: the cleaned values where there are any. */
    public double[] getValue() {
        return value;
    }

    public void setValue(double[] value) {
        this.value = value;
    }

    /** What a machine was set to, from its chunks. */
    static Settings settings(List<SeriesChunk> chunks, List<String> settings, long oldestMs) {
        List<List<Settings.Readings>> readings = new ArrayList<>();
        for (String setting : settings) {
            readings.add(chunks.stream()
                    .filter(chunk -> chunk.getSensor().equals(setting))
                    .map(chunk ->
                            new Settings.Readings(chunk.times(), chunk.getValue(), chunk.isLate(), chunk.getKnownMs()))
                    .toList());
        }
        return new Settings(readings, oldestMs);
    }

    /** When the readings were made, in milliseconds. */
    long[] times() {
        long[] times = new long[offsetMs.length];
        for (int i = 0; i < times.length; i++) {
            times[i] = chunkStartMs + offsetMs[i];
        }
        return times;
    }

    /** Of a sensor that tells how fast a shaft turns. */
    SpeedChunk ofSpeed() {
        return new SpeedChunk(chunkStartMs, offsetMs, value, late, knownMs);
    }

    /** When late readings were known; for readings that came in time, a moment before any of them. */
    long lateKnownMs() {
        return late ? knownMs : Long.MIN_VALUE;
    }
}
