package io.millwright.pipeline;

import static org.apache.spark.sql.functions.col;

import io.millwright.lake.Lake;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.config.MaintenanceSpec;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.Spelling;
import io.millwright.lake.table.Components;
import io.millwright.lake.table.Equipment;
import io.millwright.lake.table.Events;
import io.millwright.lake.table.Feedback;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code feedback}: what somebody found who followed an alert; without a machine, whom it is most worth to ask. */
final class FeedbackCommand extends WorkplaceCommand {

    private static final int NAMED = 10;

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
            FeedbackScreen.print(lake(place), place.config(), console);
        } else {
            take(place, finding(machine), console);
        }
    }

    private void take(Workplace place, FeedbackFile.Finding finding, Console console) {
        PipelineConfig config = place.config();
        Lake lake = lake(place);
        if (lake.has(Equipment.TABLE)) {
            requireKnown(
                    "machine",
                    finding.equipmentId(),
                    names(lake.read(Equipment.TABLE), Equipment.EQUIPMENT_ID),
                    Set.of());
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
                                + String.join(", ", known.stream().limit(NAMED).toList())));
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
}
