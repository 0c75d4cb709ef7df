package io.millwright.etl;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** A burst of a waveform as judged: where it stands in the landing files, and why it is rejected if it is. A bean. */
public final class Burst implements Serializable {

    private String path = "";
    private long rowIndex;
    private @Nullable String reason;
    private String raw = "";
    private @Nullable String equipmentId;
    private @Nullable String sensor;
    private @Nullable Long startMs;
    private @Nullable Long knownMs;
    private double samplingHz;
    private double rms;
    private double peak;
    private @Nullable Double shaftSpeedHz;
    private byte @Nullable [] samples;

    /** The file as Spark names it. */
    public String getPath() {
        return path;
    }

    public void setPath(String path) {
        this.path = path;
    }

    public long getRowIndex() {
        return rowIndex;
    }

    public void setRowIndex(long rowIndex) {
        this.rowIndex = rowIndex;
    }

    /** Null where accepted. */
    public @Nullable String getReason() {
        return reason;
    }

    public void setReason(@Nullable String reason) {
        this.reason = reason;
    }

    public String getRaw() {
        return raw;
    }

    public void setRaw(String raw) {
        this.raw = raw;
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

    public @Nullable Long getStartMs() {
        return startMs;
    }

    public void setStartMs(@Nullable Long startMs) {
        this.startMs = startMs;
    }

    public @Nullable Long getKnownMs() {
        return knownMs;
    }

    public void setKnownMs(@Nullable Long knownMs) {
        this.knownMs = knownMs;
    }

    public double getSamplingHz() {
        return samplingHz;
    }

    public void setSamplingHz(double samplingHz) {
        this.samplingHz = samplingHz;
    }

    public double getRms() {
        return rms;
    }

    public void setRms(double rms) {
        this.rms = rms;
    }

    public double getPeak() {
        return peak;
    }

    public void setPeak(double peak) {
        this.peak = peak;
    }

    /** Null where the burst does not say. */
    public @Nullable Double getShaftSpeedHz() {
        return shaftSpeedHz;
    }

    public void setShaftSpeedHz(@Nullable Double shaftSpeedHz) {
        this.shaftSpeedHz = shaftSpeedHz;
    }

    /** As the table stores them; null where the burst is rejected. */
    public byte @Nullable [] getSamples() {
        return samples;
    }

    public void setSamples(byte @Nullable [] samples) {
        this.samples = samples;
    }
}
