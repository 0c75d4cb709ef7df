package io.millwright.etl;

import io.millwright.lake.Lake;
import io.millwright.lake.Origin;
import io.millwright.lake.TableSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Rows that gave way to others of a table, kept in a table beside it: where an ingest takes out what they gave way to, they
 * stand again. They are written first, with the version of the table they were made beside; where that is still the newest,
 * the ingest was killed between the two, and what was there before it counts.
 */
final class MergedAway {

    private final Lake lake;
    private final TableSpec table;
    private final TableSpec merged;

    MergedAway(Lake lake, TableSpec table, TableSpec merged) {
        this.lake = lake;
        this.table = table;
        this.merged = merged;
    }

    Dataset<Row> rows() {
        return version()
                .map(version -> lake.readVersion(merged.name(), version))
                .orElseGet(() -> lake.spark().createDataFrame(List.of(), merged.schema()));
    }

    /** Replaces all; the table itself must be written next. */
    void write(Dataset<Row> rows) {
        if (!lake.has(merged) && rows.isEmpty()) {
            return;
        }
        Map<String, Long> before = new TreeMap<>();
        if (lake.has(table)) {
            before.put(table.name(), lake.version(table.name()));
        }
        version().ifPresent(version -> before.put(merged.name(), version));
        lake.overwrite(rows, merged, before);
    }

    /** The version that belongs to the table as it is; empty for none. */
    private Optional<Long> version() {
        if (!lake.has(merged)) {
            return Optional.empty();
        }
        Map<String, Long> before =
                lake.origin(merged.name()).map(Origin::inputs).orElse(Map.of());
        Long beside = before.get(table.name());
        boolean half = beside != null && lake.has(table) && beside == lake.version(table.name());
        return half ? Optional.ofNullable(before.get(merged.name())) : Optional.of(lake.version(merged.name()));
    }
}
