package io.millwright.pipeline.evaluate;

import io.millwright.evaluation.CostModel;
import io.millwright.evaluation.Estimate;
import io.millwright.evaluation.LooksLedger;
import io.millwright.evaluation.event.EventTally;
import io.millwright.evaluation.event.OperatingPoints;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.TargetSpec;
import io.millwright.pipeline.JobContext;
import io.millwright.training.Axis;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Judges the predictions of a training run and writes {@code metrics.json}, {@code evaluation.json}, {@code quality.json} and, for
 * a simulated fleet, the folder {@code grading}.
 *
 * <p>{@code tables -> plain values -> look granted -> thresholds on validation -> figures on tests -> files}
 */
public final class EvaluateJob {

    private EvaluateJob() {}

    /**
     * Judges every candidate and writes what it found.
     *
     * @param lookAgain why a used test window is looked at again, where it is
     * @throws io.millwright.lake.MillwrightException where a used test window is looked at with something new and no reason
     */
    public static EvaluateReport run(JobContext job, Optional<String> lookAgain) {
        job.progress().step("reading predictions and what happened");
        EvaluationInput input = new EvaluationTables(job.lake(), job.config()).read();
        LooksLedger.Key key = LookKeys.of(job.lake(), job.config(), "");
        Metrics.Looks looks = look(job.config(), input, key, lookAgain);
        Optional<Incumbent> incumbent = Incumbent.of(job.outside().registry(), looks.key());
        job.progress()
                .step("judging " + job.config().targets().candidates().size() + " candidates on "
                        + input.folds().size() + " tests");
        Optional<HeldAgainst> against = job.config().targets().failures().isEmpty()
                ? Optional.empty()
                : incumbent.map(registered -> HeldAgainst.of(job, registered));
        Map<String, TargetVerdict> verdicts = verdicts(job.config(), input, against);
        Optional<RulTrial.Verdict> rul =
                job.config().targets().rul().flatMap(target -> new RulTrial(job.config(), target).hold(input));
        DataFigures.Quality quality = DataFigures.quality(job.lake(), job.config());
        Optional<String> champion = headline(job.config(), verdicts)
                .map(verdict -> verdict.champion().name());
        Optional<Metrics.FailureSeverity> severity = champion.flatMap(
                name -> new SeverityTrial(job.lake(), job.config()).hold(name, rul.map(RulTrial.Verdict::champion)));
        Optional<Metrics.SimilarCases> similar =
                champion.flatMap(name -> SimilarCases.of(job.lake(), name, PolicyJudge.bootstrap(job.config())));
        Optional<Metrics.Components> components = headline(job.config(), verdicts)
                .flatMap(verdict -> new ComponentTrial(job.lake(), job.config()).hold(verdict.champion()));
        Optional<Metrics.Importance> importance =
                champion.flatMap(name -> FamilyImportance.of(job.lake(), name, PolicyJudge.bootstrap(job.config())));
        Metrics metrics = metrics(
                job.config(),
                input,
                verdicts,
                rul,
                severity,
                components,
                new Decision(job.config().promotion(), incumbent, against)
                        .champion(headline(job.config(), verdicts), rul),
                DataFigures.data(quality),
                importance,
                similar,
                looks);
        EvaluationDetail detail = new EvaluationDetail(
                details(job.config(), input, verdicts),
                rul.map(RulTrial.Verdict::detail).orElse(null));
        ResultFiles.write(job.out().resolve(FinalPoints.FILE), FinalPoints.of(job.config(), input, metrics));
        ResultFiles.write(job.out().resolve("quality.json"), quality);
        ResultFiles.write(job.out().resolve("evaluation.json"), detail);
        ResultFiles.write(job.out().resolve("metrics.json"), metrics);
        if (job.config().landing().simulated().isPresent()) {
            job.progress().step("writing what the grader compares with the truth");
            new GradingFiles(job, metrics).write(machineCosts(job.config(), verdicts));
        }
        return new EvaluateReport(metrics, job.out().resolve("metrics.json"));
    }

    private static Metrics.Looks look(
            PipelineConfig config, EvaluationInput input, LooksLedger.Key key, Optional<String> reason) {
        List<String> windows = input.folds().stream()
                .map(fold -> fold.test().from() + "/" + fold.test().to())
                .toList();
        LooksFile.Standing standing = new LooksFile(Path.of(config.registryPath())).look(windows, key, reason);
        return new Metrics.Looks(
                standing.count(), standing.reasons(), config.targets().bootstrapDraws(), LookKeys.text(key));
    }

