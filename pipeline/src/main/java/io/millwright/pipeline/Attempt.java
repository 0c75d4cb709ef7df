package io.millwright.pipeline;

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

    private Attempt(String job, Console console) {
        this.job = job;
        this.console = console;
        this.log = Path.of(System.getProperty("java.io.tmpdir"), "millwright-" + job + ".log");
    }

    /** Does the work and returns its exit code, or the one of its failure; errors of the virtual machine are failures too. */
    static int at(String job, Console console, Work work) {
        Attempt attempt = new Attempt(job, console);
        try {
            return work.run(attempt);
        } catch (Throwable e) {
            Failure failure = Failure.of(e, attempt.log);
            console.error("millwright " + job + ": " + failure.sentence());
            return failure.exitCode();
        }
    }

    /** From here on the log lies in the output folder; before, a failure's trace goes to the temporary folder. */
    void logIn(Path out) {
        log = OutFolder.log(out, job);
        if (console.ownsProcess()) {
            JobSession.keepLogsIn(log);
        }
    }
}
