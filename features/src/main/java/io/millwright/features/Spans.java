package io.millwright.features;

import io.millwright.features.table.Tiles;
import io.millwright.lake.MillwrightException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * When machines were heard of.
 *
 * @param startMs start of the fleet's first tile
 * @param endMs end of its last one
 * @param firstMs machine to the start of its first tile
 * @param lastMs machine to the end of its last tile
 */
record Spans(long startMs, long endMs, Map<String, Long> firstMs, Map<String, Long> lastMs) {

    /** @throws MillwrightException where there is no tile */
    static Spans of(Dataset<Row> tiles, long tileMs) {
        Column start = functions.col(Tiles.TILE_START);
        List<Row> rows = tiles.groupBy(Tiles.EQUIPMENT_ID)
                .agg(functions.min(functions.element_at(start, 1)), functions.max(functions.element_at(start, -1)))
                .collectAsList();
        if (rows.isEmpty()) {
            throw MillwrightException.data(
                    "no usable reading is in the table series; see quarantine and sensor_health for what was kept out");
        }
        Map<String, Long> first = new TreeMap<>();
        Map<String, Long> last = new TreeMap<>();
        for (Row row : rows) {
            first.put(row.getString(0), row.getLong(1));
            last.put(row.getString(0), row.getLong(2) + tileMs);
        }
        return new Spans(
                first.values().stream().mapToLong(Long::longValue).min().orElseThrow(),
                last.values().stream().mapToLong(Long::longValue).max().orElseThrow(),
                first,
                last);
    }
}
