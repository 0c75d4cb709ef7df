package io.millwright.pipeline.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millwright.features.table.TrainingSet;
import io.millwright.lake.Interval;
import io.millwright.lake.Lake;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.config.TimeAxis;
import io.millwright.lake.watch.Figure;
import io.millwright.lake.watch.Notice;
import io.millwright.pipeline.JobContext;
import io.millwright.pipeline.Main;
import io.millwright.pipeline.Outcome;
import io.millwright.pipeline.Outside;
import io.millwright.pipeline.evaluate.ResultFiles;
import io.millwright.pipeline.monitor.Retraining;
import io.millwright.quality.drift.DriftReport;
import io.millwright.quality.drift.FeatureDrift;
import io.millwright.quality.drift.Monitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.functions;

/**
 * {@code monitor}: drift of the inputs, rate of failures and quality, the newest stretch against all before it; what became of past
 * lists; and whether a training is asked for.
 */
public final class MonitorJob {

    private static final Duration LONGEST_CURRENT = Duration.ofDays(28);
    private static final int SHORTEST_REFERENCE_IN_CURRENTS = 3;
    /** Drifted features a notice names. */
    private static final int NAMED = 10;

    private MonitorJob() {}

    public static void main(String[] args) {
        Main.main("monitor", args);
    }

    /**
     * Of an interval the end alone is asked for: the newest stretch before it is held against all there is before that. Without a clock
     * nothing is compared: a machine's first and last cycles are its youth and its age, whose difference is the wear that models learn,
     * and machines that run side by side share no before and after.
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
        Interval events = history(context);
        Interval current = new Interval(currentFrom(events), events.to());
        Interval reference = new Interval(events.from(), current.from());
        DriftReport report = Monitor.run(context.lake(), context.config(), reference, current, context.progress());
        Retraining retraining = Retraining.of(context, report);
        ObjectNode found = report.json();
        retraining.addTo(found);
        ResultFiles.write(file, found);
        watched(context.outside(), report, retraining);
        Outcome outcome = Outcome.of(report.says() + since(report) + "; " + retraining.says(), "drift.json");
        return retraining.isAsked() ? outcome.askingForTraining() : outcome;
    }

    /**
     * From the first row of the training set to the end that was asked for, else to the last reading; at least four steps of
     * {@code features.as_of}, so that the newest stretch holds the newest row.
     */
    private static Interval history(JobContext context) {
        Instant end = context.interval().map(Interval::to).orElseGet(() -> EventSpan.of(context)
                .to());
        Instant latest =
                end.minus(context.config().features().asOfEvery().multipliedBy(1 + SHORTEST_REFERENCE_IN_CURRENTS));
        return new Interval(firstRow(context.lake()).filter(latest::isAfter).orElse(latest), end);
    }

    private static Optional<Instant> firstRow(Lake lake) {
        return Optional.ofNullable(lake.read(Monitor.TRAINING_SET)
                        .agg(functions.min(TrainingSet.AS_OF))
                        .first()
                        .getTimestamp(0))
                .map(Timestamp::toInstant);
    }

    private static String since(DriftReport report) {
        return report.silent().isPresent()
                ? ""
                : " since " + report.current().from().toString().substring(0, 10);
    }

    private static void watched(Outside outside, DriftReport report, Retraining retraining) {
        outside.publish(List.of(
                Figure.count("features_drifted", report.drifted().size()),
                Figure.count("features_compared", report.judged()),
                Figure.count("failure_rate_changed", report.failures().changed() ? 1 : 0),
                Figure.count("training_asked", retraining.isAsked() ? 1 : 0)));
        if (retraining.hasDrifted()) {
            outside.tell(drifted(report));
        }
        if (retraining.isAsked()) {
            outside.tell(asked(retraining));
        }
    }

    private static Notice asked(Retraining retraining) {
        return new Notice(
                Notice.Kind.TRAINING_ASKED,
                Notice.Severity.WARNING,
                "a training is asked for by " + String.join(", ", retraining.asking()),
                retraining.says() + ". Run ./millwright train, evaluate and register, or let the schedule do it.",
                Map.of(
                        "asking", String.join(" ", retraining.asking()),
                        "fired", String.join(" ", retraining.fired())));
    }

    private static Notice drifted(DriftReport report) {
        List<String> farthest = report.drifted().stream()
                .limit(NAMED)
                .map(FeatureDrift::feature)
                .toList();
        return new Notice(
                Notice.Kind.FEATURES_DRIFTED,
                Notice.Severity.WARNING,
                report.says() + since(report),
                "Farthest: " + String.join(", ", farthest)
                        + ". See drift.json and the report for how far; train again if the machines are as they will be.",
                Map.of(
                        "features_drifted", Integer.toString(report.drifted().size()),
                        "features_compared", Long.toString(report.judged()),
                        "farthest", String.join(" ", farthest),
                        "failure_rate_changed",
                                Boolean.toString(report.failures().changed())));
    }

    /** The last 28 days, or the last quarter of a shorter history. */
    static Instant currentFrom(Interval events) {
        Duration quarter = Duration.between(events.from(), events.to()).dividedBy(1 + SHORTEST_REFERENCE_IN_CURRENTS);
        return events.to().minus(quarter.compareTo(LONGEST_CURRENT) < 0 ? quarter : LONGEST_CURRENT);
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
