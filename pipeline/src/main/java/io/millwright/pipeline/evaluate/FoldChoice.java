package io.millwright.pipeline.evaluate;

import io.millwright.evaluation.event.Baselines;
import io.millwright.training.table.Predictions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/**
 * Who acts in a test: of the models, or of the baselines, the one that costs least per machine-week on the validation rows of that test's
 * own fold. Nothing of the test takes part, nor of a later one, so what all tests judge together is the choosing.
 */
public final class FoldChoice {

    private FoldChoice() {}

    /** What a policy cost on the validation rows of one fold, per machine-week at its cheapest threshold; NaN without any. */
    @FunctionalInterface
    interface Cost {
        double of(Policy policy, Policy.OnFold on);
    }

    /** One choice, of policies that are given with all their folds. */
    @FunctionalInterface
    interface Choosing {
        Optional<String> in(int fold, List<Policy> policies, Cost cost);
    }

    /** Of equals the model the configuration names first; empty where none was tested in the fold. */
    static Optional<String> model(int fold, List<Policy> policies, Cost cost) {
        Map<String, Double> costs = new LinkedHashMap<>();
        policies.stream().filter(policy -> !policy.baseline()).forEach(policy -> cost(fold, policy, cost, costs));
        return cheapest(costs);
    }

    /** The cheapest by name, of equals the first; one whose cost nobody knows only where that is so of all. */
    static Optional<String> cheapest(Map<String, Double> costs) {
        return costs.entrySet().stream()
                .min(Comparator.comparingDouble(
                        each -> Double.isNaN(each.getValue()) ? Double.MAX_VALUE : each.getValue()))
                .map(Map.Entry::getKey);
    }

    /** Who a model is held against while there is no champion. Random is there to compare with, not to be followed. */
    static Optional<String> baseline(int fold, List<Policy> policies, Cost cost) {
        Map<String, Double> costs = new LinkedHashMap<>();
        policies.stream()
                .filter(policy -> policy.baseline() && !policy.name().equals(Baselines.RANDOM))
                .forEach(policy -> cost(fold, policy, cost, costs));
        return costs.isEmpty()
                ? Optional.empty()
                : Optional.of(Baselines.incumbent(costs.entrySet().stream()
                                .map(each -> new Baselines.PolicyCost(each.getKey(), each.getValue()))
                                .toList())
                        .name());
    }

    private static void cost(int fold, Policy policy, Cost cost, Map<String, Double> costs) {
        policy.on(fold).ifPresent(on -> costs.put(policy.name(), cost.of(policy, on)));
    }

    /** The same in every fold, by its number. */
    static Map<Integer, String> inEach(List<Policy> policies, Cost cost, Choosing choosing) {
        TreeSet<Integer> folds = new TreeSet<>();
        policies.forEach(
                policy -> policy.folds().forEach(on -> folds.add(on.fold().fold())));
        Map<Integer, String> chosen = new TreeMap<>();
        folds.forEach(fold -> choosing.in(fold, policies, cost).ifPresent(name -> chosen.put(fold, name)));
        return chosen;
    }

    /** The models that are chosen, as one policy; empty where there is none. */
    static Optional<Policy> models(List<Policy> policies, Cost cost) {
        Map<Integer, String> chosen = inEach(policies, cost, FoldChoice::model);
        return chosen.isEmpty() ? Optional.empty() : Optional.of(asOne(policies, chosen));
    }

    /**
     * The policy that in each test is the one named for it; itself where that is always the same.
     *
     * @param chosen by number of the fold, of policies that have it
     */
    static Policy asOne(List<Policy> policies, Map<Integer, String> chosen) {
        Map<String, Policy> named = policies.stream().collect(Collectors.toMap(Policy::name, policy -> policy));
        List<Policy> each = new ArrayList<>();
        List<Policy.OnFold> folds = new ArrayList<>();
        chosen.forEach((fold, name) -> {
            Policy policy = Optional.ofNullable(named.get(name)).orElseThrow();
            each.add(policy);
            folds.add(policy.on(fold).orElseThrow());
        });
        Policy first = each.get(0);
        return chosen.values().stream().distinct().count() == 1
                ? first
                : new Policy(name(chosen), first.baseline(), each.stream().allMatch(Policy::neverAlerts), folds);
    }

    /** As it is written down; without failure targets nobody is chosen. */
    public static Map<Integer, String> of(Metrics metrics) {
        Map<Integer, String> chosen = new TreeMap<>();
        Metrics.Failure failure = metrics.failure();
        if (failure != null) {
            metrics.folds().forEach(fold -> {
                String candidate = fold.candidate();
                chosen.put(fold.fold(), candidate == null ? failure.candidate() : candidate);
            });
        }
        return chosen;
    }

    /** Of all that are chosen, each once, in the order of the tests. */
    static String name(Map<Integer, String> chosen) {
        return chosen.values().stream().distinct().collect(Collectors.joining(" or "));
    }

    /** Whether a row of the predictions is of the candidate that acts in its fold. */
    public static Column rows(Map<Integer, String> chosen) {
        return chosen.entrySet().stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getValue, TreeMap::new, Collectors.mapping(Map.Entry::getKey, Collectors.toList())))
                .entrySet()
                .stream()
                .map(each -> functions
                        .col(Predictions.CANDIDATE)
                        .equalTo(each.getKey())
                        .and(functions
                                .col(Predictions.FOLD)
                                .isin(each.getValue().toArray())))
                .reduce(Column::or)
                .orElse(functions.lit(false));
    }
}
