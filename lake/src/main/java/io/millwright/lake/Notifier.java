package io.millwright.lake;

/** Who is told when something needs a person: a file in the output folder here, SNS in the {@code aws} room. */
public interface Notifier {

    /** Tells a person; {@code subject} is one line, {@code body} says what happened and what to do. */
    void tell(String subject, String body);
}
