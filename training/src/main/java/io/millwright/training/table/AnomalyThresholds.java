package io.millwright.training.table;

import io.millwright.lake.TableSpec;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A row is the threshold of one detector, or of all together, on one fold. */
public final class AnomalyThresholds {

    /** 0 of the newest rows, see {@link ScoredAnomalies}. */
    public static final String FOLD = "fold";

    /** {@link #ALL} or a detector by itself, for comparison. */
    public static final String DETECTOR = "detector";

    public static final String ALL = "all";

    /** In ranks; 1 never alerts. */
    public static final String THRESHOLD = "threshold";

    /** Detectors are fitted on {@code [fitted_from, calibrated_from)}, ranks and threshold on {@code [calibrated_from, calibrated_to)}. */
    public static final String FITTED_FROM = "fitted_from";

    public static final String CALIBRATED_FROM = "calibrated_from";

    public static final String CALIBRATED_TO = "calibrated_to";

    public static final String TEST_FROM = "test_from";

    public static final String TEST_TO = "test_to";

    public static final StructType SCHEMA = new StructType()
            .add(FOLD, DataTypes.IntegerType, false)
            .add(DETECTOR, DataTypes.StringType, false)
            .add(THRESHOLD, DataTypes.DoubleType, false)
            .add(FITTED_FROM, DataTypes.TimestampType, false)
            .add(CALIBRATED_FROM, DataTypes.TimestampType, false)
            .add(CALIBRATED_TO, DataTypes.TimestampType, false)
            .add(TEST_FROM, DataTypes.TimestampType, false)
            .add(TEST_TO, DataTypes.TimestampType, false);

    public static final TableSpec TABLE =
            new TableSpec("anomaly_thresholds", SCHEMA, List.of(), List.of(FOLD, DETECTOR));

    private AnomalyThresholds() {}
}
