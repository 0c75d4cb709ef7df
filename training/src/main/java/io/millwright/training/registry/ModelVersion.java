package io.millwright.training.registry;

import io.millwright.lake.MillwrightException;
import java.util.List;
import java.util.Locale;

/**
 * A registered model.
 *
 * @param version counts from 1, as text
 * @param clientToken the same token is the same registration
 * @param reason why it was approved or rejected; empty while pending
 */
public record ModelVersion(
        String version, String candidate, String runId, Approval approval, String clientToken, String reason) {

    /** Whether a model may be used. */
    public enum Approval {
        PENDING,
        APPROVED,
        REJECTED
    }

    /**
     * The same, where it may become champion.
     *
     * @throws MillwrightException where it is pending or rejected
     */
    public ModelVersion requireApproved() {
        if (approval != Approval.APPROVED) {
            throw MillwrightException.configuration("model version " + version + " is "
                    + approval.name().toLowerCase(Locale.ROOT) + " and so cannot be champion; approve it first");
        }
        return this;
    }

    /** Says that a registry has no such version, and which it has. */
    public static MillwrightException unknown(String version, Object registry, List<String> known) {
        return MillwrightException.data(
                "the registry " + registry + " has no model version '" + version + "'; it has " + known);
    }
}
