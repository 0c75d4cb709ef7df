package io.millwright.features.store;

import java.util.Optional;

/** The folder of one feature group. A file appears as a whole or not at all, and what was put is found at once. */
public interface StoreFolder {

    /** Where a file of this name is, in words a person can follow: a path, or {@code s3://...}. */
    String uri(String name);

    /** Replaces what was there under the name. */
    void put(String name, byte[] content);

    Optional<byte[]> find(String name);
}
