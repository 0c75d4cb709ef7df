package io.millwright.etl;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.spark.sql.SparkSession;

/** Spark jobs that do not need each other, submitted at once: small ones are planned while large ones compute. */
final class Together {

    private static final int THREADS = 4;

    private Together() {}

    /** Runs all; when one fails the others are still awaited, and then the first failure is thrown. */
    static void run(SparkSession spark, List<Runnable> jobs) {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS, work -> {
            Thread thread = new Thread(work, "ingest");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<?>> running = new ArrayList<>();
            for (Runnable job : jobs) {
                running.add(threads.submit(() -> {
                    SparkSession.setActiveSession(spark);
                    job.run();
                }));
            }
            await(running);
        } finally {
            threads.shutdownNow();
        }
    }

    private static void await(List<Future<?>> running) {
        RuntimeException first = null;
        for (Future<?> job : running) {
            try {
                job.get();
            } catch (ExecutionException e) {
                RuntimeException failure = e.getCause() instanceof RuntimeException known
                        ? known
                        : new IllegalStateException("a job of ingest failed", e.getCause());
                first = first == null ? failure : first;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("ingest was interrupted", e);
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
