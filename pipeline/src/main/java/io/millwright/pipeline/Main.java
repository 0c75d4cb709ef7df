package io.millwright.pipeline;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TimeZone;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/**
 * The command line. Also the main class for {@code spark-submit}: {@code Main ingest --config ...}; each job has one of its
 * own beside it.
 */
public final class Main {

    static final String VERSION = "millwright 0.1.0";

    private Main() {}

    @Command(
            name = "millwright",
            version = VERSION,
            mixinStandardHelpOptions = true,
            description = "Turns raw sensor history and maintenance logs into a ranked maintenance work list, and into"
                    + " models whose every claim can be checked.",
            synopsisSubcommandLabel = "JOB",
            footerHeading = "%nExamples:%n",
            footer = {
                "  ./millwright demo",
                "      a simulated fleet through the whole pipeline; ends with the work list and the report",
                "  MILLWRIGHT_DATA=data ./millwright run --config examples/azure-pdm-hourly.yaml --out out/azure",
                "      your own files: copy an example, say where they are and what their columns mean",
                "  ./millwright plan --config pipeline.yaml",
                "      what run would do, on which data, without doing it",
                "  ./millwright run --help",
                "",
                "Exit codes: 0 done, 2 configuration, 3 data or quality gate, 4 outside service, 70 bug;",
                "monitor --exit-code: 10 a training is asked for."
            })
    private static final class Root implements Runnable {

        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

        @Override
        public void run() {
            throw new ParameterException(spec.commandLine(), "no job was named");
        }
    }

    public static void main(String[] args) {
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
        Console console = new Console(System.out, System.err, Boolean.getBoolean("millwright.terminal"), true);
        int exitCode = execute(System.getenv(), console, args);
        if (exitCode != 0 || !JobSession.isSubmitted()) {
            System.exit(exitCode);
        }
        JobSession.close();
    }

    /** For a host that owns the process, such as the script of a Glue job: runs one command and returns its exit code. */
    public static int run(String... args) {
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
        return execute(System.getenv(), new Console(System.out, System.err, false, false), args);
    }

    /** The main of one job's own class. */
    public static void main(String job, String[] args) {
        String[] all = new String[args.length + 1];
        all[0] = job;
        System.arraycopy(args, 0, all, 1, args.length);
        main(all);
    }

    /** Runs one command and returns its exit code; leaves the Spark session open for the next. */
    static int execute(Map<String, String> environment, Console console, String... args) {
        CommandLine root = new CommandLine(new Root());
        root.addSubcommand("run", JobCommand.run(environment, console));
        root.addSubcommand("demo", DemoCommand.of(environment, console));
        root.addSubcommand("plan", PlanCommand.of(environment, console));
        root.addSubcommand("generate", JobCommand.of(Stages.GENERATE, environment, console));
        for (Stage stage : Stages.RUN) {
            root.addSubcommand(stage.name(), command(stage, environment, console));
        }
        root.addSubcommand(ExplainFeatureCommand.NAME, ExplainFeatureCommand.of(environment, console));
        root.addSubcommand("promote", JobCommand.of(Stages.PROMOTE, environment, console));
        root.addSubcommand("audit", JobCommand.of(Stages.AUDIT, environment, console));
        root.addSubcommand("feedback", FeedbackCommand.of(environment, console));
        root.addSubcommand("bearings", BearingsCommand.of(environment, console));
        root.addSubcommand("notes", NotesCommand.of(environment, console));
        root.addSubcommand("learning-curve", LearningCurveCommand.of(environment, console));
        root.addSubcommand("models", ModelsCommand.of(environment, console));
        root.addSubcommand("reproduce", ReproduceCommand.of(environment, console));
        root.addSubcommand("submit", SubmitCommand.of(console));
        root.addSubcommand("maintain", MaintainCommand.of(environment, console));
        root.addSubcommand("grade", GradeCommand.of(console));
        root.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8));
        root.setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
        root.setUsageHelpWidth(118);
        root.setParameterExceptionHandler((error, arguments) -> refuse(error, console));
        return root.execute(joined(args));
    }

    private static CommandLine command(Stage stage, Map<String, String> environment, Console console) {
        return stage.equals(Stages.MONITOR)
                ? JobCommand.asking(stage, environment, console)
                : JobCommand.of(stage, environment, console);
    }

    /** The words of a command of two words as one. */
    private static String[] joined(String[] args) {
        if (args.length < 2 || !ExplainFeatureCommand.NAME.equals(args[0] + " " + args[1])) {
            return args;
        }
        String[] joined = java.util.Arrays.copyOfRange(args, 1, args.length);
        joined[0] = ExplainFeatureCommand.NAME;
        return joined;
    }

    private static int refuse(ParameterException error, Console console) {
        String command = error.getCommandLine().getCommandSpec().qualifiedName();
        console.error(command + ": "
                + String.valueOf(error.getMessage()).lines().findFirst().orElse("wrong arguments") + "; see ./"
                + command + " --help");
        return CommandLine.ExitCode.USAGE;
    }
}
