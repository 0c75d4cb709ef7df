package io.millwright.etl;

import io.millwright.lake.table.Waveforms;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.jspecify.annotations.Nullable;

/**
 * A burst in typed columns (Parquet): those of {@link WaveformPlan#selection}, then its file and the number of its row.
 *
 * @param areBytes whether samples come as {@link Waveforms#SAMPLES} are stored, not as an array
 */
record ColumnBurst(InternalRow row, boolean areBytes) implements LandedBurst {

    private static final int MACHINE = 0;
    private static final int START = 1;
    private static final int ARRIVAL = 2;
    private static final int SENSOR = 3;
    private static final int RATE = 4;
    private static final int SAMPLES = 5;
    private static final int SHAFT_SPEED = 6;
    private static final int PATH = 7;
    private static final int ROW_INDEX = 8;

    @Override
    public String path() {
        return row.getUTF8String(PATH).toString();
    }

    @Override
    public long place() {
        return row.getLong(ROW_INDEX);
    }

    @Override
    public @Nullable String machine() {
        return text(MACHINE);
    }

    @Override
    public @Nullable String start() {
        return text(START);
    }

    @Override
    public @Nullable String arrival() {
        return text(ARRIVAL);
    }

    @Override
    public @Nullable String sensor() {
        return text(SENSOR);
    }

    @Override
    public double samplingHz() {
        return row.isNullAt(RATE) ? Double.NaN : row.getDouble(RATE);
    }

    @Override
    public @Nullable String shaftSpeed() {
        return text(SHAFT_SPEED);
    }

    @Override
    public float[] samples() {
        if (row.isNullAt(SAMPLES)) {
            return new float[0];
        }
        if (areBytes) {
            byte[] bytes = row.getBinary(SAMPLES);
            return bytes.length % Float.BYTES == 0 ? Waveforms.decoded(bytes) : new float[0];
        }
        ArrayData array = row.getArray(SAMPLES);
        for (int i = 0; i < array.numElements(); i++) {
            if (array.isNullAt(i)) {
                return new float[0];
            }
        }
        return array.toFloatArray();
    }

    private @Nullable String text(int i) {
        return row.isNullAt(i) ? null : row.getUTF8String(i).toString();
    }
}
