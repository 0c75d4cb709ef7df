package io.millwright.training.matrix;

import java.io.Serializable;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Takes rows of hundreds of columns as Spark keeps them inside: an encoder or an expression for each column would make Spark generate
 * and compile code by the hundred kilobytes, which takes longer than reading.
 */
final class RowPacking implements Serializable {

    private static final long MICROS_PER_MILLI = 1000;

    private final int machine;
    private final int asOf;
    private final int[] values;
    private final int[] numbers;
    private final DataType[] numberTypes;
    private final int[] texts;

    RowPacking(StructType schema, int machine, int asOf, int[] values, int[] numbers, int[] texts) {
        this.machine = machine;
        this.asOf = asOf;
        this.values = values;
        this.numbers = numbers;
        this.numberTypes = new DataType[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            numberTypes[i] = schema.fields()[numbers[i]].dataType();
        }
        this.texts = texts;
    }

    PackedRow pack(InternalRow row) {
        float[] features = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            features[i] = row.isNullAt(values[i]) ? Float.NaN : (float) row.getDouble(values[i]);
        }
        double[] answers = new double[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            answers[i] = row.isNullAt(numbers[i]) ? Double.NaN : number(row, numbers[i], numberTypes[i]);
        }
        String[] words = new String[texts.length];
        for (int i = 0; i < texts.length; i++) {
            words[i] = row.isNullAt(texts[i]) ? "" : text(row, texts[i]);
        }
        return new PackedRow(text(row, machine), row.getLong(asOf) / MICROS_PER_MILLI, features, answers, words);
    }

    private static String text(InternalRow row, int column) {
        UTF8String text = row.getUTF8String(column);
        return text.toString();
    }

    private static double number(InternalRow row, int column, DataType type) {
        if (type.equals(DataTypes.BooleanType)) {
            return row.getBoolean(column) ? 1 : 0;
        }
        return type.equals(DataTypes.IntegerType) ? row.getInt(column) : row.getDouble(column);
    }
}
