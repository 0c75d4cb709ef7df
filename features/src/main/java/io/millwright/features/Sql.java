package io.millwright.features;

import java.time.Instant;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/** Literals of predicates, and what several tables compute the same way. */
final class Sql {

    private Sql() {}

    /** A moment, UTC, to the millisecond. */
    static String timestamp(long ms) {
        return "timestamp'" + Instant.ofEpochMilli(ms) + "'";
    }

    /** The UTC month of a moment, {@code 2026-01}: tables are partitioned by it. */
    static Column month(Column time) {
        return functions.date_format(time, "yyyy-MM");
    }
}
