package io.millwright.features.store;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** How a table format gets the rows of one version into its group, so that a retry adds none of them twice. */
interface OfflineFormat {

    /** Which version is being exported. */
    String BEGUN = "millwright/begun.json";

    /**
     * Adds them, after it has put {@link #BEGUN}, and returns the note with the files the group got.
     *
     * @param note of the version, without files
     * @param changed of {@link OfflineRows#all} or {@link OfflineRows#changed}
     */
    Exported add(Exported note, Dataset<Row> changed);
}
