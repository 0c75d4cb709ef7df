package io.millwright.pipeline;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.unix_millis;

import io.millwright.evaluation.Estimate;
import io.millwright.lake.Lake;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.Place;
import io.millwright.lake.table.WorkOrders;
import io.millwright.pipeline.evaluate.ResultFiles;
import io.millwright.training.note.NoteReading;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code notes}: what the notes of orders are about that do not say it, learned from those that do. */
final class NotesCommand extends WorkplaceCommand {

    private static final String FILE = "note-suggestions.csv";
    private static final List<String> FIELDS = List.of(WorkOrders.COMPONENT, WorkOrders.KIND);
    private static final int SHOWN = 5;

    @Option(
            names = "--field",
            paramLabel = "NAME",
            defaultValue = WorkOrders.COMPONENT,
            description = "component or kind; ${DEFAULT-VALUE} unless given")
    private String field = WorkOrders.COMPONENT;

    private NotesCommand(Map<String, String> environment, Console console) {
        super("notes", environment, console);
    }

    static CommandLine of(Map<String, String> environment, Console console) {
        return JobCommand.described(
                new CommandLine(new NotesCommand(environment, console)),
                "What the notes of work orders are about that do not say it, learned from those that do, and how far that can"
                        + " be trusted. Changes no table: suggestions for whoever mends the log.",
                "./millwright notes --config demo/pipeline.yaml --out demo",
                "./millwright notes --field kind --config pipeline.yaml");
    }

    @Override
    void work(Workplace place, Console console) {
        if (!FIELDS.contains(field)) {
            throw MillwrightException.configuration(
                    "--field " + field + " is none that can be learned; give one of " + String.join(", ", FIELDS));
        }
        PipelineConfig config = place.config();
        NoteReading.Report report = NoteReading.of(
                        orders(lake(place)), config.targets().seed())
                .orElseThrow(
                        () -> MillwrightException.data("there is too little to learn from: at least 50 orders with a"
                                + " note must say their " + field + ", and not all the same"));
        ResultFiles.writeText(Path.of(config.outPath()).resolve(FILE), csv(report));
        print(report, Place.below(place.results(), FILE), console);
    }

    private List<NoteReading.Order> orders(Lake lake) {
        if (!lake.has(WorkOrders.TABLE)) {
            throw MillwrightException.data("the lake has no work orders; run ./millwright ingest first");
        }
        return lake
                .read(WorkOrders.TABLE)
                .filter(col(WorkOrders.NOTE).isNotNull())
                .select(
                        col(WorkOrders.ORDER_ID),
                        col(WorkOrders.EQUIPMENT_ID),
                        unix_millis(col(WorkOrders.KNOWN_TIME)),
                        col(WorkOrders.NOTE),
                        col(field))
                .collectAsList()
                .stream()
                .map(row -> new NoteReading.Order(
                        row.getString(0),
                        row.getString(1),
                        row.getLong(2),
                        row.getString(3),
                        Optional.ofNullable(row.getString(4))))
                .toList();
    }

    private void print(NoteReading.Report report, String file, Console console) {
        console.line(String.format(Locale.ROOT, "Learned %s from %,d orders with a note.", field, report.learned()));
        console.line("Judged on the later 40 %, fitted on the earlier: weighted F1 " + text(report.weightedF1())
                + ", always the most frequent " + text(report.ofMostFrequent()) + ".");
        report.confusions()
                .forEach(confusion -> console.line(String.format(
                        Locale.ROOT,
                        "  %,d times %s taken for %s",
                        confusion.rows(),
                        confusion.truth(),
                        confusion.said())));
        console.line(String.format(
                Locale.ROOT, "%,d orders do not say it.", report.suggestions().size()));
        report.suggestions().stream()
                .limit(SHOWN)
                .forEach(each -> console.line("  " + each.order().orderId() + ": "
                        + each.said().answer() + ", from \"" + each.order().note() + "\""));
        console.line("Suggestions, the surest first: " + file);
        console.line("Next: deliver what is right as work orders to the landing folder; nothing was changed.");
    }

    private static String text(Estimate figure) {
        return String.format(
                Locale.ROOT, "%.3f [%.3f, %.3f] (n %d)", figure.value(), figure.low(), figure.high(), figure.n());
    }

    private String csv(NoteReading.Report report) {
        return report.suggestions().stream()
                .map(each -> String.join(
                        ",",
                        quoted(each.order().orderId()),
                        quoted(each.order().equipmentId()),
                        quoted(each.said().answer()),
                        String.format(Locale.ROOT, "%.3f", each.said().margin()),
                        quoted(each.order().note())))
                .collect(Collectors.joining("\n", "order_id,equipment_id," + field + ",margin,note\n", "\n"));
    }

    private static String quoted(String text) {
        return '"' + text.replace("\"", "\"\"") + '"';
    }
}
