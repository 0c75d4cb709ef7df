package io.millwright.training.explain;

/**
 * One reason of a row's score.
 *
 * @param share of all pushes towards failure, in (0, 1]
 * @param sentence for people
 */
public record Reason(String family, double share, String sentence) {}
