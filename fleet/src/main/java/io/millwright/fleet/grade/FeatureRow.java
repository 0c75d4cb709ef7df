package io.millwright.fleet.grade;

import java.sql.Timestamp;

/** One row of features on its way from Spark: a bean, because its encoder copies the cells as one block of memory. */
public final class FeatureRow {
    private String equipmentId = "";
    private Timestamp asOf = new Timestamp(0);
    private float[] cells = new float[0];

    public String getEquipmentId() {
        return equipmentId;
    }

    public void setEquipmentId(String value) {
        equipmentId = value;
    }

    public Timestamp getAsOf() {
        return asOf;
    }

    public void setAsOf(Timestamp value) {
        asOf = value;
    }

    public float[] getCells() {
        return cells;
    }

    public void setCells(float[] value) {
        cells = value;
    }
}
