package io.millwright.training.registry;

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
}
