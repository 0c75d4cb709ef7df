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
 * @param heardMs when the last reading came, at the earliest the end of its tile
 * @param firstMs machine to the start of its first tile
 * @param lastMs machine to the end of its last tile
 */
record Spans(long startMs, long endMs, long heardMs, Map<String, Long> firstMs, Map<String, Long> lastMs) {

    /** @throws MillwrightException where there is no tile */
    static Spans of(Dataset<Row> tiles, long tileMs) {
        Column start = functions.col(Tiles.TILE_START);
        List<Row> rows = tiles.groupBy(Tiles.EQUIPMENT_ID)
                .agg(
                        functions.min(functions.element_at(start, 1)),
                        functions.max(functions.element_at(start, -1)),
                        functions.max(functions.when(
                                functions.col(Tiles.LATE), functions.unix_millis(functions.col(Tiles.KNOWN_TIME)))))
                .collectAsList();
        if (rows.isEmpty()) {
            throw MillwrightException.data(
                    "no usable reading is in the table series; see quarantine and sensor_health for what was kept out");
        }
        Map<String, Long> first = new TreeMap<>();
        Map<String, Long> last = new TreeMap<>();
        long heard = Long.MIN_VALUE;
        for (Row row : rows) {
            long end = row.getLong(2) + tileMs;
            first.put(row.getString(0), row.getLong(1));
            last.put(row.getString(0), end);
            heard = Math.max(heard, row.isNullAt(3) ? end : Math.max(end, row.getLong(3)));
        }
        return new Spans(
                first.values().stream().mapToLong(Long::longValue).min().orElseThrow(),
                last.values().stream().mapToLong(Long::longValue).max().orElseThrow(),
                heard,
                first,
                last);
    }
}
