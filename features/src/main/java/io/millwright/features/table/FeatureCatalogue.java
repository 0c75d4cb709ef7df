package io.millwright.features.table;

import io.millwright.lake.TableSpec;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A row is one feature: what it means and what it is made of. */
public final class FeatureCatalogue {

    /** Column in its group and in the training set. */
    public static final String NAME = "name";

    /** Table the feature lives in; {@link FeatureGroups#FITTED} for one that training fits. */
    public static final String GROUP = "group";

    /** Formula and source, in words. */
    public static final String DEFINITION = "definition";

    /** Empty for a pure number. */
    public static final String UNIT = "unit";

    /** Trailing window {@code [as_of - w, as_of)}; null where none applies. */
    public static final String WINDOW = "window";

    /** Tables and columns it is computed from. */
    public static final String INPUTS = "inputs";

    /** Counts the definitions the feature has had in this lake, from 1; {@link FormerDefinitions} has those before. */
    public static final String VERSION = "version";

    /** Null for features of no single sensor. */
    public static final String SENSOR = "sensor";

    public static final String STATISTIC = "statistic";

    /** What explanations are summed by: the sensor, or the kind of context. */
    public static final String FAMILY = "family";

    /** Why the feature can never be computed on this fleet; null where it can. The training set leaves such a feature out. */
    public static final String REASON = "reason";

    /** Order of columns, across groups. */
    public static final String POSITION = "position";

    public static final StructType SCHEMA = new StructType()
            .add(NAME, DataTypes.StringType, false)
            .add(GROUP, DataTypes.StringType, false)
            .add(DEFINITION, DataTypes.StringType, false)
            .add(UNIT, DataTypes.StringType, false)
            .add(WINDOW, DataTypes.StringType, true)
            .add(INPUTS, DataTypes.StringType, false)
            .add(VERSION, DataTypes.StringType, false)
            .add(SENSOR, DataTypes.StringType, true)
            .add(STATISTIC, DataTypes.StringType, false)
            .add(FAMILY, DataTypes.StringType, false)
            .add(REASON, DataTypes.StringType, true)
            .add(POSITION, DataTypes.IntegerType, false);

    public static final TableSpec TABLE = new TableSpec("feature_catalogue", SCHEMA, List.of(), List.of(NAME));

    private FeatureCatalogue() {}
}
