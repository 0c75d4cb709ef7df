package io.millwright.lake.watch;

/** Who is told when something happened that a person or another program should know. */
@FunctionalInterface
public interface Notifier {

    /** Tells it once, or says why it could not. */
    void tell(Notice notice);
}
