package io.millwright.lake;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;

/** Spark work that does not need each other, some at a time: while one is planned another computes. Closing it stops what is left. */
public final class SideBySide implements AutoCloseable {

    private final SparkSession spark;
    private final String what;
    private final ExecutorService threads;
    private final List<Future<?>> started = new ArrayList<>();

    /**
     * @param what is done, the name of the threads and of their failures
     * @param atOnce at least 1
     */
    public SideBySide(SparkSession spark, String what, int atOnce) {
        this.spark = spark;
        this.what = what;
        this.threads = Executors.newFixedThreadPool(atOnce, work -> {
            Thread thread = new Thread(work, what);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Starts a piece of work once a thread is free; asking for its result waits for it, and throws what it threw. */
    public <T> Supplier<T> start(Supplier<T> work) {
        Future<T> result = threads.submit(() -> {
            SparkSession.setActiveSession(spark);
            return work.get();
        });
        started.add(result);
        return () -> joined(result);
    }

    /** Starts a piece of work of which nothing is asked but that it is done, see {@link #await}. */
    public void run(Runnable work) {
        start(() -> {
            work.run();
            return work;
        });
    }

    /** Returns when all that was started is done; where some failed, throws what the first of them threw, with what the others did. */
    public void await() {
        RuntimeException first = null;
        for (Future<?> each : started) {
            try {
                joined(each);
            } catch (RuntimeException e) {
                if (first == null) {
                    first = e;
                } else if (first != e) {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private <T> T joined(Future<T> result) {
        try {
            return result.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the " + what + " was interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("a part of the " + what + " failed", e.getCause());
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