    /** The model is chosen on the headline target; the further targets are judged by the same one. */
    private static Map<String, TargetVerdict> verdicts(
            PipelineConfig config, EvaluationInput input, Optional<HeldAgainst> against) {
        Map<String, TargetVerdict> verdicts = new LinkedHashMap<>();
        Optional<String> champion = Optional.empty();
        for (TargetSpec.Failure target : headlineFirst(config.targets())) {
            List<Policy> policies = Policies.of(
                    input,
                    target.name(),
                    config.targets().candidates(),
                    config.targets().seed());
            Optional<PolicyOutcome> registered = against.flatMap(
                    held -> held.judged(target, input, new PolicyJudge(target, config, input.histories())));
            Optional<TargetVerdict> verdict = trial(config, target, input).hold(policies, champion, registered);
            verdict.ifPresent(found -> verdicts.put(target.name(), found));
            champion = champion.or(() -> verdict.map(found -> found.champion().name()));
        }
        return verdicts;
    }

    private static TargetTrial trial(PipelineConfig config, TargetSpec.Failure target, EvaluationInput input) {
        return new TargetTrial(new PolicyJudge(target, config, input.histories()), input.histories());
    }

    private static List<TargetSpec.Failure> headlineFirst(TargetSpec targets) {
        List<TargetSpec.Failure> ordered = new ArrayList<>(targets.failures());
        ordered.sort((a, b) -> Boolean.compare(b.headline(), a.headline()));
        return ordered;
    }

    private static List<EvaluationDetail.Target> details(
            PipelineConfig config, EvaluationInput input, Map<String, TargetVerdict> verdicts) {
        List<EvaluationDetail.Target> details = new ArrayList<>();
        for (TargetSpec.Failure target : headlineFirst(config.targets())) {
            TargetVerdict verdict = verdicts.get(target.name());
            if (verdict != null) {
                details.add(new TargetDetail(
                                target,
                                verdict,
                                trial(config, target, input),
                                PolicyJudge.costsOf(config),
                                input.regimes())
                        .build());
            }
        }
        return details;
    }

    private static Metrics metrics(
            PipelineConfig config,
            EvaluationInput input,
            Map<String, TargetVerdict> verdicts,
            Optional<RulTrial.Verdict> rul,
            Optional<Metrics.FailureSeverity> severity,
            Optional<Metrics.Components> components,
            Metrics.Champion decided,
            Metrics.Data data,
            Optional<Metrics.Importance> importance,
            Optional<Metrics.SimilarCases> similar,
            Metrics.Looks looks) {
        Optional<TargetVerdict> headline = headline(config, verdicts);
        return new Metrics(
                data,
                headline.map(verdict -> verdict.champion().figures()).orElse(null),
                config.targets().failures().stream()
                        .flatMap(target -> Optional.ofNullable(verdicts.get(target.name())).stream())
                        .map(verdict -> verdict.champion().figures())
                        .toList(),
                rul.map(RulTrial.Verdict::champion).orElse(null),
                severity.orElse(null),
                components.orElse(null),
                headline.map(verdict -> folds(config, verdict)).orElseGet(() -> folds(input)),
                headline.map(verdict -> figures(verdict, true)).orElse(Map.of()),
                furtherBaselines(config, verdicts),
                headline.map(verdict -> figures(verdict, false)).orElse(Map.of()),
                onNewMachines(config, input, headline, Axis.HELD_OUT_MACHINES),
                onNewMachines(config, input, headline, Axis.HELD_OUT_SITES),
                onNewMachines(config, input, headline, Axis.HELD_OUT_GENERATIONS),
                decided,
                headline.flatMap(verdict -> improvement(config, verdict)).orElse(null),
                importance.orElse(null),
                similar.orElse(null),
                looks,
                Map.of());
    }

    private static Optional<TargetVerdict> headline(PipelineConfig config, Map<String, TargetVerdict> verdicts) {
        return config.targets().headline().map(target -> verdicts.get(target.name()));
    }

    private static Map<String, Metrics.Failure> figures(TargetVerdict verdict, boolean baselines) {
        Map<String, Metrics.Failure> figures = new LinkedHashMap<>();
        verdict.policies().stream()
                .filter(outcome -> outcome.policy().baseline() == baselines)
                .forEach(outcome -> figures.put(outcome.name(), outcome.figures()));
        return figures;
    }

