package io.millwright.features.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millwright.lake.Lake;
import io.millwright.lake.MillwrightException;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;

/**
 * The latest row of every machine of one table to an online store, after the offline store holds that version of the table. What was put
 * is noted last, in {@code millwright/online.json} beside the offline store's own notes; an export that was stopped puts all of them
 * again, which changes nothing.
 *
 * <p>A machine the table has no row of any more keeps its record. Cost: one reading of the table, and a call a machine, one after the
 * other.
 */
final class OnlineExport {

    static final String ONLINE = "millwright/online.json";

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Lake lake;
    private final FeatureGroup group;
    private final StoreFolder folder;
    private final OnlineStore store;

    OnlineExport(Lake lake, FeatureGroup group, StoreFolder folder, OnlineStore store) {
        this.lake = lake;
        this.group = group;
        this.folder = folder;
        this.store = store;
    }

    /** Which version of which table the records are of. */
    private record Put(String tableId, long version) {}

    /** Puts the records of a version, and returns how many; 0 where they were put before. */
    long run(long version) {
        Put wanted = new Put(lake.tableId(group.table()), version);
        if (before().filter(wanted::equals).isPresent()) {
            return 0;
        }
        long count = 0;
        Iterator<Row> latest = new OfflineRows(group)
                .latest(lake.readVersion(group.table(), version))
                .toLocalIterator();
        while (latest.hasNext()) {
            store.put(group, record(latest.next()));
            count++;
        }
        folder.put(ONLINE, json(wanted));
        return count;
    }

    private Map<String, String> record(Row row) {
        Map<String, String> record = new LinkedHashMap<>();
        for (FeatureGroup.Feature feature : group.features()) {
            Object value = row.getAs(feature.name());
            if (value != null) {
                record.put(feature.name(), value.toString());
            }
        }
        return record;
    }

    private Optional<Put> before() {
        return folder.find(ONLINE).map(json -> {
            try {
                return MAPPER.readValue(json, Put.class);
            } catch (IOException e) {
                throw MillwrightException.data(
                        "the file " + folder.uri(ONLINE) + " is damaged; remove it, and the records are put again", e);
            }
        });
    }

    private static byte[] json(Put put) {
        try {
            return MAPPER.writeValueAsBytes(put);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of a text and a number is JSON", e);
        }
    }
}
