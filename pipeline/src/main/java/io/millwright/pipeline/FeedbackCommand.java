package io.millwright.pipeline;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;

import io.millwright.lake.Lake;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.config.MaintenanceSpec;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.Spelling;
import io.millwright.lake.config.TargetSpec;
import io.millwright.lake.table.Components;
import io.millwright.lake.table.Equipment;
import io.millwright.lake.table.Events;
import io.millwright.lake.table.Feedback;
import io.millwright.training.table.Scores;
import io.millwright.worklist.Doubt;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code feedback}: what somebody found who followed an alert; without a machine, whom it is most worth to ask. */
final class FeedbackCommand extends WorkplaceCommand {

    private static final int ASKED = 10;

    @Parameters(index = "0", arity = "0..1", paramLabel = "MACHINE", description = "that was looked at")
    private @Nullable String machine;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "VERDICT",
            description = "confirmed: there was damage; false_alarm: there was none; unsure")
    private @Nullable String verdict;

    @Option(
            names = "--at",
            paramLabel = "T",
            converter = JobOptions.Time.class,
            description = "when somebody looked, UTC: 2025-05-02T08:00:00Z")
    private @Nullable Instant at;

    @Option(
            names = "--written",
            paramLabel = "T",
            converter = JobOptions.Time.class,
            description = "when it was written down, where that was later")
    private @Nullable Instant written;

    @Option(names = "--component", paramLabel = "NAME", description = "that was looked at")
    private @Nullable String component;

    @Option(names = "--mode", paramLabel = "NAME", description = "of the damage, as in the failure log")
    private @Nullable String mode;

    @Option(names = "--action", paramLabel = "TEXT", description = "what was done about it")
    private @Nullable String action;

    @Option(names = "--note", paramLabel = "TEXT", description = "anything else")
    private @Nullable String note;

    @Option(names = "--by", paramLabel = "NAME", description = "who looked")
    private @Nullable String author;

    private FeedbackCommand(Map<String, String> environment, Console console) {
        super("feedback", environment, console);
    }

    static CommandLine of(Map<String, String> environment, Console console) {
        return JobCommand.described(
                new CommandLine(new FeedbackCommand(environment, console)),
                "What somebody found who followed an alert: labels learn from it. Without a machine: the alerts most worth"
                        + " a look, and what was found so far.",
                "./millwright feedback --config demo/pipeline.yaml --out demo",
                "./millwright feedback S1-SRT-02 confirmed --mode bearing_wear --component bearing --at 2025-05-01T09:00:00Z"
                        + " --action regreased --by \"J. Doe\" --config demo/pipeline.yaml --out demo");
    }

    @Override
    void work(Workplace place, Console console) {
        if (machine == null) {
            ask(lake(place), place.config(), console);
        } else {
            take(lake(place), place.config(), machine, console);
        }
    }

    private void take(Lake lake, PipelineConfig config, String id, Console console) {
        FeedbackFile.Finding finding = finding(id);
        if (lake.has(Equipment.TABLE)) {
            requireKnown("machine", id, names(lake.read(Equipment.TABLE), Equipment.EQUIPMENT_ID), Set.of());
            requireKnown(
                    "component", component, components(lake), config.equipment().components());
            requireKnown("failure mode", mode, modes(lake), actionModes(config));
        }
        String file = FeedbackFile.of(config).write(finding, JobSession.hadoop(config));
        console.line("Taken down: " + file);
        console.line(
                "Next: ./millwright ingest, then features and train, with the same --config and --out; labels and models"
                        + " know it then.");
    }

    private FeedbackFile.Finding finding(String id) {
        if (verdict == null || !Feedback.VERDICTS.contains(verdict)) {
            throw MillwrightException.configuration("what was found at " + id + "? Say confirmed, false_alarm or unsure"
                    + (verdict == null ? "" : ", not '" + verdict + "'"));
        }
        if (at == null) {
            throw MillwrightException.configuration(
                    "when did somebody look at " + id + "? Say it with --at, for example --at 2025-05-02T08:00:00Z");
        }
        Instant writtenAt = written == null ? at : written;
        if (writtenAt.isBefore(at)) {
            throw MillwrightException.configuration(
                    "--written " + writtenAt + " is before --at " + at + "; nothing is written down before it is seen");
        }
        Map<String, String> fields = new HashMap<>();
        fields.put(Feedback.VERDICT, verdict);
        putIfGiven(fields, Feedback.COMPONENT, component);
        putIfGiven(fields, Feedback.MODE, mode);
        putIfGiven(fields, Feedback.ACTION, action);
        putIfGiven(fields, Feedback.NOTE, note);
        putIfGiven(fields, Feedback.AUTHOR, author);
        return new FeedbackFile.Finding(id, at, writtenAt, fields);
    }

    private static void putIfGiven(Map<String, String> fields, String name, @Nullable String value) {
        if (value != null) {
            fields.put(name, value);
        }
    }

    /** A new name is most likely a misspelt one; where there are none yet, any will do. */
    private static void requireKnown(
            String what, @Nullable String name, Set<String> inLake, Collection<String> configured) {
        Set<String> known = new TreeSet<>(inLake);
        known.addAll(configured);
        if (name == null || known.isEmpty() || known.contains(name)) {
            return;
        }
        throw MillwrightException.configuration("no " + what + " is called '" + name + "'"
                + Spelling.nearest(name, known)
                        .map(word -> "; did you mean '" + word + "'?")
                        .orElse("; there are "
                                + String.join(", ", known.stream().limit(ASKED).toList())));
    }

    private static Set<String> components(Lake lake) {
        Set<String> components = names(lake.read(Events.TABLE), Events.COMPONENT);
        if (lake.has(Components.TABLE)) {
            components.addAll(names(lake.read(Components.TABLE), Components.KIND));
        }
        return components;
    }

    private static Set<String> modes(Lake lake) {
        return names(lake.read(Events.TABLE), Events.MODE);
    }

    private static List<String> actionModes(PipelineConfig config) {
        return config.maintenance().actions().stream()
                .map(MaintenanceSpec.Action::mode)
                .filter(name -> !name.equals("*"))
                .toList();
    }

    private static Set<String> names(Dataset<Row> table, String column) {
        Set<String> names = new TreeSet<>();
        table.select(column)
                .filter(col(column).isNotNull())
                .distinct()
                .collectAsList()
                .forEach(row -> names.add(row.getString(0)));
        return names;
    }

    private static void ask(Lake lake, PipelineConfig config, Console console) {
        if (!lake.has(Scores.TABLE)) {
            throw MillwrightException.data(
                    "nothing was scored yet, so nobody has an alert to follow; run ./millwright run");
        }
        TargetSpec.Failure headline = config.targets()
                .headline()
                .orElseThrow(() -> MillwrightException.configuration(
                        config.file() + " has no failure target, so there are no alerts to follow"));
        Dataset<Row> scores = lake.read(Scores.TABLE);
        Row newest =
                Objects.requireNonNull(scores.agg(max(col(Scores.SCORED_FOR))).first());
        Instant scoredFor = newest.getTimestamp(0).toInstant();
        Map<String, Row> byMachine = new TreeMap<>();
        scores.filter(col(Scores.SCORED_FOR).equalTo(newest.get(0)))
                .collectAsList()
                .forEach(row -> byMachine.put(row.getAs(Scores.EQUIPMENT_ID), row));
        found(lake)
                .filter(col(Feedback.EVENT_TIME).gt(java.sql.Timestamp.from(scoredFor.minus(headline.horizon()))))
                .select(Feedback.EQUIPMENT_ID)
                .collectAsList()
                .forEach(row -> byMachine.remove(row.getString(0)));
        print(headline, scoredFor, byMachine, console);
        soFar(lake, console);
    }

    private static void print(
            TargetSpec.Failure headline, Instant scoredFor, Map<String, Row> byMachine, Console console) {
        List<Doubt.Case> cases = byMachine.values().stream()
                .map(row -> new Doubt.Case(
                        row.getAs(Scores.EQUIPMENT_ID),
                        row.getAs(Scores.TYPE) + " " + row.getAs(Scores.MODE),
                        row.<String, Double>getJavaMap(row.fieldIndex(Scores.P)).getOrDefault(headline.name(), 0.0)))
                .toList();
        console.line("Most worth a look for what the model would learn, as of " + scoredFor
                + " (the less sure it is, the more; kinds of fault take turns):");
        console.line(String.format(
                Locale.ROOT,
                "  %-16s %-14s %-16s %6s %6s  %s",
                "MACHINE",
                "COMPONENT",
                "FAULT",
                "RISK",
                "DOUBT",
                "WHY"));
        for (Doubt.Case each : Doubt.mostTelling(cases, ASKED)) {
            Row row = Objects.requireNonNull(byMachine.get(each.equipmentId()));
            List<String> reasons = row.getList(row.fieldIndex(Scores.REASONS));
            console.line(String.format(
                    Locale.ROOT,
                    "  %-16s %-14s %-16s %5.0f%% %6.2f  %s",
                    each.equipmentId(),
                    row.<String>getAs(Scores.COMPONENT),
                    row.<String>getAs(Scores.MODE),
                    100 * each.probability(),
                    each.bits(),
                    reasons.isEmpty() ? "" : reasons.get(0)));
        }
        console.line("Doubt in bits, 1 at a risk of a half.");
    }

    private static Dataset<Row> found(Lake lake) {
        return lake.has(Feedback.TABLE)
                ? lake.read(Feedback.TABLE)
                : lake.spark().createDataFrame(List.of(), Feedback.SCHEMA);
    }

    private static void soFar(Lake lake, Console console) {
        Map<String, Long> verdicts = new TreeMap<>();
        found(lake)
                .groupBy(Feedback.VERDICT)
                .count()
                .collectAsList()
                .forEach(row -> verdicts.put(row.getString(0), row.getLong(1)));
        long confirmed = verdicts.getOrDefault(Feedback.CONFIRMED, 0L);
        long told = confirmed + verdicts.getOrDefault(Feedback.FALSE_ALARM, 0L);
        console.line("");
        console.line(
                told == 0
                        ? "No feedback yet. After a look: ./millwright feedback MACHINE confirmed|false_alarm|unsure --at T"
                        : String.format(
                                Locale.ROOT,
                                "Found so far: %s; right in %d of the %d alerts where somebody could tell.",
                                verdicts,
                                confirmed,
                                told));
    }
}
