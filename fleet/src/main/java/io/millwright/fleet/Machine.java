package io.millwright.fleet;

/**
 * What a machine is, from its name plate to its own peculiarities, none of which tells anything about its failures.
 *
 * @param index position in the fleet, from 0; the key of its random streams
 * @param ageDays days since commissioning at the start of the history
 * @param line the system it belongs to
 * @param levels the sensors' values at full load and 20 degC ambient, in sensor order (temperatures: rise above ambient)
 * @param units the sensors' deviation units, in sensor order
 * @param loadFactor share of the site's planned load it gets
 * @param loadResponse how strongly it answers to load, around 1
 */
@SuppressWarnings("ArrayRecordComponent") // numbers by sensor or hour; identity is never asked for
record Machine(
        int index,
        String id,
        Site site,
        EquipmentType type,
        String manufacturer,
        String model,
        int ageDays,
        String line,
        double[] levels,
        double[] units,
        double loadFactor,
        double loadResponse) {

    double level(Sensor sensor) {
        return levels[sensor.index];
    }

    double unit(Sensor sensor) {
        return units[sensor.index];
    }

    /** Sampling rate of its accelerometers. */
    int samplingHz(FleetSpec spec) {
        return type.hasFastAccelerometer() ? spec.fastSamplingHz() : spec.samplingHz();
    }
}
