package io.millwright.pipeline.evaluate;

import io.millwright.evaluation.ClusterMetric;
import io.millwright.evaluation.Estimate;
import io.millwright.evaluation.PromotionRule;
import io.millwright.evaluation.event.OperatingPoint;
import io.millwright.evaluation.row.ScoredRows;
import io.millwright.lake.Lake;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.TargetSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.BinomialDistribution;

/**
 * The chosen model against itself (A/A): its scores of one and the same test are shaken twice, as retraining with another seed shakes
 * them, and the promotion rule is asked whether the second replaces the first. It should hardly ever: neither is better. Rows of one
 * machine are shaken together, so a rule that takes them for independent promotes far too often.
 *
 * @param runs made
 * @param promoted of them
 * @param different runs whose interval of the saved cost excludes 0, on either side
 * @param machines with rows in a test
 */
public record AgainstItself(int runs, int promoted, int different, int machines) {

    /** What the promotion rule may do wrong. */
    public static final double PROMISED = 0.05;

    /** Doubt that is left when the promise is said to be broken. */
    private static final double BEYOND_DOUBT = 0.001;

    /** Standard deviation of the logarithm of a score, shared by a machine's rows of a fold, and the same again by row. */
    private static final double SHAKEN = 0.35;

    private static final Estimate BELIEVED = Estimate.withoutInterval(1, 1);

    /** Whether thresholds are the chosen model's own, or chosen anew on shaken validation rows of the training period. */
    enum Thresholds {
        /** Costs two tallies a run. */
        AS_CHOSEN,
        /** As a retrained challenger chooses them. */
        ANEW
    }

    /** The headline target of the lake's predictions; empty where no model was tested on two machines. Machines stay within a number of rows. */
    public static Optional<AgainstItself> of(Lake lake, PipelineConfig config, int runs, int rows) {
        EvaluationInput input = new EvaluationTables(lake, config).read();
        PolicyJudge judge = new PolicyJudge(config.targets().headline().orElseThrow(), config, input.histories());
        return of(input, config, runs, rows, Thresholds.AS_CHOSEN, judge.bootstrap()::estimate);
    }

    /** @param interval of the saved cost; another than the pipeline's to see it caught */
    static Optional<AgainstItself> of(
            EvaluationInput input,
            PipelineConfig config,
            int runs,
            int rows,
            Thresholds thresholds,
            Function<ClusterMetric, Estimate> interval) {
        TargetSpec.Failure target = config.targets().headline().orElseThrow();
        PolicyJudge judge = new PolicyJudge(target, config, input.histories());
        List<Policy> models =
                Policies.of(
                                input,
                                target.name(),
                                config.targets().candidates(),
                                config.targets().seed())
                        .stream()
                        .filter(policy -> !policy.baseline())
                        .toList();
        Optional<Policy> chosen = FoldChoice.models(models, judge::validationCost);
        if (chosen.isEmpty()) {
            return Optional.empty();
        }
        TreeSet<String> machines = machines(chosen.get(), rows);
        if (machines.size() < 2) {
            return Optional.empty();
        }
        Policy model = only(chosen.get(), machines);
        Map<String, MachineHistory> histories = new TreeMap<>(input.histories());
        histories.keySet().retainAll(machines);
        TargetTrial trial = new TargetTrial(judge, histories, interval);
        Map<Integer, Map<String, OperatingPoint>> points = new TreeMap<>();
        chosen.get().folds().forEach(on -> points.put(on.fold().fold(), judge.points(chosen.get(), on)));
        List<PromotionRule.Comparison> comparisons = IntStream.range(0, runs)
                .parallel()
                .mapToObj(run -> trial.comparison(
                        shaken(judge, model, points, thresholds, 2L * run),
                        shaken(judge, model, points, thresholds, 2L * run + 1),
                        BELIEVED))
                .toList();
        return Optional.of(new AgainstItself(
                runs,
                (int) comparisons.stream()
                        .filter(comparison -> TargetTrial.objections(comparison).isEmpty())
                        .count(),
                (int) comparisons.stream()
                        .map(PromotionRule.Comparison::savedCostPerMachineWeek)
                        .filter(saved -> saved.low() > 0 || saved.high() < 0)
                        .count(),
                machines.size()));
    }

    /** Whether more were promoted than a rule that keeps its promise promotes, beyond doubt (one-sided, 1 in 1,000). */
    public boolean broken() {
        return chanceOfAsMany() < BEYOND_DOUBT;
    }

    /** The chance that a rule wrong in exactly {@link #PROMISED} of cases promotes as many or more. */
    public double chanceOfAsMany() {
        return 1 - new BinomialDistribution(null, runs, PROMISED).cumulativeProbability(promoted - 1);
    }

    /** Machines in the tests, in order, until their rows are enough. */
    private static TreeSet<String> machines(Policy model, int rows) {
        Map<String, Integer> rowsOf = new TreeMap<>();
        model.folds().forEach(on -> {
            for (int row = 0; row < on.test().size(); row++) {
                rowsOf.merge(on.test().machine(row), 1, Integer::sum);
            }
        });
        TreeSet<String> machines = new TreeSet<>();
        int taken = 0;
        for (Map.Entry<String, Integer> machine : rowsOf.entrySet()) {
            if (taken < rows || machines.size() < 2) {
                machines.add(machine.getKey());
                taken += machine.getValue();
            }
        }
        return machines;
    }

    private static Policy only(Policy model, TreeSet<String> machines) {
        List<Policy.OnFold> folds = new ArrayList<>();
        for (Policy.OnFold on : model.folds()) {
            ScoredRows test = on.test();
            folds.add(new Policy.OnFold(
                    on.fold(),
                    on.validation(),
                    test.where(row -> machines.contains(test.machine(row))),
                    on.testProbabilities()));
        }
        return new Policy(model.name(), model.baseline(), model.neverAlerts(), folds);
    }

    private static List<PolicyOutcome.OnFold> shaken(
            PolicyJudge judge,
            Policy model,
            Map<Integer, Map<String, OperatingPoint>> points,
            Thresholds thresholds,
            long seed) {
        List<PolicyOutcome.OnFold> folds = new ArrayList<>();
        for (Policy.OnFold on : model.folds()) {
            long ofFold = 1_000_003 * seed + on.fold().fold();
            ScoredRows test = shaken(on.test(), ofFold);
            boolean anew = thresholds == Thresholds.ANEW;
            ScoredRows validation = anew ? shaken(on.validation(), ofFold) : on.validation();
            Policy.OnFold shaken = new Policy.OnFold(on.fold(), validation, test, on.testProbabilities());
            folds.add(judge.onFold(
                    shaken,
                    anew
                            ? judge.points(model, shaken)
                            : points.getOrDefault(on.fold().fold(), new LinkedHashMap<>())));
        }
        return folds;
    }

    private static ScoredRows shaken(ScoredRows rows, long seed) {
        Map<String, Double> ofMachine = new TreeMap<>();
        rows.machines().forEach(machine -> ofMachine.put(machine, normal(seed, machine, Long.MIN_VALUE)));
        return rows.times((machine, subject, asOf) ->
                Math.exp(SHAKEN * (ofMachine.getOrDefault(machine, 0.0) + normal(seed, machine, asOf))));
    }

    private static double normal(long seed, String machine, long at) {
        return new SplittableRandom((seed * 31 + machine.hashCode()) * 1_000_003 + at).nextGaussian();
    }
}
