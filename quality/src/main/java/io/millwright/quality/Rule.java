package io.millwright.quality;

/**
 * One rule of a rule file.
 *
 * @param text DQDL, on one line
 * @param gating whether its failure stops the pipeline
 * @param file and line where it stands, for messages
 */
record Rule(String text, boolean gating, String file, int line) {

    /** The rule type: the first word, behind any opening brackets. */
    String type() {
        return text.replaceFirst("^[\\s(]+", "").split("[\\s(\"=<>]", 2)[0];
    }
}
