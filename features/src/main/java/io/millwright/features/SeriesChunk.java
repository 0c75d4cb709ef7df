package io.millwright.features;

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
}
