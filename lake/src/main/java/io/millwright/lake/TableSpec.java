package io.millwright.lake;

import java.util.List;
import org.apache.spark.sql.types.StructType;

/**
 * A table as its room publishes it.
 *
 * @param name folder name below the lake's root
 * @param partitionBy columns of the folder layout; empty for none
 * @param key columns that identify a row; fingerprints are taken in their order
 */
public record TableSpec(String name, StructType schema, List<String> partitionBy, List<String> key) {

    public TableSpec {
        partitionBy = List.copyOf(partitionBy);
        key = List.copyOf(key);
    }
}
