package io.millwright.features.store;

import java.util.Map;

/** Serves the latest record of every machine of a group. */
public interface OnlineStore {

    /**
     * Puts a record; one that is older than what is there changes nothing, so it may be put again.
     *
     * @param record texts by feature, machine and moment among them; without the features that are null
     */
    void put(FeatureGroup group, Map<String, String> record);
}
