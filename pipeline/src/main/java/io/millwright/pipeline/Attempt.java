package io.millwright.pipeline;

import io.millwright.lake.config.Place;
import java.nio.file.Path;

/** One run of a command: the edge at which whatever goes wrong becomes one sentence and an exit code. */
final class Attempt {

    /** What a command does; returns the exit code. */
    interface Work {
        int run(Attempt attempt) throws Exception;
    }

    private final String job;
    private final Console console;
    private Path log;
    /** Where a person finds the log. */
    private String shownLog;

    private boolean isKept;

    private Attempt(String job, Console console) {
        this.job = job;
        this.console = console;
        this.log = Path.of(System.getProperty("java.io.tmpdir"), "millwright-" + job + ".log");
        this.shownLog = log.toString();
    }

    /** Does the work and returns its exit code, or the one of its failure; errors of the virtual machine are failures too. */
    static int at(String job, Console console, Work work) {
        Attempt attempt = new Attempt(job, console);
        try {
            return work.run(attempt);
        } catch (Throwable e) {
            attempt.keep(e);
            Failure failure = Failure.of(e, attempt.shownLog);
            console.error("millwright " + job + ": " + failure.sentence());
            return failure.exitCode();
        }
    }

    /** Puts a failure's trace into the log, once: before results are put back, where they are elsewhere. */
    void keep(Throwable failure) {
        if (!isKept) {
            Failure.keepTrace(failure, log);
            isKept = true;
        }
    }

    /** The same where results are on this machine. */
    void logIn(Path out) {
        logIn(out, out.toString());
    }

    /**
     * From here on the log lies in the output folder; before, a failure's trace goes to the temporary folder.
     *
     * @param results where a person finds that folder
     */
    void logIn(Path out, String results) {
        log = OutFolder.log(out, job);
        shownLog = Place.below(results, out.relativize(log).toString());
        if (console.ownsProcess()) {
            JobSession.keepLogsIn(log);
        }
    }
}
