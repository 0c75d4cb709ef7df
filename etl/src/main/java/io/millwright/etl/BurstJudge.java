package io.millwright.etl;

import io.millwright.lake.table.Waveforms;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.jspecify.annotations.Nullable;

/** Judges bursts of one source of waveforms, and takes their effective value and peak. Not safe for several threads. */
final class BurstJudge {

    private static final int MACHINE = 0;
    private static final int START = 1;
    private static final int ARRIVAL = 2;
    private static final int SENSOR = 3;
    private static final int RATE = 4;
    private static final int SAMPLES = 5;
    private static final int PATH = 6;
    private static final int ROW_INDEX = 7;

    private final WaveformPlan plan;
    private final boolean areBytes;
    private final Moments moments;
    private final ArrivalSpans spans;

    /**
     * @param areBytes whether samples come as {@link Waveforms#SAMPLES} are stored, not as an array
     * @param spans is told when the bursts of each file arrived, whatever interval is taken
     */
    BurstJudge(WaveformPlan plan, boolean areBytes, ArrivalSpans spans) {
        this.plan = plan;
        this.areBytes = areBytes;
        this.spans = spans;
        this.moments = plan.moments.copy();
    }

    /** Empty where the burst belongs to another interval of arrival. */
    Optional<Burst> judge(InternalRow row) {
        long start = moments.parse(text(row, START));
        long known = plan.hasArrival
                ? moments.parse(text(row, ARRIVAL))
                : start == Moments.UNREADABLE ? Moments.UNREADABLE : start + plan.delayMs;
        if (known != Moments.UNREADABLE) {
            spans.add(row.getUTF8String(PATH).toString(), new ArrivalSpan(known, known));
            if (known < plan.fromMs || known >= plan.toMs) {
                return Optional.empty();
            }
        }
        Burst burst = new Burst();
        burst.setPath(row.getUTF8String(PATH).toString());
        burst.setRowIndex(row.getLong(ROW_INDEX));
        String machine = text(row, MACHINE);
        burst.setEquipmentId(machine == null || machine.isBlank() ? null : plan.prefix + machine.strip());
        String sensor = text(row, SENSOR);
        burst.setSensor(sensor == null ? null : plan.sensorByName.getOrDefault(sensor, sensor));
        burst.setStartMs(start == Moments.UNREADABLE ? null : start);
        burst.setKnownMs(known == Moments.UNREADABLE ? null : known);
        burst.setSamplingHz(row.isNullAt(RATE) ? Double.NaN : row.getDouble(RATE));
        burst.setReason(reason(burst, row));
        if (burst.getReason() != null) {
            burst.setRaw(raw(row));
        }
        return Optional.of(burst);
    }

    private @Nullable String reason(Burst burst, InternalRow row) {
        Long start = burst.getStartMs();
        Long known = burst.getKnownMs();
        if (start == null || known == null) {
            return Reason.UNPARSABLE_TIME;
        }
        String machine = burst.getEquipmentId();
        if (machine == null || (plan.machines != null && !plan.machines.contains(machine))) {
            return Reason.UNKNOWN_MACHINE;
        }
        String sensor = text(row, SENSOR);
        if (sensor == null || !plan.sensorByName.containsKey(sensor)) {
            return Reason.UNKNOWN_SENSOR;
        }
        if (start > known) {
            return Reason.FUTURE;
        }
        boolean measured = burst.getSamplingHz() > 0 && summarised(burst, samples(row));
        return measured ? null : Reason.UNPARSABLE_VALUE;
    }

    /** Empty where there are none, or one is missing. */
    private float[] samples(InternalRow row) {
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

    /** False where there is no sample, or one that is no number. */
    private static boolean summarised(Burst burst, float[] samples) {
        double squares = 0;
        double peak = 0;
        for (float sample : samples) {
            squares += (double) sample * sample;
            peak = Math.max(peak, Math.abs(sample));
        }
        burst.setRms(Math.sqrt(squares / samples.length));
        burst.setPeak(peak);
        boolean usable = samples.length > 0 && Double.isFinite(squares);
        if (usable) {
            burst.setSamples(Waveforms.encoded(samples));
        }
        return usable;
    }

    private static @Nullable String text(InternalRow row, int i) {
        return row.isNullAt(i) ? null : row.getUTF8String(i).toString();
    }

    /** The burst's cells, of the samples only how many there are. */
    private String raw(InternalRow row) {
        StringBuilder raw = new StringBuilder();
        for (int i = MACHINE; i <= SENSOR; i++) {
            String cell = text(row, i);
            raw.append(cell == null ? "" : cell).append(',');
        }
        raw.append(row.isNullAt(RATE) ? "" : Double.toString(row.getDouble(RATE)))
                .append(',');
        return raw.append(samples(row).length).append(" samples").toString();
    }
}
