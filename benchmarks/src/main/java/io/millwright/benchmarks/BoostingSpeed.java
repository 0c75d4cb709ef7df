package io.millwright.benchmarks;

import io.millwright.features.label.FailureLabel;
import io.millwright.features.label.FailureLabels;
import io.millwright.features.label.MachineLife;
import io.millwright.training.candidate.Boosting;
import io.millwright.training.candidate.BoostingSettings;
import io.millwright.training.matrix.FeatureRow;
import io.millwright.training.matrix.Json;
import io.millwright.training.matrix.TrainingMatrix;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import ml.dmlc.xgboost4j.java.Booster;

/**
 * Boosts on a {@link RetrainingFleet} as training does, again and again in one JVM, prints one line of seconds and CPU seconds a time, the
 * warm-up first, and leaves matrix, outcome, parameters and predictions for Python to do the same.
 */
public final class BoostingSpeed {

    private static final double NANOS = 1e9;
    private static final long SEED = 1;
    private static final FailureLabels LABELS = new FailureLabels(
            Duration.ofHours(72).toMillis(), 0, Duration.ofHours(24).toMillis());

    private BoostingSpeed() {}

    /**
     * Runs.
     *
     * @param arguments folder, machines, days, features, rounds, repetitions
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        RetrainingFleet fleet = new RetrainingFleet(
                Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
        BoostingSettings settings = BoostingSettings.failure().withRounds(Integer.parseInt(arguments[4]));
        List<FeatureRow> rows = new ArrayList<>();
        List<Integer> positive = new ArrayList<>();
        for (int machine = 0; machine < fleet.machines(); machine++) {
            add(fleet, machine, rows, positive);
        }
        TrainingMatrix matrix = TrainingMatrix.of(
                IntStream.range(0, fleet.features()).mapToObj(fleet::name).toList(), rows);
        float[] outcome = new float[matrix.rows()];
        for (int row = 0; row < outcome.length; row++) {
            outcome[row] = positive.get(row);
        }
        Map<String, Object> parameters = settings.parameters(SEED);
        write(folder.resolve("matrix.f32"), matrix.rowMajor());
        write(folder.resolve("outcome.f32"), outcome);
        Files.write(
                folder.resolve("boosting.json"),
                Json.readable(
                        Map.of("columns", matrix.width(), "rounds", settings.rounds(), "parameters", parameters)));
        for (int i = 0; i <= Integer.parseInt(arguments[5]); i++) {
            Booster booster = timed(matrix, outcome, settings);
            write(folder.resolve("java.f32"), first(Boosting.predict(booster, matrix, 0)));
            Files.write(folder.resolve("java.json"), Boosting.bytes(booster));
        }
    }

    /** In key order, as machines are numbered in the order of their names. */
    private static void add(RetrainingFleet fleet, int machine, List<FeatureRow> rows, List<Integer> positive) {
        MachineLife life =
                new MachineLife(fleet.failures(machine), List.of(), fleet.end().toEpochMilli(), false);
        double[][] values = fleet.rows(machine);
        for (int day = 1; day <= fleet.days(); day++) {
            FailureLabel label = LABELS.label(life, RetrainingFleet.asOfMs(day));
            if (label.label() != null) {
                float[] features = new float[fleet.features()];
                for (int feature = 0; feature < features.length; feature++) {
                    features[feature] = (float) values[day - 1][feature];
                }
                rows.add(new FeatureRow(RetrainingFleet.id(machine), RetrainingFleet.asOfMs(day), features));
                positive.add(label.label());
            }
        }
    }

    private static Booster timed(TrainingMatrix matrix, float[] outcome, BoostingSettings settings) {
        long start = System.nanoTime();
        long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        Booster booster = Boosting.fit(matrix, outcome, settings, Map.of(), SEED);
        System.out.printf(
                Locale.ROOT,
                "seconds %.3f cpu %.3f%n",
                (System.nanoTime() - start) / NANOS,
                (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu) / NANOS);
        return booster;
    }

    private static float[] first(float[][] predictions) {
        float[] first = new float[predictions.length];
        for (int row = 0; row < first.length; row++) {
            first[row] = predictions[row][0];
        }
        return first;
    }

    /** As numpy reads them, a piece at a time. */
    private static void write(Path file, float[] values) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer piece = ByteBuffer.allocate(4 << 16).order(ByteOrder.LITTLE_ENDIAN);
            for (float value : values) {
                piece.putFloat(value);
                if (!piece.hasRemaining()) {
                    written(channel, piece);
                }
            }
            written(channel, piece);
        }
    }

    private static void written(FileChannel channel, ByteBuffer piece) throws IOException {
        piece.flip();
        while (piece.hasRemaining()) {
            channel.write(piece);
        }
        piece.clear();
    }
}
