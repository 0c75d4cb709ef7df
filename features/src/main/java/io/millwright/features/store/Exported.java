package io.millwright.features.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millwright.lake.MillwrightException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/**
 * What one version of a table added to its group: the note that makes a retry harmless.
 *
 * @param tableId of Delta: another table under the same name has another one
 * @param version of the table
 * @param before version that was exported before it; -1 for the first
 * @param writtenAt the rows' time of writing, later than that of any version before
 * @param features the group's, in order
 * @param notNumbers NaN and infinities of the table at this version, which are null in the store
 * @param files that its rows are in
 */
record Exported(
        String tableId,
        long version,
        long before,
        String writtenAt,
        List<String> features,
        long notNumbers,
        List<OfflineFile> files) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    Exported {
        features = List.copyOf(features);
        files = List.copyOf(files);
    }

    Instant written() {
        return Instant.parse(writtenAt);
    }

    /** What tells this version from those of any other table. */
    String commit() {
        return tableId + "/" + version;
    }

    Exported with(List<OfflineFile> made) {
        return new Exported(tableId, version, before, writtenAt, features, notNumbers, made);
    }

    /** Appended, those gone among them. */
    long rows() {
        return files.stream().mapToLong(OfflineFile::rows).sum();
    }

    long gone() {
        return files.stream().mapToLong(OfflineFile::gone).sum();
    }

    byte[] json() {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of texts and numbers is JSON", e);
        }
    }

    /** A data error that names the file where it is damaged. */
    static Exported read(byte[] json, String file) {
        try {
            return MAPPER.readValue(json, Exported.class);
        } catch (IOException e) {
            throw MillwrightException.data(
                    "the file " + file
                            + " is damaged, so what the feature group holds cannot be told; export into another",
                    e);
        }
    }
}
