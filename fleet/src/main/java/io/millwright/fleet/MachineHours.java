package io.millwright.fleet;

import io.millwright.fleet.Stream.Purpose;

/**
 * The slow part of a machine's physics: load and the level of each sensor at every full hour, before noise. Load follows
 * the plan; current, torque, speed and noise level follow the load; temperatures follow load and ambient with thermal
 * inertia; degradation, excursions and the sensors' own slow wandering are added on top.
 *
 * @param load actual share of full load, one value per hour boundary
 * @param level {@code [sensor][hour]}, one more than hours
 * @param loadSlope {@code [sensor]}, change of the level per unit of load, for changes within the hour; 0 for temperatures
 */
@SuppressWarnings("ArrayRecordComponent") // numbers by sensor or hour; identity is never asked for
record MachineHours(double[] load, double[][] level, double[] loadSlope) {
    /** Standard deviation, in deviation units, and correlation time of a sensor's wandering. */
    private static final double WANDER = 0.45;

    private static final double WANDER_HOURS = 72;
    private static final double LOAD_WANDER = 0.04;
    private static final double LOAD_WANDER_HOURS = 18;
    private static final double MOTOR_INERTIA_HOURS = 3;
    private static final double BEARING_INERTIA_HOURS = 2;
    private static final double TYPICAL_LOAD = 0.65;

    /** An imperfect repair is forgotten with this time constant. */
    private static final double RESIDUE_HOURS = 24 * 20;

    static MachineHours of(FleetSpec spec, Machine machine, MachineLife life, Climate climate) {
        int hours = spec.hours();
        double[] load = load(spec, machine, life, climate);
        double[][] level = deviations(spec, machine, life, hours);
        for (int hour = 0; hour <= hours; hour++) {
            double ambient = climate.hallC[hour] + machine.level(Sensor.AMBIENT_TEMPERATURE);
            for (Sensor sensor : Sensor.ALL) {
                double weight = sensor == Sensor.THROUGHPUT ? load[hour] / TYPICAL_LOAD : 1;
                level[sensor.index][hour] =
                        steady(machine, sensor, load[hour]) + machine.unit(sensor) * weight * level[sensor.index][hour];
            }
            level[Sensor.AMBIENT_TEMPERATURE.index][hour] += ambient;
            level[Sensor.MOTOR_TEMPERATURE.index][hour] += ambient;
            level[Sensor.BEARING_TEMPERATURE.index][hour] += ambient;
        }
        smooth(level[Sensor.MOTOR_TEMPERATURE.index], MOTOR_INERTIA_HOURS);
        smooth(level[Sensor.BEARING_TEMPERATURE.index], BEARING_INERTIA_HOURS);
        return new MachineHours(load, level, loadSlopes(machine));
    }

    /** Level of a sensor at any moment of the history, in its own unit. */
    double levelAt(Sensor sensor, double hour) {
        double[] values = level[sensor.index];
        int before = (int) Math.max(0, Math.min(values.length - 2.0, hour));
        return values[before] + (values[before + 1] - values[before]) * (hour - before);
    }

    /** Level of a healthy sensor under a steady load; for temperatures the rise above ambient. */
    static double steady(Machine machine, Sensor sensor, double load) {
        double full = machine.level(sensor);
        double felt = 1 + (load - 1) * machine.loadResponse();
        return switch (sensor) {
            case VIBRATION_RMS -> full * (0.6 + 0.4 * felt);
            case MOTOR_TEMPERATURE -> full * (0.4 + 0.6 * felt * felt);
            case BEARING_TEMPERATURE -> full * (0.5 + 0.5 * felt);
            case CURRENT -> full * (0.35 + 0.65 * felt);
            case VOLTAGE -> full * (1 - 0.012 * felt);
            case POWER_FACTOR -> full * (0.88 + 0.12 * felt);
            case PRESSURE -> full * (1 - 0.04 * felt);
            case SPEED -> full * (0.93 + 0.07 * felt);
            case TORQUE -> full * (0.3 + 0.7 * felt);
            case ACOUSTIC_LEVEL -> full + 5 * (felt - 1);
            case THROUGHPUT -> full * load;
            case AMBIENT_TEMPERATURE -> 0;
        };
    }

