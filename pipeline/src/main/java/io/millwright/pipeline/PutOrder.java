package io.millwright.pipeline;

import java.util.Arrays;
import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * The order in which result files are put back, so that whoever is stopped between any two leaves what the next try understands: a
 * version is there once its package is, a champion once its version is, and a stage counts as finished once its files are there.
 *
 * <p>{@code packages of models -> what is said of their versions -> champion and looks -> results -> ledgers of runs}
 */
enum PutOrder {
    PACKAGE("(.*/)?versions/[^/]+/package/.*"),
    VERSION("(.*/)?versions/[^/]+/state\\.json"),
    REGISTRY("(.*/)?(champion|looks)\\.json"),
    /** All that no other names. */
    RESULT(""),
    LEDGER("\\.runs/.*");

    /** Of files by their names below the results. */
    static final Comparator<String> SAFE =
            Comparator.comparing(PutOrder::of).thenComparing(Comparator.<String>naturalOrder());

    private final Pattern names;

    PutOrder(String names) {
        this.names = Pattern.compile(names);
    }

    static PutOrder of(String file) {
        return Arrays.stream(values())
                .filter(each -> each.names.matcher(file).matches())
                .findFirst()
                .orElse(RESULT);
    }
}
