package io.millwright.features.table;

import io.millwright.lake.TableSpec;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A row is one sensor in one operating regime: the fitted state of the normalisation before tiling. */
public final class Regimes {

    /** Hash of the fitted numbers and of the interval. */
    public static final String VERSION = "version";

    /** From 0. */
    public static final String REGIME = "regime";

    public static final String SENSOR = "sensor";

    /** {@code setting}: centre and scale place the regime; {@code condition}: they normalise the sensor. */
    public static final String ROLE = "role";

    /** Cluster centre of a setting, or mean of a condition sensor, in the sensor's unit. */
    public static final String CENTRE = "centre";

    /** Standard deviation; 0 where the sensor is constant in the regime. */
    public static final String SCALE = "scale";

    /** Readings it was fitted on. */
    public static final String N = "n";

    /** Interval of event time it was fitted on, exclusive of its end. */
    public static final String FIT_FROM = "fit_from";

    public static final String FIT_TO = "fit_to";

    public static final StructType SCHEMA = new StructType()
            .add(VERSION, DataTypes.StringType, false)
            .add(REGIME, DataTypes.IntegerType, false)
            .add(SENSOR, DataTypes.StringType, false)
            .add(ROLE, DataTypes.StringType, false)
            .add(CENTRE, DataTypes.DoubleType, false)
            .add(SCALE, DataTypes.DoubleType, false)
            .add(N, DataTypes.LongType, false)
            .add(FIT_FROM, DataTypes.TimestampType, false)
            .add(FIT_TO, DataTypes.TimestampType, false);

    public static final TableSpec TABLE = new TableSpec("regimes", SCHEMA, List.of(), List.of(VERSION, REGIME, SENSOR));

    private Regimes() {}
}
