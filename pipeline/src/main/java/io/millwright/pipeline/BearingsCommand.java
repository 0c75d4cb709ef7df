package io.millwright.pipeline;

import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.Place;
import io.millwright.lake.config.SensorSpec;
import io.millwright.pipeline.evaluate.ResultFiles;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine;

/** {@code bearings}: which part of its bearing the newest burst of every machine names. */
final class BearingsCommand extends WorkplaceCommand {

    private static final String NAME = "bearings";
    private static final String FILE = "bearing-lines.csv";
    private static final int SHOWN = 40;
    private static final String ROW = "  %-20s %-28s %-14s %9s %9s %10s %10s";

    private BearingsCommand(Map<String, String> environment, Console console) {
        super(NAME, environment, console);
    }

    static CommandLine of(Map<String, String> environment, Console console) {
        return JobCommand.described(
                new CommandLine(new BearingsCommand(environment, console)),
                "Which part of its bearing the envelope spectrum of each machine's newest vibration burst names, from the"
                        + " bearing's geometry and the shaft's speed alone; nothing of it is learned. Changes no table.",
                "./millwright bearings --config demo/pipeline.yaml --out demo",
                "MILLWRIGHT_DATA=data ./millwright bearings --config examples/cwru-bearing.yaml --out out/cwru");
    }

    @Override
    void work(Workplace place, Console console) {
        PipelineConfig config = place.config();
        List<NewestLine> lines = NewestLine.of(lake(place));
        ResultFiles.writeText(Path.of(config.outPath()).resolve(FILE), csv(lines));
        print(lines, config, console);
        console.line("All of them: " + Place.below(place.results(), FILE));
    }

    private static void print(List<NewestLine> lines, PipelineConfig config, Console console) {
        console.line(String.format(
                Locale.ROOT, ROW, "MACHINE", "SENSOR", "FOUND", "AT", "EXPECTED", "OUTER RACE", "INNER RACE"));
        lines.stream()
                .sorted(Comparator.comparing((NewestLine line) -> line.part().isEmpty()))
                .limit(SHOWN)
                .forEach(line -> console.line(row(line, config).stripTrailing()));
        if (lines.size() > SHOWN) {
            console.line(String.format(Locale.ROOT, "  and %,d more", lines.size() - SHOWN));
        }
        Map<String, Long> counts =
                lines.stream().collect(Collectors.groupingBy(NewestLine::found, TreeMap::new, Collectors.counting()));
        console.line(String.format(Locale.ROOT, "Newest bursts of %,d sensors: ", lines.size())
                + counts.entrySet().stream()
                        .map(each -> each.getKey() + " " + each.getValue())
                        .collect(Collectors.joining(", "))
                + ".");
        console.line(
                "Expected is where the part's line lies without slip; the last two columns say how far the line of each race"
                        + " stands out.");
        if (counts.containsKey(NewestLine.NOT_JUDGED)) {
            console.line("Not judged are machines whose equipment data lack shaft_speed_rpm, bearing_balls,"
                    + " bearing_ball_diameter_mm or bearing_pitch_diameter_mm; a speed may come with the burst or from a sensor"
                    + " instead.");
        }
    }

    private static String row(NewestLine line, PipelineConfig config) {
        return String.format(
                Locale.ROOT,
                ROW,
                line.machine(),
                config.sensor(line.sensor()).map(SensorSpec::label).orElse(line.sensor()),
                line.found(),
                number("%.1f Hz", line.hz()),
                number("%.1f Hz", line.hz() / line.share()),
                number("%.0f dB", line.outerDb()),
                number("%.0f dB", line.innerDb()));
    }

    private static String csv(List<NewestLine> lines) {
        return lines.stream()
                .map(line -> String.join(
                        ",",
                        quoted(line.machine()),
                        quoted(line.sensor()),
                        line.start().toString(),
                        line.found(),
                        number("%.3f", line.hz()),
                        number("%.4f", line.share()),
                        number("%.1f", line.outerDb()),
                        number("%.1f", line.innerDb())))
                .collect(Collectors.joining(
                        "\n",
                        "equipment_id,sensor,start_time,found,line_hz,share_of_expected,outer_race_db,inner_race_db\n",
                        "\n"));
    }

    /** Nothing where there is no number. */
    private static String number(String format, double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, format, value);
    }

    private static String quoted(String text) {
        return '"' + text.replace("\"", "\"\"") + '"';
    }
}
