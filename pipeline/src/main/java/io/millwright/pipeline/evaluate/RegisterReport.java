package io.millwright.pipeline.evaluate;

import java.util.List;

/**
 * What was registered.
 *
 * @param promoted whether it is the champion now; otherwise it waits as pending
 * @param reasons why not
 * @param caution about the remaining life of the model; empty where there is none
 */
public record RegisterReport(String version, String candidate, boolean promoted, List<String> reasons, String caution) {

    public RegisterReport {
        reasons = List.copyOf(reasons);
    }

    /** One line. */
    public String summary() {
        return "version " + version + " (" + candidate + ") registered, "
                + (promoted ? "promoted to champion" : "pending, not promoted: " + String.join("; ", reasons))
                + (caution.isEmpty() ? "" : "; " + caution);
    }
}
