package io.millwright.benchmarks;

import io.millwright.features.waveform.BearingGeometry;
import io.millwright.features.waveform.BearingLine;
import io.millwright.features.waveform.BurstAnalyser;
import io.millwright.features.waveform.BurstPlan;
import io.millwright.features.waveform.NamePlate;
import io.millwright.features.waveform.Sensing;
import io.millwright.features.waveform.Shaft;
import io.millwright.features.waveform.VibrationUnit;
import io.millwright.lake.config.FeatureSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Times the numbers of vibration bursts on one core, without Spark: from a file of samples to a file of numbers. */
public final class SpectraSpeed {

    private static final double SAMPLING_HZ = 10_240;
    private static final int LENGTH = 10_240;
    private static final double NANOS = 1e9;
    private static final int UNTIL_COMPILED = 4;

    /** As {@code peers/spectra.py} has them. */
    private static final NamePlate PLATE = new NamePlate(new Shaft(50, new BearingGeometry(9, 7.94, 39.04, 0)), null);

    private static final BurstPlan PLAN = new BurstPlan(
            List.of(new FeatureSpec.Band(10, 100), new FeatureSpec.Band(100, 1000), new FeatureSpec.Band(1000, 4000)),
            0,
            3);

    private SpectraSpeed() {}

    /**
     * Runs, after warm-ups in which Java compiles everything.
     *
     * @param arguments file of samples (32-bit floats, little-endian, one burst after the other), file to write (64-bit), repetitions
     */
    public static void main(String[] arguments) throws IOException {
        Path samples = Path.of(arguments[0]);
        for (int i = 0; i < UNTIL_COMPILED; i++) {
            numbers(samples);
        }
        System.out.println(Usage.WARM);
        for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
            long cpu = Usage.cpuNanos();
            long start = System.nanoTime();
            write(numbers(samples), Path.of(arguments[1]));
            System.out.printf(
                    Locale.ROOT,
                    "seconds %.3f cpu %.3f%n",
                    (System.nanoTime() - start) / NANOS,
                    (Usage.cpuNanos() - cpu) / NANOS);
        }
        System.out.printf("peak_mb %d%n", Usage.peakMegabytes());
    }

    private static List<double[]> numbers(Path file) throws IOException {
        BurstAnalyser analyser = new BurstAnalyser(PLAN);
        Sensing sensing = new Sensing(SAMPLING_HZ, VibrationUnit.of("m/s2"));
        ByteBuffer bytes = ByteBuffer.allocateDirect(LENGTH * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        float[] burst = new float[LENGTH];
        List<double[]> numbers = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(file)) {
            while (channel.read(bytes) == bytes.capacity()) {
                bytes.flip();
                bytes.asFloatBuffer().get(burst);
                numbers.add(analyser.numbers(burst, sensing, PLATE));
                bytes.clear();
            }
        }
        return numbers;
    }

    /** All numbers but those of the bearing line, which the peer does not name. */
    private static void write(List<double[]> numbers, Path file) throws IOException {
        int size = PLAN.size() - BearingLine.SIZE;
        ByteBuffer bytes =
                ByteBuffer.allocate(numbers.size() * size * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        numbers.forEach(burst -> IntStream.range(0, size).forEach(i -> bytes.putDouble(burst[i])));
        Files.write(file, bytes.array());
    }
}
