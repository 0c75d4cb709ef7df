package io.millwright.features.table;

import io.millwright.lake.TableSpec;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * How the values of the features lie, told while they are written: a row is one feature over the rows of its group with {@code as_of} in
 * {@code (after, to]}, which is one slice of a feature job inside one UTC month. Every row is true of the group as it is: where a part of a
 * piece was written over, what is left of it is told anew.
 */
public final class FeatureStatistics {

    public static final String NAME = FeatureCatalogue.NAME;

    public static final String GROUP = FeatureCatalogue.GROUP;

    public static final String AFTER = "after";

    public static final String TO = "to";

    /** Rows of the group. */
    public static final String ROWS = "rows";

    /** Rows without a value. */
    public static final String MISSING = "missing";

    /** Null without a value, like all that follow but {@link #BINS}. */
    public static final String MEAN = "mean";

    /** Standard deviation, n - 1; null below two values. */
    public static final String SD = "sd";

    public static final String MIN = "min";

    public static final String Q25 = "q25";

    public static final String MEDIAN = "median";

    public static final String Q75 = "q75";

    public static final String MAX = "max";

    /**
     * The values in bins, as {@link io.millwright.features.tile.PackedBins} has them: pieces are put together exactly, quantiles hold to
     * {@link io.millwright.features.tile.Bins#RELATIVE_ERROR}.
     */
    public static final String BINS = "bins";

    public static final StructType SCHEMA = new StructType()
            .add(NAME, DataTypes.StringType, false)
            .add(GROUP, DataTypes.StringType, false)
            .add(AFTER, DataTypes.TimestampType, false)
            .add(TO, DataTypes.TimestampType, false)
            .add(ROWS, DataTypes.LongType, false)
            .add(MISSING, DataTypes.LongType, false)
            .add(MEAN, DataTypes.DoubleType, true)
            .add(SD, DataTypes.DoubleType, true)
            .add(MIN, DataTypes.DoubleType, true)
            .add(Q25, DataTypes.DoubleType, true)
            .add(MEDIAN, DataTypes.DoubleType, true)
            .add(Q75, DataTypes.DoubleType, true)
            .add(MAX, DataTypes.DoubleType, true)
            .add(BINS, DataTypes.BinaryType, false);

    public static final TableSpec TABLE = new TableSpec("feature_statistics", SCHEMA, List.of(), List.of(NAME, AFTER));

    private FeatureStatistics() {}
}
