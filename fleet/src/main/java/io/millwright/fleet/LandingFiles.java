package io.millwright.fleet;

import java.util.ArrayList;
import java.util.List;

/**
 * Names and columns of everything {@code generate} leaves in the landing folder; see the package description for the
 * layout. Times are UTC unless said otherwise.
 */
public final class LandingFiles {
    public static final String READINGS = "readings";
    public static final String WAVEFORMS = "waveforms";
    public static final String EQUIPMENT = "equipment";
    public static final String COMPONENTS = "components";
    public static final String WORK_ORDERS = "work_orders";
    public static final String FAILURES = "failures";
    public static final String ALARMS = "alarms";
    public static final String OPERATIONS = "operations";
    public static final String CONDITIONS = "site_conditions";

    static final List<String> FOLDERS =
            List.of(READINGS, WAVEFORMS, EQUIPMENT, COMPONENTS, WORK_ORDERS, FAILURES, ALARMS, OPERATIONS, CONDITIONS);

    public static final String EQUIPMENT_ID = "equipment_id";
    public static final String EVENT_TIME = "event_time";
    public static final String RECEIVED_AT = "received_at";

    /** Columns of readings: key, two times, then the sensors. */
    public static final List<String> READING_COLUMNS = readingColumns();

    public static final String SENSOR = "sensor";
    public static final String START_TIME = "start_time";
    public static final String SAMPLING_HZ = "sampling_hz";
    public static final String SAMPLES = "samples";

    public static final List<String> EQUIPMENT_COLUMNS = List.of(
            EQUIPMENT_ID,
            "site",
            "zone",
            "line",
            "type",
            "manufacturer",
            "model",
            "commissioned",
            "accelerometer_hz",
            "shaft_speed_rpm",
            "bearing_balls",
            "bearing_ball_diameter_mm",
            "bearing_pitch_diameter_mm",
            "bearing_contact_angle_deg",
            "rated_current_a",
            "rated_voltage_v",
            "rated_pressure_bar",
            "rated_torque_nm",
            "rated_throughput_per_h",
            "rated_vibration_mm_s",
            "rated_motor_temperature_c",
            "rated_bearing_temperature_c");

    public static final List<String> COMPONENT_COLUMNS =
            List.of("component_id", EQUIPMENT_ID, "parent_id", "kind", "serial", "generation", "installed_at");

    public static final List<String> WORK_ORDER_COLUMNS = List.of(
            "order_id",
            EQUIPMENT_ID,
            "component",
            "kind",
            "status",
            "opened_at",
            "scheduled_for",
            "started_at",
            "finished_at",
            "replaced",
            "cost",
            "downtime_h",
            "crew_hours",
            "parts",
            "note",
            "written_at");

    public static final List<String> FAILURE_COLUMNS =
            List.of("failure_id", EQUIPMENT_ID, "component", "mode", "failed_at", "reported_at");

    public static final List<String> ALARM_COLUMNS = List.of(EQUIPMENT_ID, "code", "severity", "at", RECEIVED_AT);

    public static final List<String> OPERATION_COLUMNS =
            List.of("site", "hour_start", "published_at", "planned_load", "shift", "peak_season");

    public static final List<String> CONDITION_COLUMNS =
            List.of("site", "hour_start", RECEIVED_AT, "outdoor_temperature_c", "humidity_pct");

    private LandingFiles() {}

    private static List<String> readingColumns() {
        List<String> columns = new ArrayList<>(List.of(EQUIPMENT_ID, EVENT_TIME, RECEIVED_AT));
        for (Sensor sensor : Sensor.ALL) {
            columns.add(sensor.column);
        }
        return List.copyOf(columns);
    }
}
