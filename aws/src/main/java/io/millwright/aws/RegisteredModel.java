package io.millwright.aws;

import io.millwright.training.registry.Manifest;
import java.util.Locale;

/**
 * A version as lineage and experiments speak of it.
 *
 * @param arn of the model package
 * @param id of group and client token; what is made for the version is named after it, so that a retry finds it
 * @param uri of what is deployed, or of the manifest where nothing can be
 */
record RegisteredModel(
        String group, String version, String arn, String id, Manifest manifest, String uri, String manifestUri) {

    private static final int LONGEST = 120;

    /** A text as the names of lineage and experiments may be: small letters, digits and single -, 120 at most. */
    static String name(String text) {
        String name = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        return name.substring(0, Math.min(name.length(), LONGEST)).replaceAll("^-|-$", "");
    }
}
