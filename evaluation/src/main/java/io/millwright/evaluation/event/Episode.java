package io.millwright.evaluation.event;

import java.time.Instant;

/**
 * One alert episode.
 *
 * @param start {@code as_of} of the row that raised it
 * @param score that row's score
 */
public record Episode(String subject, String machine, Instant start, double score, Outcome outcome) {}
