package io.millwright.lake.table;

import io.millwright.lake.TableSpec;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A row is one source of one ingest: rows in = clean + quarantined + duplicates merged.
 */
public final class IngestAccounting {

    public static final String SOURCE = "source";

    public static final String KIND = "kind";

    /** Readings for a source of readings, else records; a record that cannot be read counts as one. */
    public static final String ROWS_IN = "rows_in";

    public static final String ROWS_CLEAN = "rows_clean";

    public static final String ROWS_QUARANTINED = "rows_quarantined";

    public static final String DUPLICATES_MERGED = "duplicates_merged";

    public static final StructType SCHEMA = new StructType()
            .add(SOURCE, DataTypes.StringType, false)
            .add(KIND, DataTypes.StringType, false)
            .add(ROWS_IN, DataTypes.LongType, false)
            .add(ROWS_CLEAN, DataTypes.LongType, false)
            .add(ROWS_QUARANTINED, DataTypes.LongType, false)
            .add(DUPLICATES_MERGED, DataTypes.LongType, false);

    public static final TableSpec TABLE = new TableSpec("ingest_accounting", SCHEMA, List.of(), List.of(SOURCE));

    private IngestAccounting() {}
}
