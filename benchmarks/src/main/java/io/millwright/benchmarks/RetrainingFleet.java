package io.millwright.benchmarks;

import io.millwright.evaluation.split.MachineHash;
import io.millwright.features.label.Failure;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * Machines with daily features, made by rule and the same every time: two failures a machine-year, in one of four modes, each of which
 * shows in a sensor of its own and, weaker, in the next one over the last 4 to 20 days; one failure in seven comes without a sign. Beside
 * it noise, a level of each machine's own, and one value in a hundred missing.
 *
 * @param days one row a machine and day, at midnight
 * @param features of sensors, windows and statistics in turn
 */
record RetrainingFleet(int machines, int days, int features) implements Serializable {

    static final Instant START = Instant.parse("2025-01-01T00:00:00Z");
    static final List<String> MODES = List.of("bearing_wear", "lubrication", "misalignment", "electrical");
    static final List<String> TYPES = List.of("conveyor", "sorter", "palletiser", "air_compressor");
    static final int SITES = 20;

    private static final List<String> WINDOWS = List.of("24h", "3d", "7d", "14d");
    private static final int[] WINDOW_DAYS = {1, 3, 7, 14};
    private static final List<String> STATISTICS = List.of("mean", "sd", "max", "slope", "baseline_z");
    /** How much a statistic moves with full damage, in standard deviations of its noise. */
    private static final double[] SHOWS = {2, 1, 1.5, 1.5, 3};

    private static final long SEED = 1;
    private static final double FAILURES_PER_DAY = 2 / 365.0;
    private static final double SUDDEN = 1 / 7.0;
    private static final int SHORTEST_ONSET_DAYS = 4;
    private static final int LONGEST_ONSET_DAYS = 20;
    private static final int OUT_OF_ORDER_DAYS = 3;
    private static final double MISSING = 0.01;
    private static final double IN_NEXT_SENSOR = 0.4;
    private static final long DAY_MS = Duration.ofDays(1).toMillis();

    /** A feature's place among sensors, windows and statistics. */
    private record Place(int sensor, int window, int statistic) {}

    /** A failure to come, and how long before it shows; 0 days where it does not. */
    private record Damage(double failsAtDay, int mode, double onsetDays) {

        /** From 0 to 1 at the failure. */
        double at(double day) {
            double left = failsAtDay - day;
            double grown = left > 0 && left < onsetDays ? 1 - left / onsetDays : 0;
            return grown * grown;
        }
    }

    static String id(int machine) {
        return String.format("machine-%06d", machine);
    }

    static String type(int machine) {
        return TYPES.get(machine % TYPES.size());
    }

    static String site(int machine) {
        return String.format("site-%02d", machine % SITES + 1);
    }

    Instant end() {
        return START.plus(Duration.ofDays(days));
    }

    int sensors() {
        int each = WINDOWS.size() * STATISTICS.size();
        return (features + each - 1) / each;
    }

    static String sensor(int sensor) {
        return String.format("sensor_%02d", sensor + 1);
    }

    private static Place place(int feature) {
        int statistics = STATISTICS.size();
        int windows = WINDOWS.size();
        return new Place(feature / (windows * statistics), feature / statistics % windows, feature % statistics);
    }

    String name(int feature) {
        Place place = place(feature);
        return sensor(place.sensor()) + "__" + window(feature) + "__" + statistic(feature);
    }

    static String window(int feature) {
        return WINDOWS.get(place(feature).window());
    }

    static String statistic(int feature) {
        return STATISTICS.get(place(feature).statistic());
    }

    static String sensorOf(int feature) {
        return sensor(place(feature).sensor());
    }

    static List<String> windows() {
        return WINDOWS;
    }

    static List<String> statistics() {
        return STATISTICS;
    }

    private static SplittableRandom random(int machine, String of) {
        return new SplittableRandom(MachineHash.bits(SEED, id(machine) + "/" + of));
    }

    private List<Damage> damages(int machine) {
        SplittableRandom random = random(machine, "failures");
        List<Damage> damages = new ArrayList<>();
        // Life does not begin with the data.
        double day = -LONGEST_ONSET_DAYS;
        while (true) {
            day += OUT_OF_ORDER_DAYS - Math.log(1 - random.nextDouble()) / FAILURES_PER_DAY;
            int mode = random.nextInt(MODES.size());
            double onset =
                    random.nextDouble() < SUDDEN ? 0 : random.nextDouble(SHORTEST_ONSET_DAYS, LONGEST_ONSET_DAYS);
            if (day >= days) {
                return damages;
            }
            if (day > 0) {
                damages.add(new Damage(day, mode, onset));
            }
        }
    }

    /** In time order, as labels want them. */
    List<Failure> failures(int machine) {
        List<Failure> failures = new ArrayList<>();
        for (Damage damage : damages(machine)) {
            long at = START.toEpochMilli() + Math.round(damage.failsAtDay() * 24 * 60) * 60_000;
            String mode = MODES.get(damage.mode());
            failures.add(new Failure(at, at, new TreeSet<>(Set.of("part of " + mode)), new TreeSet<>(Set.of(mode))));
        }
        return failures;
    }

    /** The machine's rows: of day 1, 2, ..., the end among them. NaN where a value is missing. */
    double[][] rows(int machine) {
        SplittableRandom random = random(machine, "values");
        List<Damage> damages = damages(machine);
        double[] level = new double[sensors()];
        for (int sensor = 0; sensor < level.length; sensor++) {
            level[sensor] = 2 * random.nextGaussian();
        }
        double[][] rows = new double[days][features];
        for (int day = 1; day <= days; day++) {
            for (int feature = 0; feature < features; feature++) {
                Place place = place(feature);
                double shown = 0;
                for (Damage damage : damages) {
                    shown += share(damage.mode(), place.sensor()) * damage.at(day - WINDOW_DAYS[place.window()] / 2.0);
                }
                double value = own(place.statistic(), level[place.sensor()])
                        + SHOWS[place.statistic()] * shown
                        + random.nextGaussian();
                rows[day - 1][feature] = random.nextDouble() < MISSING ? Double.NaN : value;
            }
        }
        return rows;
    }

    /** What is measured against the machine's own past has no level. */
    private static double own(int statistic, double level) {
        return STATISTICS.get(statistic).equals("mean")
                        || STATISTICS.get(statistic).equals("max")
                ? level
                : 0;
    }

    private double share(int mode, int sensor) {
        int own = mode % sensors();
        int next = (mode + 1) % sensors();
        return sensor == own ? 1 : sensor == next ? IN_NEXT_SENSOR : 0;
    }

    static long asOfMs(int day) {
        return START.toEpochMilli() + day * DAY_MS;
    }
}
