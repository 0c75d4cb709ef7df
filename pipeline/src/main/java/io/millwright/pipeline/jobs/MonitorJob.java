package io.millwright.pipeline.jobs;

import io.millwright.lake.Interval;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.config.TimeAxis;
import io.millwright.pipeline.JobContext;
import io.millwright.pipeline.Main;
import io.millwright.pipeline.Outcome;
import io.millwright.quality.drift.DriftReport;
import io.millwright.quality.drift.Monitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** {@code monitor}: drift of the inputs, rate of failures and quality, the newest stretch against all before it. */
public final class MonitorJob {

    private static final Duration LONGEST_CURRENT = Duration.ofDays(28);
    private static final int SHORTEST_REFERENCE_IN_CURRENTS = 3;

    private MonitorJob() {}

    public static void main(String[] args) {
        Main.main("monitor", args);
    }

    /**
     * Without a clock nothing is compared: a machine's first and last cycles are its youth and its age, whose difference is the
     * wear that models learn, and machines that run side by side share no before and after.
     */
    public static Outcome run(JobContext context) {
        Path file = context.out().resolve("drift.json");
        TimeAxis axis = context.config().timeAxis();
        if (axis != TimeAxis.CLOCK) {
            delete(file);
            return Outcome.of(
                    "nothing to compare: landing.axis is " + axis.name().toLowerCase(Locale.ROOT)
                            + ", and without a clock two stretches of a machine's life differ by its wear, not by drift");
        }
        Interval events = EventSpan.of(context);
        Interval current = new Interval(currentFrom(events), events.to());
        Interval reference = new Interval(events.from(), current.from());
        DriftReport report = Monitor.run(context.lake(), context.config(), reference, current, context.progress());
        write(file, report.json());
        return Outcome.of(
                report.drifted().size() + " of " + report.features().size() + " features drifted since "
                        + current.from().toString().substring(0, 10),
                "drift.json");
    }

    /** The last 28 days, or the last quarter of a shorter history. */
    static Instant currentFrom(Interval events) {
        Duration quarter = Duration.between(events.from(), events.to()).dividedBy(1 + SHORTEST_REFERENCE_IN_CURRENTS);
        return events.to().minus(quarter.compareTo(LONGEST_CURRENT) < 0 ? quarter : LONGEST_CURRENT);
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw MillwrightException.service(
                    file + " cannot be written; free some space or give another folder with --out", e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw MillwrightException.service(
                    file + " of an earlier run cannot be removed; allow this user to write there", e);
        }
    }
}
