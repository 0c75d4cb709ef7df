package io.millwright.training.registry;

import io.millwright.lake.Sha256;
import java.util.Map;
import java.util.TreeMap;

/** SHA-256 of files, in hexadecimal. */
public final class Hashes {

    private Hashes() {}

    /** By path, in order. */
    public static Map<String, String> sha256(Map<String, byte[]> files) {
        Map<String, String> hashes = new TreeMap<>();
        files.forEach((path, content) -> hashes.put(path, Sha256.hex(content)));
        return hashes;
    }
}
