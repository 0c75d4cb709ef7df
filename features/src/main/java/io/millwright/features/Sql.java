package io.millwright.features;

import java.time.Instant;

/** Literals of predicates. */
final class Sql {

    private Sql() {}

    /** A moment, UTC, to the millisecond. */
    static String timestamp(long ms) {
        return "timestamp'" + Instant.ofEpochMilli(ms) + "'";
    }
}
