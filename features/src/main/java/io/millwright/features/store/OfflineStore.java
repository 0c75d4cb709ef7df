package io.millwright.features.store;

import java.util.Optional;

/** An offline feature store: groups of rows that are appended to and never changed. */
public interface OfflineStore {

    /** What the names of all its groups begin with. */
    String prefix();

    /**
     * The group's folder; makes the group where there is none.
     *
     * @throws io.millwright.lake.MillwrightException category CONFIGURATION where a group of this name has other features, or is of
     *     another table format
     */
    StoreFolder open(FeatureGroup group);

    /** The table of a group that was opened; empty where rows are files of its folder, in the table format Glue. */
    Optional<IcebergTable> iceberg(FeatureGroup group);

    /** Where the latest record of every machine is served from; empty where nowhere. Its groups are those of this store. */
    Optional<OnlineStore> online();

    /** What a person does who wants an empty group instead of the one of this name: the end of a sentence. */
    String startAnew(String group);
}
