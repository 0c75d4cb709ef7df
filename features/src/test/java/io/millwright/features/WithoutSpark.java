package io.millwright.features;

import io.millwright.features.context.MachineLog;
import io.millwright.features.text.WrittenNote;
import io.millwright.lake.Lake;
import java.io.File;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.math3.util.FastMath;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.jspecify.annotations.Nullable;
import org.jtransforms.fft.DoubleFFT_1D;
import org.visnow.jlargearrays.LargeArray;

/** A program as it runs beside a machine: it reads a plan, is told of three days, and writes the row of their end. */
final class WithoutSpark {

    private static final long DAY = SmallFleet.DAY;
    private static final long START = 20_000 * DAY;
    private static final Instant AS_OF = Instant.ofEpochMilli(START + 3 * DAY);

    private WithoutSpark() {}

    public static void main(String[] args) throws Exception {
        for (String absent : List.of("org.apache.spark.sql.Row", "io.delta.tables.DeltaTable", "scala.Option")) {
            requireAbsent(absent);
        }
        write(row((LivePlan) read(Path.of(args[0]))), Path.of(args[1]));
    }

    private static void requireAbsent(String type) {
        try {
            Class.forName(type);
            throw new IllegalStateException(type + " is there");
        } catch (ClassNotFoundException e) {
            // As it should be.
        }
    }

    /** Runs it in a process of its own, whose class path is the rooms and libraries that a machine needs, and returns what it said. */
    static String run(Path plan, Path row) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath(),
                        WithoutSpark.class.getName(),
                        plan.toString(),
                        row.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() == 0 ? said : said + "exit " + process.exitValue();
    }

    private static String classPath() {
        return Stream.of(
                        WithoutSpark.class,
                        LivePlan.class,
                        Lake.class,
                        DoubleFFT_1D.class,
                        LargeArray.class,
                        FastMath.class,
                        Analyzer.class,
                        EnglishAnalyzer.class,
                        Nullable.class)
                .map(WithoutSpark::place)
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String place(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The row of a machine of the small fleet that all families can say something of. */
    static Map<String, Double> row(LivePlan plan) {
        LiveMachine machine = new LiveMachine(plan, "m1", log());
        for (int day = 0; day < 3; day++) {
            long start = START + day * DAY;
            machine.chunk("heat", start, offsets(), values(day, 50, 3), Long.MIN_VALUE, "readings");
            machine.chunk("load", start, offsets(), values(day, 0.5, 0.5), Long.MIN_VALUE, "readings");
            machine.burst("vibration_x", start + DAY / 4, start + DAY / 4, 1000, samples(day));
        }
        machine.note(new WrittenNote("o1", START + DAY, START + DAY, "belt torn, oil leaking"));
        return new LinkedHashMap<>(machine.row(AS_OF).orElseThrow());
    }

    private static MachineLog log() {
        return new MachineLog(
                new MachineLog.Facts("s1", "belt", null, START - 100 * DAY, 1),
                List.of(
                        new MachineLog.Event(START + DAY, START + DAY, "error", "e1", null, null),
                        new MachineLog.Event(START + DAY, START + DAY, "failure", null, "belt", "belt")),
                List.of(new MachineLog.Order(START + DAY, START + DAY, "corrective", "closed", "belt", null, true)),
                List.of(),
                Map.of("belt", List.of(new MachineLog.Installation(START - DAY, START - DAY))),
                List.of(new MachineLog.Stay("belt", "B1", true, START - DAY, Long.MAX_VALUE, START - DAY)),
                List.of(),
                List.of());
    }

    private static int[] offsets() {
        int[] offsets = new int[144];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = i * 600_000;
        }
        return offsets;
    }

    private static double[] values(int day, double level, double swing) {
        double[] values = new double[144];
        for (int i = 0; i < values.length; i++) {
            values[i] = level + swing * Math.signum(Math.sin(i / 23.0)) + 0.01 * ((i * 37 + day * 11) % 17);
        }
        return values;
    }

    private static float[] samples(int day) {
        float[] samples = new float[512];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (Math.sin(i / 6.5) + 0.1 * ((i * 31 + day * 7) % 13));
        }
        return samples;
    }

    static void write(Object sent, Path file) throws IOException {
        try (ObjectOutputStream out = new ObjectOutputStream(Files.newOutputStream(file))) {
            out.writeObject(sent);
        }
    }

    static Object read(Path file) throws IOException, ClassNotFoundException {
        try (ObjectInputStream in = new ObjectInputStream(Files.newInputStream(file))) {
            return in.readObject();
        }
    }
}
