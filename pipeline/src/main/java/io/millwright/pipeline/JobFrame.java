package io.millwright.pipeline;

import io.millwright.lake.Interval;
import io.millwright.lake.Lake;
import io.millwright.lake.Sha256;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.watch.Figure;
import io.millwright.lake.watch.Notice;
import io.millwright.quality.RuleFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * What stands around every job: the pipeline file, the output folder, the lock, the session, the ledger of finished stages,
 * the clock of the screen (never of the data), and the summaries, for a person and for a query of a platform's logs.
 */
final class JobFrame {

    private final String job;
    private final List<Stage> named;
    private final JobOptions options;
    private final Map<String, String> environment;
    private final Console console;
    private final List<RunLedger.Done> done = new ArrayList<>();
    private List<Stage> stages = List.of();
    private String runId = "";
    private int answer;

    /**
     * @param job name on the command line
     * @param named stages in order, of which the pipeline file may not want all; more than one is a run that can be resumed
     */
    JobFrame(String job, List<Stage> named, JobOptions options, Map<String, String> environment, Console console) {
        this.job = job;
        this.named = List.copyOf(named);
        this.options = options;
        this.environment = environment;
        this.console = console;
    }

    /** Runs the stages and returns the exit code; says on the console what happened either way, on a platform in a line for its logs too. */
    int run() {
        long start = System.nanoTime();
        int exitCode = Attempt.at(job, console, this::run);
        if (JobSession.isSubmitted()) {
            console.line(SummaryLine.of(job, runId, (System.nanoTime() - start) / 1e9, done, exitCode));
        }
        return exitCode;
    }

    private int run(Attempt attempt) throws IOException {
        Stages.requireMeaning(job, options);
        Optional<Interval> interval = options.interval();
        try (Workplace place = workplace()) {
            return run(attempt, interval, place);
        }
    }

    private Workplace workplace() {
        return named.equals(List.of(Stages.EXPORT_FEATURES))
                ? Workplace.openWithExportedFeatures(options, environment)
                : Workplace.open(options, environment);
    }

    private int run(Attempt attempt, Optional<Interval> interval, Workplace place) throws IOException {
        PipelineConfig config = place.config();
        stages = Stage.wanted(named, config);
        requireLandingFiles(config, JobSession.hadoop(config));
        Path out = OutFolder.ready(config.outPath());
        OutFolder.requireWritable("lake", config.lakePath());
        OutFolder.requireWritable("registry", config.registryPath());
        attempt.logIn(out, place.results());
        runId = options.runId(job, config.hash());
        LakeLock lock = LakeLock.take(
                config.lakePath(), "job " + job + ", run " + runId, JobSession.aws(config), console::line);
        try {
            place.fetch();
            int exitCode = runLocked(place, interval, out, lock);
            lock.requireHeld();
            place.publish();
            return exitCode;
        } catch (IOException | RuntimeException | Error e) {
            attempt.keep(e);
            if (lock.isHeld()) {
                place.publishAfter(e);
            }
            throw e;
        } finally {
            lock.close();
        }
    }

    private void requireLandingFiles(PipelineConfig config, Configuration hadoop) {
        if (stages.get(0).name().equals("ingest")) {
            LandingFiles.of(config, hadoop);
        }
    }

    private int runLocked(Workplace place, Optional<Interval> interval, Path out, LakeLock lock) throws IOException {
        console.line("millwright " + job + ": run " + runId + ", "
                + interval.map(span -> span.from() + " to " + span.to()).orElse("all data") + ", results in "
                + place.results());
        interval.flatMap(any -> Stages.notNarrowed(stages)).ifPresent(console::line);
        try (Outside outside = Outside.of(place, runId, console::error)) {
            runStages(place, interval, out, outside, lock);
            new SummaryScreen(console, out, place.results()).print(job, stages, done);
        }
        return options.exitCode ? answer : 0;
    }

