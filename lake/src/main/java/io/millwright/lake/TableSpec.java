package io.millwright.lake;

import java.util.List;
import java.util.Set;
import org.apache.spark.sql.types.StructType;

/**
 * A table as its room publishes it.
 *
 * @param name folder name below the lake's root
 * @param partitionBy columns of the folder layout; empty for none
 * @param key columns that identify a row; fingerprints are taken in their order
 * @param later columns an older Millwright did not write: a table without one is read as if it were null in every row
 */
public record TableSpec(String name, StructType schema, List<String> partitionBy, List<String> key, Set<String> later) {

    public TableSpec {
        partitionBy = List.copyOf(partitionBy);
        key = List.copyOf(key);
        later = Set.copyOf(later);
    }

    /** A table that had its columns from the beginning. */
    public TableSpec(String name, StructType schema, List<String> partitionBy, List<String> key) {
        this(name, schema, partitionBy, key, Set.of());
    }
}
