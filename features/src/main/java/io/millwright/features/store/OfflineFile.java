package io.millwright.features.store;

import io.millwright.lake.Sha256;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One Parquet file of a group.
 *
 * @param name path below the group's folder, as the store documents it:
 *     {@code data/year=2026/month=01/day=31/hour=06/20260131T064401Z_108934320012ab11.parquet}, with the newest event time in the file
 *     and sixteen letters and digits, here not random but made of table, version, hour and number of the file in its hour; of an Iceberg
 *     table the whole path, which Iceberg chose
 * @param rows in it
 * @param gone rows of it that say that the table has such a row no more
 */
record OfflineFile(String name, long rows, long gone) {

    /** Folder of all of a group's files. */
    static final String DATA = "data";

    private static final Pattern STAGED =
            Pattern.compile(".*/(year=\\d+/month=\\d+/day=\\d+/hour=\\d+)/part-[^/]*[.]c(\\d+)[^/]*[.]parquet");

    private static final int LETTERS = 16;

    /**
     * A file that Spark has written to be put into the store.
     *
     * @param path as Spark says it, below the partitions of {@link OfflineRows}
     * @param newest event time in it, ISO 8601 with milliseconds
     * @param commit what makes it this commit's
     */
    static OfflineFile staged(String path, String newest, String commit, long rows, long gone) {
        Matcher place = STAGED.matcher(path);
        if (!place.matches()) {
            throw new IllegalStateException("a staged file lies in the folders of its hour, got " + path);
        }
        String hour = place.group(1);
        return new OfflineFile(
                DATA + "/" + hour + "/" + compact(newest) + "_"
                        + Sha256.hex(commit + "/" + hour + "/" + place.group(2)).substring(0, LETTERS) + ".parquet",
                rows,
                gone);
    }

    /** {@code 20260131T064401Z} of {@code 2026-01-31T06:44:01.500Z}. */
    private static String compact(String moment) {
        return moment.replaceAll("[-:]|\\.\\d+", "");
    }
}
