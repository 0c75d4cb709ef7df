package io.millwright.pipeline;

import io.millwright.lake.Lake;
import io.millwright.lake.MillwrightException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A command beside the jobs that works where a pipeline file says; what stands around each of them. */
abstract class WorkplaceCommand implements Callable<Integer> {

    @Mixin
    private JobOptions options = new JobOptions();

    private final String name;
    private final Map<String, String> environment;
    private final Console console;

    /** @param name on the command line */
    WorkplaceCommand(String name, Map<String, String> environment, Console console) {
        this.name = name;
        this.environment = environment;
        this.console = console;
    }

    /** Does it; result files that changed are put back afterwards. */
    abstract void work(Workplace place, Console console);

    /** Opens the lake, and Spark with it. */
    final Lake lake(Workplace place) {
        return Lake.open(
                JobSession.open(place.config()),
                place.config().lakePath(),
                options.runId(name, place.config().hash()));
    }

    /** Why used tests are looked at again; empty where that was not said. */
    final Optional<String> lookAgain() {
        return Optional.ofNullable(options.lookAgain);
    }

    @Override
    public final Integer call() {
        return Attempt.at(name, console, this::attempt);
    }

    private void refuseInterval() {
        if (options.from != null || options.to != null) {
            throw MillwrightException.configuration(name + " takes no interval; leave --from and --to out");
        }
    }

    private int attempt(Attempt attempt) {
        refuseInterval();
        try (Workplace place = Workplace.open(options, environment)) {
            place.fetch();
            attempt.logIn(OutFolder.ready(place.config().outPath()), place.results());
            workAt(place, attempt);
        }
        return 0;
    }

    private void workAt(Workplace place, Attempt attempt) {
        try {
            work(place, console);
            place.publish();
        } catch (RuntimeException | Error e) {
            attempt.keep(e);
            place.publishAfter(e);
            throw e;
        }
    }
}
