package io.millwright.fleet;

import io.millwright.fleet.Stream.Purpose;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Who is in the fleet. Machines are dealt to sites in turn; a site has about six, in large fleets up to 250. */
final class Roster {
    private Roster() {}

    static int siteCount(FleetSpec spec) {
        return Math.max(2, Math.min(40, spec.machines() / 6));
    }

    static List<Site> sites(FleetSpec spec) {
        int count = siteCount(spec);
        List<Site> sites = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            sites.add(Site.of(i, count));
        }
        return sites;
    }

    static List<Machine> machinesOf(FleetSpec spec, Site site) {
        int count = siteCount(spec);
        List<Machine> machines = new ArrayList<>();
        for (int index = site.number() - 1; index < spec.machines(); index += count) {
            machines.add(machine(spec, site, index, index / count));
        }
        return machines;
    }

    private static Machine machine(FleetSpec spec, Site site, int index, int position) {
        Stream random = Stream.of(spec.seed(), index, Purpose.ROSTER, 0);
        EquipmentType type = EquipmentType.at(site.number() - 1, position);
        String model = type.models.get(random.below(type.models.size()));
        double[] levels = levels(type.rated, random);
        return new Machine(
                index,
                String.format(Locale.ROOT, "S%d-%s-%02d", site.number(), type.prefix, position + 1),
                site,
                type,
                model.substring(0, model.indexOf(' ')),
                model.substring(model.indexOf(' ') + 1),
                200 + random.below(3_400),
                site.id() + "-line-" + (1 + position / 4),
                levels,
                units(levels),
                random.between(0.88, 1.1),
                random.between(0.85, 1.15));
    }

    private static double[] levels(EquipmentType.Rated rated, Stream random) {
        double[] levels = new double[Sensor.ALL.length];
        levels[Sensor.VIBRATION_RMS.index] = rated.vibrationMmS() * random.factor(0.22);
        levels[Sensor.MOTOR_TEMPERATURE.index] = rated.motorRiseK() * random.factor(0.12);
        levels[Sensor.BEARING_TEMPERATURE.index] = rated.bearingRiseK() * random.factor(0.14);
        levels[Sensor.CURRENT.index] = rated.currentA() * random.factor(0.08);
        levels[Sensor.VOLTAGE.index] = rated.voltageV() * random.factor(0.008);
        levels[Sensor.POWER_FACTOR.index] = 0.86 + 0.02 * random.gauss();
        levels[Sensor.PRESSURE.index] = rated.pressureBar() * random.factor(0.06);
        levels[Sensor.SPEED.index] = rated.speedRpm() * random.factor(0.02);
        levels[Sensor.TORQUE.index] = rated.torqueNm() * random.factor(0.08);
        levels[Sensor.ACOUSTIC_LEVEL.index] = rated.acousticDb() + 2.5 * random.gauss();
        levels[Sensor.THROUGHPUT.index] = rated.throughputPerHour() * random.factor(0.05);
        levels[Sensor.AMBIENT_TEMPERATURE.index] = 1.5 * random.gauss();
        return levels;
    }

    private static double[] units(double[] levels) {
        double[] units = new double[levels.length];
        for (Sensor sensor : Sensor.ALL) {
            units[sensor.index] = sensor.deviationUnit(levels[sensor.index]);
        }
        return units;
    }
}
