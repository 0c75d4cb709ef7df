package io.millwright.features;

import io.millwright.features.waveform.BearingGeometry;
import io.millwright.features.waveform.NamePlate;
import io.millwright.features.waveform.Severity;
import io.millwright.features.waveform.Shaft;
import io.millwright.lake.Lake;
import io.millwright.lake.table.Equipment;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * What matters to vibration in a machine's metadata: {@code shaft_speed_rpm}; {@code bearing_balls},
 * {@code bearing_ball_diameter_mm}, {@code bearing_pitch_diameter_mm}, {@code bearing_contact_angle_deg} (0 where it is left
 * out); {@code iso_20816_group} (1 or 2) and {@code iso_20816_support} (rigid or flexible), group 2 and rigid, the strictest, where they
 * are left out.
 */
final class PlateAttributes {

    static final String SPEED_RPM = "shaft_speed_rpm";
    static final String BALLS = "bearing_balls";
    static final String BALL_DIAMETER_MM = "bearing_ball_diameter_mm";
    static final String PITCH_DIAMETER_MM = "bearing_pitch_diameter_mm";
    static final String CONTACT_ANGLE_DEG = "bearing_contact_angle_deg";

    static final String GROUP = "iso_20816_group";
    static final String SUPPORT = "iso_20816_support";

    private PlateAttributes() {}

    /** Machine to name plate, of all machines. */
    static Map<String, NamePlate> read(Lake lake) {
        return read(lake.read(Equipment.TABLE));
    }

    /** Of some rows of {@code equipment}. */
    static Map<String, NamePlate> read(Dataset<Row> equipment) {
        Map<String, NamePlate> plates = new HashMap<>();
        for (Row machine :
                equipment.select(Equipment.EQUIPMENT_ID, Equipment.ATTRIBUTES).collectAsList()) {
            plates.put(machine.getString(0), read(machine.<String, String>getJavaMap(1)));
        }
        return plates;
    }

    /** Attributes that are no numbers, or no bearing, are passed over. */
    static NamePlate read(Map<String, String> attributes) {
        double rpm = number(attributes, SPEED_RPM, Double.NaN);
        return new NamePlate(new Shaft(rpm > 0 ? rpm / 60 : Double.NaN, bearing(attributes)), severity(attributes));
    }

    private static @Nullable Severity severity(Map<String, String> attributes) {
        String group = attributes.getOrDefault(GROUP, "2").strip();
        String support = attributes.getOrDefault(SUPPORT, "rigid").strip().toLowerCase(Locale.ROOT);
        return switch (group + " " + support) {
            case "1 rigid" -> Severity.GROUP_1_RIGID;
            case "1 flexible" -> Severity.GROUP_1_FLEXIBLE;
            case "2 rigid" -> Severity.GROUP_2_RIGID;
            case "2 flexible" -> Severity.GROUP_2_FLEXIBLE;
            default -> null;
        };
    }

    private static @Nullable BearingGeometry bearing(Map<String, String> attributes) {
        double balls = number(attributes, BALLS, Double.NaN);
        double ball = number(attributes, BALL_DIAMETER_MM, Double.NaN);
        double pitch = number(attributes, PITCH_DIAMETER_MM, Double.NaN);
        double angle = number(attributes, CONTACT_ANGLE_DEG, 0);
        boolean possible =
                balls >= 1 && balls == Math.rint(balls) && ball > 0 && ball < pitch && angle >= 0 && angle < 90;
        return possible ? new BearingGeometry((int) balls, ball, pitch, angle) : null;
    }

    /** NaN where there is no finite number. */
    private static double number(Map<String, String> attributes, String name, double absent) {
        String text = attributes.get(name);
        return text == null
                ? absent
                : RatedAttributes.number(text).filter(Double::isFinite).orElse(Double.NaN);
    }
}
