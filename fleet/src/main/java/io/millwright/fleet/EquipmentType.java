package io.millwright.fleet;

import java.util.List;

/** A type of equipment: rated values, geometry of its main bearing, components from the drive outwards, and its models. */
@SuppressWarnings("ImmutableEnumChecker") // lists made by List.of and records of numbers
enum EquipmentType {
    CONVEYOR(
            "conveyor",
            "CNV",
            List.of("motor", "gearbox", "coupling", "bearing", "belt"),
            List.of("Lindqvist LB-200", "Lindqvist LB-350", "Hartmann TransLine 4"),
            new Rated(2.2, 38, 26, 18, 400, 6.0, 1_450, 52, 74, 1_800),
            new BearingGeometry(9, 7.94, 38.5, 0)),
    SORTER(
            "sorter",
            "SRT",
            List.of("motor", "gearbox", "coupling", "bearing", "belt"),
            List.of("Hartmann CrossSort 2", "Okabe S-9", "Okabe S-12"),
            new Rated(2.8, 42, 28, 32, 400, 6.5, 1_750, 88, 78, 5_200),
            new BearingGeometry(8, 9.53, 46.0, 0)),
    ROBOTIC_ARM(
            "robotic_arm",
            "ARM",
            List.of("motor", "gearbox", "coupling", "bearing", "belt"),
            List.of("Okabe RX-6", "Velder V7"),
            new Rated(1.6, 34, 22, 11, 400, 5.5, 2_200, 24, 70, 620),
            new BearingGeometry(12, 5.56, 33.0, 15)),
    AIR_COMPRESSOR(
            "air_compressor",
            "CMP",
            List.of("motor", "gearbox", "coupling", "bearing", "belt"),
            List.of("Velder AirCore 55", "Lindqvist K-90"),
            new Rated(3.6, 52, 36, 96, 400, 7.8, 2_960, 180, 84, 560),
            new BearingGeometry(10, 12.7, 62.0, 25));

    /** Order of types in a site; each further site starts four places on. */
    private static final EquipmentType[] PATTERN = {
        CONVEYOR, SORTER, ROBOTIC_ARM, CONVEYOR, AIR_COMPRESSOR, SORTER, CONVEYOR, SORTER, ROBOTIC_ARM, CONVEYOR
    };

    final String label;
    final String prefix;
    final List<String> components;
    final List<String> models;
    final Rated rated;
    final BearingGeometry bearing;

    EquipmentType(
            String label,
            String prefix,
            List<String> components,
            List<String> models,
            Rated rated,
            BearingGeometry bearing) {
        this.label = label;
        this.prefix = prefix;
        this.components = components;
        this.models = models;
        this.rated = rated;
        this.bearing = bearing;
    }

    static EquipmentType at(int site, int position) {
        return PATTERN[(position + 4 * site) % PATTERN.length];
    }

    /** Whether it carries the fast accelerometer. */
    boolean hasFastAccelerometer() {
        return this == AIR_COMPRESSOR;
    }

    /** Rated values at full load; the temperatures are rises above ambient. */
    record Rated(
            double vibrationMmS,
            double motorRiseK,
            double bearingRiseK,
            double currentA,
            double voltageV,
            double pressureBar,
            double speedRpm,
            double torqueNm,
            double acousticDb,
            double throughputPerHour) {}

    /** Geometry of the main bearing, lengths in millimetres, contact angle in degrees. */
    record BearingGeometry(int balls, double ballDiameterMm, double pitchDiameterMm, double contactAngleDeg) {
        /** Ball pass frequency of the outer race, in orders of the shaft speed. */
        double outerRaceOrder() {
            return balls / 2.0 * (1 - ballDiameterMm / pitchDiameterMm * Math.cos(Math.toRadians(contactAngleDeg)));
        }
    }
}
