package io.millwright.pipeline;

import io.millwright.evaluation.Estimate;
import io.millwright.lake.Lake;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.pipeline.evaluate.Metrics;
import io.millwright.pipeline.evaluate.TestLooks;
import io.millwright.training.LearningCurve;
import io.millwright.training.TrainingSpec;
import io.millwright.training.matrix.TrainingData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code learning-curve}: what the fleet's data are worth to an equipment type with few failures. */
final class LearningCurveCommand extends WorkplaceCommand {

    private static final String NAME = "learning-curve";

    @Option(
            names = "--failures",
            paramLabel = "N",
            split = ",",
            defaultValue = "2,4,8,16,32",
            description = "numbers of failures the type is left with; ${DEFAULT-VALUE} unless given")
    private List<Integer> failures = List.of();

    @Option(
            names = "--draws",
            paramLabel = "N",
            defaultValue = "3",
            description = "draws of the machines kept, for each type; ${DEFAULT-VALUE} unless given")
    private int draws = 3;

    @Option(
            names = "--with",
            paramLabel = "DIR",
            description =
                    "output folder of another run of the same configuration, whose machines count as further ones;"
                            + " may be given several times")
    private List<Path> others = new ArrayList<>();

    private LearningCurveCommand(Map<String, String> environment, Console console) {
        super(NAME, environment, console);
    }

    static CommandLine of(Map<String, String> environment, Console console) {
        return JobCommand.described(
                new CommandLine(new LearningCurveCommand(environment, console)),
                "What the fleet's data are worth to an equipment type with few failures: average precision on its later data"
                        + " of a model of its own, of models of the whole fleet, and of the adapted one. Changes no table; that it"
                        + " looked at the tests is kept in the registry of --out, see --look-again.",
                "./millwright learning-curve --config demo/pipeline.yaml --out demo --failures 2,4,8",
                "./millwright learning-curve --config demo-1/pipeline.yaml --out demo-1 --with demo-2 --with demo-3");
    }

    @Override
    void work(Workplace place, Console console) {
        if (draws < 1 || failures.stream().anyMatch(count -> count < 1)) {
            throw MillwrightException.configuration("--draws and --failures must be 1 or more");
        }
        PipelineConfig config = place.config();
        Lake lake = lake(place);
        TrainingSpec spec = TrainingSpec.of(config);
        List<TrainingData> fleets = new ArrayList<>(List.of(TrainingData.of(lake, spec.targetNames())));
        for (Path other : others) {
            String path = other.resolve("lake").toString();
            fleets.add(TrainingData.of(Lake.open(lake.spark(), path, lake.runId()), spec.targetNames()));
        }
        TrainingData data = fleets.size() == 1 ? fleets.get(0) : LearningCurve.together(fleets);
        LearningCurve curve = LearningCurve.of(data, spec, lake.spark());
        Metrics.Looks looks = TestLooks.ask(lake, config, List.of(curve.tested()), lookAgain())
                .take();
        try (ConsoleProgress progress = new ConsoleProgress(console)) {
            progress.stageStarts(NAME, 1, 1);
            print(curve.points(failures, draws, progress), looks, console);
        }
    }

    private static void print(List<LearningCurve.Point> points, Metrics.Looks looks, Console console) {
        console.line("Average precision on the type's later rows" + looks.beside()
                + ", mean over types and draws, [95 % interval by machine].");
        for (LearningCurve.Point point : points) {
            console.line(String.format(Locale.ROOT, "%d failures kept, %d fits", point.failures(), point.fits()));
            point.averagePrecision().forEach((model, figure) -> console.line("  " + model + " " + text(figure)));
            console.line("  adapted ahead of "
                    + point.ahead().entrySet().stream()
                            .map(each -> each.getKey() + " by " + text(each.getValue()))
                            .collect(Collectors.joining(", ")));
        }
        if (points.isEmpty()) {
            console.line("No type had as many failures before the first test; give fewer by --failures.");
        }
    }

    private static String text(Estimate figure) {
        return String.format(Locale.ROOT, "%.2f [%.2f, %.2f]", figure.value(), figure.low(), figure.high());
    }
}
