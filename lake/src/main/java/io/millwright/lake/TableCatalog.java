package io.millwright.lake;

import org.apache.spark.sql.types.StructType;

/** A catalogue in which others find the tables of a lake by name. */
public interface TableCatalog {

    /**
     * Enters a table, or brings its entry up to date; nothing is read or moved.
     *
     * @param name of the table in the catalogue
     * @param location URL of its folder
     */
    void enter(String name, String location, StructType schema);
}
