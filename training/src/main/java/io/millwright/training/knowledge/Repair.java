package io.millwright.training.knowledge;

import java.time.Instant;

/**
 * A finished preventive or corrective order.
 *
 * @param component empty text for the whole machine
 * @param what its parts, or where it has none the technician's note, or its kind
 */
public record Repair(String equipmentId, String component, Instant finishedAt, Instant knownAt, String what) {}
