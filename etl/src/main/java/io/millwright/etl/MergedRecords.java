package io.millwright.etl;

import io.millwright.lake.TableSpec;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A row is one record of a log or one burst that was merged away; the books of later ingests count it on. */
final class MergedRecords {

    static final String SOURCE = "source";

    static final String KNOWN_TIME = "known_time";

    static final StructType SCHEMA =
            new StructType().add(SOURCE, DataTypes.StringType, false).add(KNOWN_TIME, DataTypes.TimestampType, false);

    static final TableSpec TABLE = new TableSpec("merged_records", SCHEMA, List.of(), List.of(SOURCE, KNOWN_TIME));

    private MergedRecords() {}

    /** Rows of a table that has a source and a known time. */
    static Dataset<Row> of(Dataset<Row> rows) {
        return rows.select(SOURCE, KNOWN_TIME);
    }
}
