package io.millwright.features;

/** A vibration burst and what it is summarised to. A bean, because Spark encodes no records. */
public final class BurstRow {

    private String equipmentId = "";
    private String sensor = "";
    private long startMs;
    private long knownMs;
    private double samplingHz;
    private double speedHz = Double.NaN;
    private byte[] samples = new byte[0];
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

    public long getStartMs() {
        return startMs;
    }

    public void setStartMs(long startMs) {
        this.startMs = startMs;
    }

    public long getKnownMs() {
        return knownMs;
    }

    public void setKnownMs(long knownMs) {
        this.knownMs = knownMs;
    }

    public double getSamplingHz() {
        return samplingHz;
    }

    public void setSamplingHz(double samplingHz) {
        this.samplingHz = samplingHz;
    }

    /** Measured turns of the shaft a second; NaN where they were not. */
    public double getSpeedHz() {
        return speedHz;
    }

    public void setSpeedHz(double speedHz) {
        this.speedHz = speedHz;
    }

    public byte[] getSamples() {
        return samples;
    }

    public void setSamples(byte[] samples) {
        this.samples = samples;
    }

    public double[] getValue() {
        return value;
    }

    public void setValue(double[] value) {
        this.value = value;
    }
}
