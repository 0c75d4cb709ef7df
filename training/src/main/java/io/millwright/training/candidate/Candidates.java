package io.millwright.training.candidate;

import io.millwright.lake.MillwrightException;
import io.millwright.lake.config.TargetSpec;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/** The candidates by name. */
public final class Candidates {

    private Candidates() {}

    /**
     * The candidate of a name of {@code TargetSpec.CANDIDATES}, or {@code TargetSpec.SEARCHED}.
     *
     * @param conditionSensors sensors that say how the machine is, for the policy that watches them
     * @param selection of the features a model may learn from; policies choose none
     * @param search what the searched candidate tries
     */
    public static Candidate named(
            String name, List<String> conditionSensors, Selection selection, Search search, SparkSession spark) {
        return switch (name) {
            case "run_to_failure" -> new RunToFailurePolicy();
            case "age_based" -> new AgePolicy();
            case "robust_z" -> new RobustZPolicy(conditionSensors);
            case "logistic" -> LogisticCandidate.ofAll(selection, spark);
            case TargetSpec.PLAIN -> LogisticCandidate.ofMeans(spark);
            case "random_forest" -> new RandomForestCandidate(selection, spark);
            case "tribuo_forest" -> new TribuoForestCandidate(selection);
            case "xgboost" -> new BoostedCandidate(selection);
            case "adapted" -> new AdaptedCandidate(selection);
            case TargetSpec.WEIGHTED -> BalancedCandidate.byWeights(selection);
            case TargetSpec.SMOTE -> BalancedCandidate.bySmote(selection);
            case "ensemble" ->
                new EnsembleCandidate(List.of(
                        new BoostedCandidate(selection),
                        new TribuoForestCandidate(selection),
                        LogisticCandidate.ofAll(selection, spark)));
            case TargetSpec.SEARCHED -> new SearchedCandidate(search, selection, spark);
            default ->
                throw MillwrightException.configuration(
                        "'" + name + "' is not a candidate; targets.candidates takes names of the list in docs");
        };
    }
}
