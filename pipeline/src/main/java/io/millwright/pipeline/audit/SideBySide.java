package io.millwright.pipeline.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;

/** Tests that do not need each other, two at a time: while one plans its queries the other computes. */
final class SideBySide {

    private static final int AT_ONCE = 2;

    private final SparkSession spark;
    private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE, work -> {
        Thread thread = new Thread(work, "audit");
        thread.setDaemon(true);
        return thread;
    });
    private final List<Future<AuditOutcome>> started = new ArrayList<>();

    SideBySide(SparkSession spark) {
        this.spark = spark;
    }

    /** The outcome, to be asked for after {@link #await}. */
    Supplier<AuditOutcome> start(Supplier<AuditOutcome> test) {
        Future<AuditOutcome> outcome = threads.submit(() -> {
            SparkSession.setActiveSession(spark);
            return test.get();
        });
        started.add(outcome);
        return () -> joined(outcome);
    }

    /** Returns when all are done, and throws what the first of them threw: no test may outlive the folder of the copies. */
    void await() {
        threads.shutdown();
        RuntimeException first = null;
        for (Future<AuditOutcome> each : started) {
            try {
                joined(each);
            } catch (RuntimeException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private static AuditOutcome joined(Future<AuditOutcome> outcome) {
        try {
            return outcome.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the audit was interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("a test of the audit failed", e.getCause());
        }
    }
}
