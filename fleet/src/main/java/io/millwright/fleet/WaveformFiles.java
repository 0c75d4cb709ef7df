package io.millwright.fleet;

import static org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit.MICROS;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;

/** Writes the vibration bursts of one slice of one site as Parquet, one row per burst and axis. */
final class WaveformFiles {
    private static final String[] AXES = {"vibration_x", "vibration_y", "vibration_z"};
    private static final String UNDECLARED = "vibration_t";
    private static final MessageType SCHEMA = schema();

    private WaveformFiles() {}

    @SuppressWarnings("ArrayRecordComponent") // samples on their way to a file; identity is never asked for
    private record Burst(
            String equipmentId, String sensor, long startMicros, long receivedMicros, double hz, float[] samples) {}

    static void write(FleetSpec spec, Site site, Slice slice, String landing, Configuration configuration)
            throws IOException {
        Path path =
                new Path(landing + "/" + LandingFiles.WAVEFORMS + "/" + site.id() + "/" + slice.name() + ".parquet");
        Climate climate = Climate.of(spec, site);
        try (ParquetFile<Burst> file = new ParquetFile<>(configuration, path, SCHEMA, WaveformFiles::writeFields)) {
            for (Machine machine : slice.pick(Roster.machinesOf(spec, site))) {
                writeMachine(spec, MachineHistory.of(spec, machine, climate), slice, file);
            }
        }
    }

    private static void writeMachine(FleetSpec spec, MachineHistory history, Slice slice, ParquetFile<Burst> file)
            throws IOException {
        Machine machine = history.machine();
        List<Fault> undeclared = FaultPlan.undeclaredBursts(spec, machine);
        int period = (int) spec.burstPeriod().toHours();
        int first = (slice.fromHour() + period - 1) / period * period;
        for (int hour = first; hour < slice.toHour(); hour += period) {
            if (history.life().isDown(hour)) {
                continue;
            }
            for (int axis = 0; axis < AXES.length; axis++) {
                file.write(burst(spec, history, hour, axis, AXES[axis]));
            }
            for (Fault fault : undeclared) {
                if (fault.from() == hour) {
                    file.write(burst(spec, history, hour, 0, UNDECLARED));
                }
            }
        }
    }

    private static Burst burst(FleetSpec spec, MachineHistory history, int hour, int axis, String sensor) {
        Machine machine = history.machine();
        long second = spec.start().getEpochSecond() + hour * 3_600L + 60 + machine.index() % 50 * 10L;
        return new Burst(
                machine.id(),
                sensor,
                second * 1_000_000L,
                (second + 45) * 1_000_000L,
                machine.samplingHz(spec),
                WaveformSimulator.burst(spec, history, hour, axis));
    }

    private static void writeFields(RecordConsumer out, Burst burst) {
        ParquetFile.text(out, LandingFiles.EQUIPMENT_ID, 0, burst.equipmentId());
        ParquetFile.text(out, LandingFiles.SENSOR, 1, burst.sensor());
        ParquetFile.time(out, LandingFiles.START_TIME, 2, burst.startMicros());
        ParquetFile.time(out, LandingFiles.RECEIVED_AT, 3, burst.receivedMicros());
        ParquetFile.number(out, LandingFiles.SAMPLING_HZ, 4, burst.hz());
        out.startField(LandingFiles.SAMPLES, 5);
        out.addBinary(Binary.fromConstantByteArray(bytes(burst.samples())));
        out.endField(LandingFiles.SAMPLES, 5);
    }

    /** As gateways deliver bursts: 4 bytes a sample, little endian. */
    private static byte[] bytes(float[] samples) {
        ByteBuffer bytes = ByteBuffer.allocate(samples.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(samples);
        return bytes.array();
    }

    private static MessageType schema() {
        Types.MessageTypeBuilder builder = Types.buildMessage();
        builder.required(BINARY).as(stringType()).named(LandingFiles.EQUIPMENT_ID);
        builder.required(BINARY).as(stringType()).named(LandingFiles.SENSOR);
        builder.required(INT64).as(timestampType(true, MICROS)).named(LandingFiles.START_TIME);
        builder.required(INT64).as(timestampType(true, MICROS)).named(LandingFiles.RECEIVED_AT);
        builder.required(DOUBLE).named(LandingFiles.SAMPLING_HZ);
        builder.required(BINARY).named(LandingFiles.SAMPLES);
        return builder.named("waveforms");
    }
}