    private void runStages(Workplace place, Optional<Interval> interval, Path out, Outside outside, LakeLock lock)
            throws IOException {
        try (ConsoleProgress progress = new ConsoleProgress(console)) {
            progress.stageStarts("starting Spark", 1, 1);
            SparkSession spark = JobSession.open(place.config());
            Lake lake = Lake.open(spark, place.config().lakePath(), runId);
            runStages(
                    new JobContext(spark, lake, place.config(), interval, runId, out, progress, outside),
                    progress,
                    place,
                    lock);
        }
    }

    private void runStages(JobContext context, ConsoleProgress progress, Workplace place, LakeLock lock)
            throws IOException {
        Configuration hadoop = context.spark().sessionState().newHadoopConf();
        RunLedger ledger = RunLedger.open(context.out(), context.runId(), signature(context, hadoop));
        if (stages.size() > 1) {
            done.addAll(ledger.stillTrue(versions(context, hadoop), context.out()));
        }
        Timings timings = new Timings();
        for (RunLedger.Done kept : done) {
            timings.add(kept.stage(), kept.seconds());
            progress.stageEnds(kept.stage(), kept.seconds(), "done before the run was stopped: " + kept.did());
        }
        for (Stage stage : stages.subList(done.size(), stages.size())) {
            lock.requireHeld();
            timings.write(context.out());
            progress.stageStarts(stage.name(), done.size() + 1, stages.size());
            TableVersions before = versions(context, hadoop);
            Outcome outcome = outcome(stage, context);
            answer = outcome.exitCode();
            double seconds = progress.stageSeconds();
            lock.requireHeld();
            Map<String, Long> wrote = versions(context, hadoop).changedSince(before);
            RunLedger.Done finished =
                    new RunLedger.Done(stage.name(), seconds, outcome.did(), wrote, stage.filesIn(context.out()));
            done.add(finished);
            timings.add(stage.name(), seconds);
            progress.stageEnds(stage.name(), seconds, outcome.did());
            if (stages.size() > 1) {
                ledger.finished(finished);
            }
            place.publish();
            outcome.notices().forEach(context.outside()::tell);
            context.outside().publish(List.of(Figure.seconds("seconds", seconds).of("job", stage.name())));
        }
        timings.write(context.out());
        if (stages.size() > 1) {
            timings.writeIntoMetrics(context.out());
            ledger.close();
        }
    }

    private Outcome outcome(Stage stage, JobContext context) {
        try {
            return stage.work().run(context, options);
        } catch (RuntimeException | Error e) {
            context.outside().tell(failed(stage, e));
            throw e;
        }
    }

    private static Notice failed(Stage stage, Throwable error) {
        return new Notice(
                Notice.Kind.JOB_FAILED,
                Notice.Severity.CRITICAL,
                stage.name() + " failed",
                Failure.operatorSentence(error).orElse("This is a bug in Millwright; its trace is in the job's log."),
                Map.of("job", stage.name()));
    }

    private static TableVersions versions(JobContext context, Configuration hadoop) throws IOException {
        return TableVersions.of(context.lake().root(), hadoop);
    }

    /**
     * What a run is, and what it depends on outside the lake: interval, stages, configuration, rules, where models go, landing files, this
     * program and own features.
     */
    private String signature(JobContext context, Configuration hadoop) throws IOException {
        StringBuilder meaning = new StringBuilder(RunLedger.meaning(context.interval(), stages))
                .append(context.config().hash())
                .append(context.config().aws())
                .append(context.config().monitoring())
                .append(programVersion())
                .append(FileSignature.ofFolder(RuleFile.folder(context.config().file())))
                .append(FileSignature.ofClassPath(environment.getOrDefault("MILLWRIGHT_CLASSPATH", "")));
        if (stages.get(0).name().equals("ingest")) {
            LandingFiles.of(context.config(), hadoop)
                    .forEach(source -> meaning.append('\n').append(source.signature()));
        }
        return Sha256.hex(meaning.toString());
    }

    private static String programVersion() throws IOException {
        try {
            Path program = Path.of(JobFrame.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return Files.isRegularFile(program) ? FileSignature.ofJar(program) : "";
        } catch (java.net.URISyntaxException e) {
            throw new IllegalStateException("a code source is a valid URI", e);
        }
    }
}
