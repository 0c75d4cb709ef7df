package io.millwright.training.note;

/**
 * A note and what somebody said it is about.
 *
 * @param text as it was written
 * @param answer for example a component
 */
public record KnownNote(String text, String answer) {}
