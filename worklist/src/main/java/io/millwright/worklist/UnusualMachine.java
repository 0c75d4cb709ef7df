package io.millwright.worklist;

/**
 * A machine that does not behave as it used to, told without regard to past failures.
 *
 * @param reason a sentence: how unusual, and by which sensors
 */
public record UnusualMachine(String site, String equipmentId, String reason) {}
