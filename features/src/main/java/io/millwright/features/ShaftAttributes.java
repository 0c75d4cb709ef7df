package io.millwright.features;

import io.millwright.features.waveform.BearingGeometry;
import io.millwright.features.waveform.Shaft;
import io.millwright.lake.Lake;
import io.millwright.lake.table.Equipment;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Shaft and main bearing in a machine's metadata: {@code shaft_speed_rpm}, and {@code bearing_balls},
 * {@code bearing_ball_diameter_mm}, {@code bearing_pitch_diameter_mm}, {@code bearing_contact_angle_deg} (0 where it is left out).
 */
final class ShaftAttributes {

    static final String SPEED_RPM = "shaft_speed_rpm";
    static final String BALLS = "bearing_balls";
    static final String BALL_DIAMETER_MM = "bearing_ball_diameter_mm";
    static final String PITCH_DIAMETER_MM = "bearing_pitch_diameter_mm";
    static final String CONTACT_ANGLE_DEG = "bearing_contact_angle_deg";

    private ShaftAttributes() {}

    /** Machine to shaft, of all machines. */
    static Map<String, Shaft> read(Lake lake) {
        Map<String, Shaft> shafts = new HashMap<>();
        for (Row machine : lake.read(Equipment.TABLE)
                .select(Equipment.EQUIPMENT_ID, Equipment.ATTRIBUTES)
                .collectAsList()) {
            shafts.put(machine.getString(0), read(machine.<String, String>getJavaMap(1)));
        }
        return shafts;
    }

    /** Attributes that are no numbers, or no bearing, are passed over. */
    static Shaft read(Map<String, String> attributes) {
        double rpm = number(attributes, SPEED_RPM, Double.NaN);
        return new Shaft(rpm > 0 ? rpm / 60 : Double.NaN, bearing(attributes));
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
        if (text == null) {
            return absent;
        }
        try {
            double number = Double.parseDouble(text.strip());
            return Double.isFinite(number) ? number : Double.NaN;
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
