package io.millwright.pipeline;

import io.millwright.lake.Interval;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** The run id of a job that was given none: the same job, configuration and interval are the same run. */
final class RunId {

    private static final int LENGTH = 12;

    private RunId() {}

    static String of(String job, String configHash, Optional<Interval> interval) {
        String meaning = job
                + '\n'
                + configHash
                + '\n'
                + interval.map(span -> span.from() + "/" + span.to()).orElse("all");
        return HexFormat.of().formatHex(sha256(meaning)).substring(0, LENGTH);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
