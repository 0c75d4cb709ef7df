package io.millwright.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code demo}: generate, run, grade on the default fleet. Its pipeline file stays in the output folder to play with. */
final class DemoCommand implements Callable<Integer> {

    private static final String FILE = "pipeline.yaml";

    private static final Stage GRADE = new Stage(
            "grade",
            "Results against the truth of the simulated fleet.",
            List.of("truth", "grading/"),
            List.of("graded.json"),
            "open report.html in a browser; copy an example of examples/ for your own data",
            (context, options) -> GradeCommand.grade(context));

    @Option(
            names = "--machines",
            defaultValue = "40",
            paramLabel = "N",
            description = "machines in the fleet (${DEFAULT-VALUE})")
    private int machines;

    @Option(
            names = "--days",
            defaultValue = "120",
            paramLabel = "N",
            description = "days of history (${DEFAULT-VALUE})")
    private int days;

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "N",
            description = "of everything random (${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--out",
            defaultValue = "demo",
            paramLabel = "DIR",
            converter = JobOptions.NamedPath.class,
            description = "folder for everything (${DEFAULT-VALUE})")
    private Path out = Path.of("demo");

    @Option(
            names = "--run-id",
            paramLabel = "ID",
            converter = RunId.Given.class,
            description = "name of this run; without it, a hash")
    private @org.jspecify.annotations.Nullable String runId;

    private final Map<String, String> environment;
    private final Console console;

    private DemoCommand(Map<String, String> environment, Console console) {
        this.environment = environment;
        this.console = console;
    }

    static CommandLine of(Map<String, String> environment, Console console) {
        return JobCommand.described(
                new CommandLine(new DemoCommand(environment, console)),
                "A simulated fleet through the whole pipeline, graded against its truth; needs nothing but this"
                        + " program.",
                "./millwright demo",
                "./millwright demo --machines 20 --days 120 --seed 7 --out /tmp/demo");
    }

    @Override
    public Integer call() {
        return Attempt.at("demo", console, attempt -> demo());
    }

    private int demo() throws IOException {
        JobOptions options = new JobOptions();
        options.config = written(OutFolder.ready(out.toString()).resolve(FILE)).toString();
        options.out = out.toString();
        options.runId = runId;
        options.lookAgain = "the demo was started again";
        List<Stage> stages = Stream.of(List.of(Stages.GENERATE), Stages.RUN, List.of(GRADE))
                .flatMap(List::stream)
                .toList();
        return new JobFrame("demo", stages, options, environment, console).run();
    }

    private Path written(Path file) throws IOException {
        keepChanged(file, of(machines, days, seed))
                .ifPresent(kept -> console.line("The " + FILE + " that was there is not the demo's, it is now " + kept
                        + "; to use it: ./millwright run --config " + kept + " --out " + out));
        return Files.writeString(file, yaml(machines, days, seed));
    }

    /**
     * Where an earlier file went in which somebody changed something; empty where there was none.
     *
     * @param asked puts the numbers that are asked for into a file
     */
    static Optional<Path> keepChanged(Path file, UnaryOperator<String> asked) throws IOException {
        if (!Files.exists(file) || asked.apply(Files.readString(file)).equals(asked.apply(example()))) {
            return Optional.empty();
        }
        Path kept = file;
        for (int i = 1; Files.exists(kept); i++) {
            kept = file.resolveSibling(file.getFileName().toString().replace(".yaml", "-" + i + ".yaml"));
        }
        return Optional.of(Files.move(file, kept));
    }

    /** The packaged example with this fleet's numbers in it. */
    static String yaml(int machines, int days, long seed) throws IOException {
        return of(machines, days, seed).apply(example());
    }

    static UnaryOperator<String> of(int machines, int days, long seed) {
        return yaml -> yaml.replaceFirst("(?m)^(\\s+machines:) .*$", "$1 " + machines)
                .replaceFirst("(?m)^(\\s+days:) .*$", "$1 " + days)
                .replaceFirst("(?m)^(    seed:) .*$", "$1 " + seed);
    }

    private static String example() throws IOException {
        try (InputStream example = DemoCommand.class.getResourceAsStream("demo-fleet.yaml")) {
            if (example == null) {
                throw new IllegalStateException("the jar lacks demo-fleet.yaml");
            }
            return new String(example.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
