package io.millwright.features.store;

import java.util.Map;

/**
 * The Iceberg table of one group, as a Spark session finds it.
 *
 * @param catalog what the session calls the catalog; other settings need another name, because a session keeps the first it made
 * @param table partitioned by the day of {@code as_of}, whose first ten letters it is
 * @param settings of the catalog, by Iceberg's own names: {@code type} or {@code catalog-impl}, and {@code warehouse} at least
 */
public record IcebergTable(String catalog, String database, String table, Map<String, String> settings) {

    public IcebergTable {
        settings = Map.copyOf(settings);
    }

    /** As SQL names it. */
    String name() {
        return "`" + catalog + "`.`" + database + "`.`" + table + "`";
    }
}
