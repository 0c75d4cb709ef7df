package io.millwright.features;

/** A {@code tiles} row in Java; a bean, because Spark encodes no records. */
public final class TileChunk {

    private String equipmentId = "";
    private String sensor = "";
    private long chunkStartMs;
    private boolean late;
    private long knownMs;
    private String source = "";
    private long[] tileStartMs = new long[0];
    private byte[] state = new byte[0];
    private byte[] bins = new byte[0];

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

    public long[] getTileStartMs() {
        return tileStartMs;
    }

    public void setTileStartMs(long[] tileStartMs) {
        this.tileStartMs = tileStartMs;
    }

    public byte[] getState() {
        return state;
    }

    public void setState(byte[] state) {
        this.state = state;
    }

    public byte[] getBins() {
        return bins;
    }

    public void setBins(byte[] bins) {
        this.bins = bins;
    }
}
