package io.millwright.lake;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Between two versions of a table: the rows of the files that only the earlier one has, and of those that only the later one has. A
 * row that was rewritten as it was stands in both.
 */
public record Changes(Dataset<Row> removed, Dataset<Row> added) {}