    private static double[] loadSlopes(Machine machine) {
        double[] slopes = new double[Sensor.ALL.length];
        for (Sensor sensor : Sensor.ALL) {
            boolean inert = sensor.isTemperature();
            double step = steady(machine, sensor, TYPICAL_LOAD + 0.01) - steady(machine, sensor, TYPICAL_LOAD);
            slopes[sensor.index] = inert ? 0 : step / 0.01;
        }
        return slopes;
    }

    private static double[] load(FleetSpec spec, Machine machine, MachineLife life, Climate climate) {
        double[] load = new double[spec.hours() + 1];
        Stream random = Stream.of(spec.seed(), machine.index(), Purpose.WANDER, 0);
        double kept = Math.exp(-1 / LOAD_WANDER_HOURS);
        double wander = 0;
        for (int hour = 0; hour <= spec.hours(); hour++) {
            wander = kept * wander + Math.sqrt(1 - kept * kept) * LOAD_WANDER * random.gauss();
            double gain = 1 + wander;
            for (Excursion excursion : life.excursions()) {
                gain += excursion.loadGain() * excursion.height(hour);
            }
            load[hour] = Math.min(1.3, climate.plannedLoad[hour] * machine.loadFactor() * gain);
        }
        return load;
    }

    /** Deviation of every sensor in deviation units: wandering, degradations, residues of repairs, excursions. */
    private static double[][] deviations(FleetSpec spec, Machine machine, MachineLife life, int hours) {
        double[][] deviations = new double[Sensor.ALL.length][hours + 1];
        double kept = Math.exp(-1 / WANDER_HOURS);
        for (Sensor sensor : Sensor.ALL) {
            Stream random = Stream.of(spec.seed(), machine.index(), Purpose.WANDER, 1 + sensor.index);
            double wander = WANDER * random.gauss();
            for (int hour = 0; hour <= hours; hour++) {
                wander = kept * wander + Math.sqrt(1 - kept * kept) * WANDER * random.gauss();
                deviations[sensor.index][hour] = wander;
            }
        }
        for (Episode episode : life.episodes()) {
            if (episode.hasPrecursor()) {
                addEpisode(deviations, episode, spec.scenario(), hours);
            }
        }
        for (Excursion excursion : life.excursions()) {
            int to = (int) Math.min(hours, excursion.to());
            for (int hour = (int) Math.max(0, excursion.from()); hour <= to; hour++) {
                add(deviations, excursion.weights(), excursion.height(hour), hour);
            }
        }
        return deviations;
    }

    private static void addEpisode(double[][] deviations, Episode episode, Scenario scenario, int hours) {
        double[] weights = episode.mode().weights();
        for (int hour = (int) Math.max(0, episode.onset()); hour <= hours; hour++) {
            double share = episode.degradation(hour, scenario);
            if (hour >= episode.repaired()) {
                share = episode.residue() * Math.exp((episode.repaired() - hour) / RESIDUE_HOURS);
            }
            if (share > 0) {
                add(deviations, weights, episode.amplitude() * share, hour);
            }
        }
    }

    private static void add(double[][] deviations, double[] weights, double factor, int hour) {
        for (int sensor = 0; sensor < weights.length; sensor++) {
            deviations[sensor][hour] += weights[sensor] * factor;
        }
    }

    /** First-order lag, in place. */
    private static void smooth(double[] values, double inertiaHours) {
        double share = 1 - Math.exp(-1 / inertiaHours);
        for (int i = 1; i < values.length; i++) {
            values[i] = values[i - 1] + share * (values[i] - values[i - 1]);
        }
    }
}
