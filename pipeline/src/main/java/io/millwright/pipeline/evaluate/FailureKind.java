package io.millwright.pipeline.evaluate;

import io.millwright.evaluation.event.FailureEvent;
import java.time.Instant;

/** What tells failures apart. An alert has no kind, so such parts have no precision. */
enum FailureKind {
    MODE("mode") {
        @Override
        String name(FailureEvent failure, MachineFacts machine, Instant testStart) {
            return failure.mode().isEmpty() ? MachineFacts.UNKNOWN : failure.mode();
        }
    },
    /** Of the part that failed, as it sat in the machine when the test started. */
    GENERATION("generation") {
        @Override
        String name(FailureEvent failure, MachineFacts machine, Instant testStart) {
            return machine.generation(failure.component(), testStart);
        }
    };

    final String by;

    FailureKind(String by) {
        this.by = by;
    }

    abstract String name(FailureEvent failure, MachineFacts machine, Instant testStart);
}
