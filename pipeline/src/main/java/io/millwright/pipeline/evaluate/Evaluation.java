package io.millwright.pipeline.evaluate;

import io.millwright.pipeline.JobContext;
import io.millwright.training.Axis;
import io.millwright.training.TrainedRun;
import java.util.Map;
import java.util.Optional;

/**
 * Judges the predictions of a training run and writes {@code metrics.json}, {@code evaluation.json}, {@code quality.json} and, for
 * a simulated fleet, the folder {@code grading}.
 *
 * <p>{@code tables -> plain values -> look granted -> thresholds on validation -> figures on tests -> files}
 */
public final class Evaluation {

    private Evaluation() {}

    /**
     * Judges every candidate of the newest training, on the tables it was trained on, and writes what it found.
     *
     * @param lookAgain why a used test window is looked at again, where it is
     * @throws io.millwright.lake.MillwrightException where a used test window is looked at with something new and no reason, or
     *     the pipeline file asks for another training by now
     */
    public static EvaluateReport run(JobContext asked, Optional<String> lookAgain) {
        TrainedRun training = TrainedRun.newest(asked.lake());
        training.requireAskedBy(asked.config());
        JobContext job = asked.on(training.seen(asked.lake()));
        job.progress().step("reading predictions and what happened");
        EvaluationInput input = new EvaluationTables(job.lake(), job.config()).read();
        Metrics.Looks looks = TestLooks.ask(
                        job.lake(),
                        job.config(),
                        input.folds().stream().map(TestFold::test).toList(),
                        lookAgain)
                .take();
        Optional<Incumbent> incumbent = Incumbent.of(job.outside().registry(), looks.key());
        job.progress()
                .step("judging " + job.config().targets().candidates().size() + " candidates on "
                        + input.folds().size() + " tests");
        Optional<HeldAgainst> against = job.config().targets().failures().isEmpty()
                ? Optional.empty()
                : incumbent.map(registered -> HeldAgainst.of(job, registered));
        JudgedTargets targets = JudgedTargets.of(job.config(), input, against);
        Optional<RulTrial.Verdict> rul =
                job.config().targets().rul().flatMap(target -> new RulTrial(job.config(), target).hold(input));
        DataFigures.Quality quality = DataFigures.quality(job.lake(), job.config());
        Optional<String> registered = targets.registered();
        Optional<Metrics.FailureSeverity> severity = targets.headline()
                .flatMap(verdict -> new SeverityTrial(job.lake(), job.config())
                        .hold(verdict.chosen(), rul.map(RulTrial.Verdict::champion)));
        Optional<Metrics.SimilarCases> similar = targets.headline()
                .flatMap(verdict -> SimilarCases.of(job.lake(), verdict.chosen(), PolicyJudge.bootstrap(job.config())));
        Optional<Metrics.Components> components =
                targets.headline().flatMap(verdict -> new ComponentTrial(job.lake(), job.config()).hold(verdict));
        Optional<Metrics.Importance> importance =
                registered.flatMap(name -> FamilyImportance.of(job.lake(), name, PolicyJudge.bootstrap(job.config())));
        Metrics metrics = new Metrics(
                DataFigures.data(quality),
                targets.champion(),
                targets.champions(),
                rul.map(RulTrial.Verdict::champion).orElse(null),
                severity.orElse(null),
                components.orElse(null),
                targets.folds(),
                targets.baselines(),
                targets.furtherBaselines(),
                targets.candidates(),
                targets.onNewMachines(Axis.HELD_OUT_MACHINES),
                targets.onNewMachines(Axis.HELD_OUT_SITES),
                targets.onNewMachines(Axis.HELD_OUT_GENERATIONS),
                new Decision(job.config().promotion(), incumbent, against)
                        .champion(targets.headline(), registered, rul),
                targets.improvement(),
                importance.orElse(null),
                similar.orElse(null),
                looks,
                new Metrics.Judged(training.key(), job.config().hash()),
                Map.of());
        EvaluationDetail detail = new EvaluationDetail(
                targets.details(), rul.map(RulTrial.Verdict::detail).orElse(null));
        ResultFiles.write(job.out().resolve(FinalPoints.FILE), FinalPoints.of(job.config(), input, metrics));
        ResultFiles.write(job.out().resolve("quality.json"), quality);
        ResultFiles.write(job.out().resolve("evaluation.json"), detail);
        ResultFiles.write(job.out().resolve("metrics.json"), metrics);
        if (job.config().landing().simulated().isPresent()) {
            job.progress().step("writing what the grader compares with the truth");
            new GradingFiles(job, metrics).write(targets.machineCosts());
        }
        return new EvaluateReport(metrics, job.out().resolve("metrics.json"));
    }
}
