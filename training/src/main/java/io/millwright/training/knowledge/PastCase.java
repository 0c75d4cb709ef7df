package io.millwright.training.knowledge;

import io.millwright.training.explain.Signature;
import java.time.Instant;

/**
 * An incident with what a model saw before it.
 *
 * @param type of the machine
 * @param rowAsOf of the row that the signature is of
 */
public record PastCase(Incident incident, String type, Instant rowAsOf, Signature signature) {}
