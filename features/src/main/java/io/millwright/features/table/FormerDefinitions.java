package io.millwright.features.table;

import io.millwright.lake.TableSpec;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A row is a definition that a feature no longer has, as {@link FeatureCatalogue} had it, and where its values still are. The table is
 * there once a definition was changed or left out.
 */
public final class FormerDefinitions {

    public static final String NAME = FeatureCatalogue.NAME;

    /** From 1; the catalogue has the one that follows, where the feature is still computed. */
    public static final String VERSION = FeatureCatalogue.VERSION;

    /** Table the values are in. */
    public static final String GROUP = FeatureCatalogue.GROUP;

    public static final String DEFINITION = FeatureCatalogue.DEFINITION;

    public static final String UNIT = FeatureCatalogue.UNIT;

    public static final String WINDOW = FeatureCatalogue.WINDOW;

    public static final String INPUTS = FeatureCatalogue.INPUTS;

    /**
     * The last version of the table whose rows have the feature in this definition; Delta reads it as long as {@code maintain --vacuum}
     * leaves it. Null for what training fits, which is in no table.
     */
    public static final String TABLE_VERSION = "table_version";

    public static final StructType SCHEMA = new StructType()
            .add(NAME, DataTypes.StringType, false)
            .add(VERSION, DataTypes.StringType, false)
            .add(GROUP, DataTypes.StringType, false)
            .add(DEFINITION, DataTypes.StringType, false)
            .add(UNIT, DataTypes.StringType, false)
            .add(WINDOW, DataTypes.StringType, true)
            .add(INPUTS, DataTypes.StringType, false)
            .add(TABLE_VERSION, DataTypes.LongType, true);

    public static final TableSpec TABLE =
            new TableSpec("former_definitions", SCHEMA, List.of(), List.of(NAME, VERSION));

    private FormerDefinitions() {}
}
