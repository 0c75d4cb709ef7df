package io.millwright.training;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.ForkJoinWorkerThread;

/** Runs independent fits beside one another, one thread each, and hands back results in the order asked for. */
final class Workers {

    private static final int MOST_THREADS = 16;

    private Workers() {}

    static <T> List<T> all(List<Callable<T>> tasks) {
        int threads = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
        ForkJoinPool pool = new ForkJoinPool(threads, Workers::thread, null, true);
        try {
            List<ForkJoinTask<T>> running = new ArrayList<>();
            for (Callable<T> task : tasks) {
                running.add(pool.submit(task));
            }
            List<T> results = new ArrayList<>();
            for (ForkJoinTask<T> task : running) {
                results.add(task.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw unwrapped(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("training was interrupted", e);
        } finally {
            pool.shutdownNow();
        }
    }

    /** Spark looks for classes through the thread's loader, which a fork-join thread has not by itself. */
    private static ForkJoinWorkerThread thread(ForkJoinPool pool) {
        ForkJoinWorkerThread thread = ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool);
        thread.setContextClassLoader(Workers.class.getClassLoader());
        return thread;
    }

    private static RuntimeException unwrapped(ExecutionException e) {
        Throwable cause = e.getCause();
        while (cause != null) {
            if (cause instanceof io.millwright.lake.MillwrightException known) {
                return known;
            }
            cause = cause.getCause();
        }
        return new IllegalStateException("a fit failed: " + e.getMessage(), e);
    }
}
