package io.millwright.training.anomaly;

import io.millwright.training.matrix.FeatureRow;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Ten pumps with a temperature that follows the load, a vibration of their own and a level that is alike for all. */
final class Rows {

    static final List<String> COLUMNS = List.of("heat__24h__mean", "load__24h__mean", "shake__24h__mean");
    static final List<String> SENSORS = List.of("heat", "load", "shake");
    static final int MACHINES = 10;
    private static final long DAY = 86_400_000L;

    private Rows() {}

    /** A value to be put in place of what a machine shows on a day. */
    interface Change {
        float[] apply(int machine, int day, float[] values);
    }

    static Indicators of(int days, Change change) {
        Random random = new Random(5);
        List<FeatureRow> rows = new ArrayList<>();
        Map<String, String> types = new TreeMap<>();
        for (int machine = 0; machine < MACHINES; machine++) {
            String id = "m" + machine;
            types.put(id, "pump");
            for (int day = 0; day < days; day++) {
                double load = 50 + 10 * random.nextGaussian();
                float[] values = {
                    (float) (20 + machine + 0.5 * load + random.nextGaussian()),
                    (float) load,
                    (float) (3 + 0.3 * machine + 0.2 * random.nextGaussian())
                };
                rows.add(new FeatureRow(id, day * DAY, change.apply(machine, day, values)));
            }
        }
        return new Indicators(TrainingMatrix.of(COLUMNS, rows), SENSORS, types, Map.of(), Map.of());
    }

    static Indicators quiet(int days) {
        return of(days, (machine, day, values) -> values);
    }

    static int[] days(Indicators rows, int from, int to) {
        return java.util.stream.IntStream.range(0, rows.matrix().rows())
                .filter(row -> rows.matrix().asOfMillis(row) >= from * DAY
                        && rows.matrix().asOfMillis(row) < to * DAY)
                .toArray();
    }

    static int at(Indicators rows, String machine, int day) {
        for (int row = 0; row < rows.matrix().rows(); row++) {
            if (rows.matrix().machine(row).equals(machine) && rows.matrix().asOfMillis(row) == day * DAY) {
                return row;
            }
        }
        throw new IllegalArgumentException(machine + " has no day " + day);
    }
}
