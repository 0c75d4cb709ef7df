package io.millwright.aws;

import java.time.Duration;

/**
 * How long a client of AWS waits.
 *
 * @param connect for a connection
 * @param silence between two bytes of an answer
 * @param eachTry for one try of a call
 * @param call for a call with all its tries and the pauses between them
 * @param transfer for a call that carries a file, and for each of its tries
 */
record Patience(Duration connect, Duration silence, Duration eachTry, Duration call, Duration transfer) {

    /** A file is a training set of some gigabytes over a slow line. */
    static Patience usual() {
        return new Patience(
                Duration.ofSeconds(5),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ofMinutes(3),
                Duration.ofMinutes(30));
    }

    /** Where every file is a few lines, and late is too late. */
    static Patience ofSmallFiles() {
        return new Patience(
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofSeconds(20),
                Duration.ofSeconds(20));
    }
}
