package io.millwright.training;

import io.millwright.training.candidate.Candidates;
import io.millwright.training.failure.FailureModel;
import io.millwright.training.failure.ModeModel;
import io.millwright.training.failure.SeverityModel;
import io.millwright.training.matrix.TrainingData;
import io.millwright.training.rul.BoostedRul;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** One candidate on everything: the same steps that training takes for its final models, for rebuilding one of them. */
final class FinalFit {

    private FinalFit() {}

    static ModelBundle of(String candidate, TrainingData data, TrainingSpec spec, SparkSession spark) {
        OuterFold fold = OuterFolds.finalFold(spec, data.matrix());
        Map<String, FailureModel> failures = new LinkedHashMap<>();
        Map<String, ModeModel> modes = new LinkedHashMap<>();
        Map<String, SeverityModel> severities = new LinkedHashMap<>();
        for (TrainingSpec.Target target : spec.targets()) {
            failures.put(
                    target.name(),
                    FailureRun.of(
                                    fold,
                                    target,
                                    Candidates.named(
                                            candidate, spec.conditionSensors(), spec.selection(), spec.search(), spark),
                                    data,
                                    spec)
                            .model());
            modes.put(target.name(), ModeRun.of(fold, target, data, spec).model());
            if (SeverityRun.wanted(target, data)) {
                severities.put(
                        target.name(), SeverityRun.of(fold, target, data, spec).model());
            }
        }
        Optional<BoostedRul> rul =
                spec.wantsRul() ? RulRun.fitBoosted(fold, data, spec, spec.seed()) : Optional.empty();
        return new ModelBundle(candidate, failures, modes, severities, rul, fold.fitted(data.matrix(), spec.fitted()));
    }
}