    private static Map<String, Map<String, Metrics.Failure>> furtherBaselines(
            PipelineConfig config, Map<String, TargetVerdict> verdicts) {
        Map<String, Map<String, Metrics.Failure>> baselines = new LinkedHashMap<>();
        for (TargetSpec.Failure target : config.targets().failures()) {
            TargetVerdict verdict = verdicts.get(target.name());
            if (verdict != null && !target.headline()) {
                baselines.put(target.name(), figures(verdict, true));
            }
        }
        return baselines;
    }

    private static List<Metrics.Fold> folds(PipelineConfig config, TargetVerdict verdict) {
        PolicyOutcome champion = verdict.champion();
        List<Metrics.Fold> folds = new ArrayList<>();
        for (int i = 0; i < champion.folds().size(); i++) {
            PolicyOutcome.OnFold on = champion.folds().get(i);
            Estimate precision = PolicyJudge.bootstrap(config)
                    .estimate(champion.policy().folds().get(i).test().metrics().averagePrecision());
            folds.add(fold(
                    on.fold(),
                    champion.policy().folds().get(i).test().labelled().size(),
                    on.test().tally(Double.POSITIVE_INFINITY).events(),
                    precision));
        }
        return folds;
    }

    private static List<Metrics.Fold> folds(EvaluationInput input) {
        return input.folds().stream()
                .map(fold -> fold(fold, fold.testRows(), fold.events(), Estimate.undefined()))
                .toList();
    }

    private static Metrics.Fold fold(TestFold fold, long n, long events, Estimate averagePrecision) {
        return new Metrics.Fold(
                fold.fold(),
                fold.train().from(),
                fold.train().to(),
                fold.test().from(),
                fold.test().to(),
                n,
                events,
                averagePrecision);
    }

    /** The chosen candidate, trained without some machines, on those machines. */
    private static Metrics.@Nullable Failure onNewMachines(
            PipelineConfig config, EvaluationInput input, Optional<TargetVerdict> headline, Axis axis) {
        return config.targets()
                .headline()
                .flatMap(target -> headline.flatMap(verdict -> Policies.onNewMachines(
                                input, target.name(), verdict.champion().name(), axis))
                        .map(policy -> new PolicyJudge(target, config, input.histories())
                                .judge(policy)
                                .figures()))
                .orElse(null);
    }

    private static Optional<Metrics.Improvement> improvement(PipelineConfig config, TargetVerdict verdict) {
        CostModel costs = PolicyJudge.costsOf(config);
        EventTally ours = verdict.champion().tally(OperatingPoints.COST_OPTIMAL);
        return plain(verdict)
                .map(plain -> new Metrics.Improvement(
                        TargetSpec.PLAIN,
                        PolicyJudge.bootstrap(config).estimate(plain.costPerMachineWeek(costs)),
                        PolicyJudge.bootstrap(config).estimate(ours.shareSavedAgainst(plain, costs))));
    }

    /** By machine, under the champion and the plain model; nothing where that was not among the candidates. */
    private static Map<String, GradingFiles.Costs> machineCosts(
            PipelineConfig config, Map<String, TargetVerdict> verdicts) {
        CostModel costs = PolicyJudge.costsOf(config);
        Map<String, GradingFiles.Costs> byMachine = new LinkedHashMap<>();
        headline(config, verdicts).ifPresent(verdict -> plain(verdict).ifPresent(plain -> {
            double[] theirs = plain.cost(costs);
            double[] ours =
                    verdict.champion().tally(OperatingPoints.COST_OPTIMAL).cost(costs);
            for (int machine = 0; machine < theirs.length; machine++) {
                byMachine.put(plain.machines().get(machine), new GradingFiles.Costs(ours[machine], theirs[machine]));
            }
        }));
        return byMachine;
    }

    /** Counts of the plain model where it costs least; empty where it was not among the candidates. */
    private static Optional<EventTally> plain(TargetVerdict verdict) {
        return verdict.policies().stream()
                .filter(outcome -> outcome.name().equals(TargetSpec.PLAIN))
                .findFirst()
                .map(outcome -> outcome.tally(OperatingPoints.COST_OPTIMAL));
    }
}
