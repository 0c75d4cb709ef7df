package io.millwright.training.matrix;

import java.io.Serializable;
import java.sql.Timestamp;
import org.jspecify.annotations.Nullable;

/**
 * One row of a {@link TrainingFrame} as it travels from Spark to the driver: a bean, because its array of floats then arrives by a
 * memory copy instead of as boxed numbers.
 */
public final class PackedRow implements Serializable {

    private String equipmentId = "";
    private Timestamp asOf = new Timestamp(0);
    private float[] values = {};
    private double[] numbers = {};
    private @Nullable String[] texts = {};

    public String getEquipmentId() {
        return equipmentId;
    }

    public void setEquipmentId(String equipmentId) {
        this.equipmentId = equipmentId;
    }

    public Timestamp getAsOf() {
        return asOf;
    }

    public void setAsOf(Timestamp asOf) {
        this.asOf = asOf;
    }

    /** The features. */
    public float[] getValues() {
        return values;
    }

    public void setValues(float[] values) {
        this.values = values;
    }

    /** The answers that are numbers; NaN for none. */
    public double[] getNumbers() {
        return numbers;
    }

    public void setNumbers(double[] numbers) {
        this.numbers = numbers;
    }

    /** The answers that are words; empty for none. */
    public @Nullable String[] getTexts() {
        return texts;
    }

    public void setTexts(@Nullable String[] texts) {
        this.texts = texts;
    }
}
