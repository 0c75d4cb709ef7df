package io.millwright.features.table;

import io.millwright.lake.TableSpec;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A row is one way from a feature back to the landing files: by a table it is made of, a sensor or column of it, and a source that fills it.
 * Written with {@link FeatureCatalogue}.
 */
public final class FeatureLineage {

    /** The feature, as in {@link FeatureCatalogue}. */
    public static final String NAME = "name";

    /** Of its definition. */
    public static final String VERSION = "version";

    /** The clean table: {@code series}, {@code work_orders}. */
    public static final String TABLE_NAME = "table";

    /** Whose readings or bursts are read; null for tables of records. */
    public static final String SENSOR = "sensor";

    /** Name of the landing source, which the rows of the clean table carry too. */
    public static final String SOURCE = "source";

    /** Column of the source's files; null where several are read, or the sensor is told by the row. */
    public static final String COLUMN = "column";

    /** Where the source's files are, as the pipeline file says it. */
    public static final String PATH = "path";

    public static final StructType SCHEMA = new StructType()
            .add(NAME, DataTypes.StringType, false)
            .add(VERSION, DataTypes.StringType, false)
            .add(TABLE_NAME, DataTypes.StringType, false)
            .add(SENSOR, DataTypes.StringType, true)
            .add(SOURCE, DataTypes.StringType, false)
            .add(COLUMN, DataTypes.StringType, true)
            .add(PATH, DataTypes.StringType, false);

    public static final TableSpec TABLE = new TableSpec(
            "feature_lineage", SCHEMA, List.of(), List.of(NAME, TABLE_NAME, SENSOR, SOURCE, COLUMN, PATH));

    private FeatureLineage() {}
}
