package io.millwright.lake.watch;

import java.util.Map;
import java.util.TreeMap;

/**
 * Something that happened in a run.
 *
 * @param headline one line
 * @param body what happened and what to do, in sentences
 * @param facts the same for programs, by name
 */
public record Notice(Kind kind, Severity severity, String headline, String body, Map<String, String> facts) {

    /** What happened. */
    public enum Kind {
        GATE_FAILED,
        JOB_FAILED,
        FEATURES_DRIFTED,
        TRAINING_ASKED,
        MODEL_PROMOTED,
        MODEL_WAITS,
        WORK_LIST
    }

    /** How soon someone should look. */
    public enum Severity {
        INFO,
        WARNING,
        CRITICAL
    }

    public Notice {
        facts = new TreeMap<>(facts);
    }

    /** Whether a run ended by it. */
    public boolean isFailure() {
        return kind == Kind.GATE_FAILED || kind == Kind.JOB_FAILED;
    }
}
