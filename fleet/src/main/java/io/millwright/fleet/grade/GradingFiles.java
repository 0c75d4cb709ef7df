package io.millwright.fleet.grade;

import java.util.List;

/** Files a run leaves in its output folder to be graded, and the file that grading writes. */
public final class GradingFiles {
    public static final String FOLDER = "grading";

    /**
     * Parquet: equipment_id, as_of, p, fold (integer), test_from, test_to, mode and severity (predicted; severity may be missing), rul_median_h, rul_low_h,
     * rul_high_h. Rows outside their test window are ignored.
     */
    public static final String PREDICTIONS = "predictions.parquet";

    /** CSV with {@link #THRESHOLD_COLUMNS}: one row per operating point and fold; Infinity never alerts. */
    public static final String THRESHOLDS = "thresholds.csv";

    /** Optional Parquet: equipment_id, as_of, then numeric features; earlier rows than the test windows are used as past. */
    public static final String FEATURES = "features.parquet";

    /** Optional Parquet: equipment_id, sensor, kind, from_time, to_time of the data faults the run found; no sensor where it concerns all. */
    public static final String SENSOR_HEALTH = "sensor_health.parquet";

    /**
     * Optional CSV with {@link #COST_COLUMNS}: what each machine cost on the tests under the model and under the plain model, each at its
     * own cheapest threshold; and what a failure costs unforeseen and foreseen.
     */
    public static final String COSTS = "costs.csv";

    /** The run's own metrics, for the target (horizon_hours, minimum_lead_hours and cool_down_hours of failure). */
    public static final String METRICS = "metrics.json";

    public static final String GRADED = "graded.json";

    public static final List<String> THRESHOLD_COLUMNS = List.of("operating_point", "fold", "threshold");

    public static final List<String> COST_COLUMNS = List.of("equipment_id", "model", "plain", "unplanned", "planned");

    private GradingFiles() {}
}
