package io.millwright.lake.table;

import io.millwright.lake.TableSpec;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The books of all that is in the lake: rows in = clean + quarantined + duplicates merged. A row is one source, in the arrivals
 * the newest ingest took or in all others. Metadata, and what cannot be read at all, have no time of arrival: every ingest
 * reads them anew, and they count with it.
 */
public final class IngestAccounting {

    public static final String SOURCE = "source";

    public static final String KIND = "kind";

    /** Start of the interval of arrival the newest ingest took; null where it took all arrivals, and for all other arrivals. */
    public static final String ARRIVED_FROM = "arrived_from";

    /** Its end, exclusive. */
    public static final String ARRIVED_TO = "arrived_to";

    /** Readings for a source of readings, else records; a record that cannot be read counts as one. */
    public static final String ROWS_IN = "rows_in";

    public static final String ROWS_CLEAN = "rows_clean";

    public static final String ROWS_QUARANTINED = "rows_quarantined";

    /** Reason to rows; a reason without rows is not there. */
    public static final String QUARANTINED_BY_REASON = "quarantined_by_reason";

    public static final String DUPLICATES_MERGED = "duplicates_merged";

    public static final StructType SCHEMA = new StructType()
            .add(SOURCE, DataTypes.StringType, false)
            .add(KIND, DataTypes.StringType, false)
            .add(ARRIVED_FROM, DataTypes.TimestampType, true)
            .add(ARRIVED_TO, DataTypes.TimestampType, true)
            .add(ROWS_IN, DataTypes.LongType, false)
            .add(ROWS_CLEAN, DataTypes.LongType, false)
            .add(ROWS_QUARANTINED, DataTypes.LongType, false)
            .add(QUARANTINED_BY_REASON, DataTypes.createMapType(DataTypes.StringType, DataTypes.LongType, false), false)
            .add(DUPLICATES_MERGED, DataTypes.LongType, false);

    public static final TableSpec TABLE =
            new TableSpec("ingest_accounting", SCHEMA, List.of(), List.of(SOURCE, ARRIVED_FROM, ARRIVED_TO));

    private IngestAccounting() {}
}
