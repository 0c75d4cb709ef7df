package io.millwright.pipeline.evaluate;

import static org.apache.spark.sql.functions.col;

import io.millwright.evaluation.ClusterBootstrap;
import io.millwright.evaluation.ClusterMetric;
import io.millwright.features.table.FeatureCatalogue;
import io.millwright.lake.Lake;
import io.millwright.training.table.Importances;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Which sensors move a model, and whether the same ones do when it is fitted without some machines. */
final class FamilyImportance {

    private static final int TOP = 3;

    private FamilyImportance() {}

    /** Empty where training kept nothing of the candidate, as of one that cannot say what moves it. */
    static Optional<Metrics.Importance> of(Lake lake, String candidate, ClusterBootstrap bootstrap) {
        if (!lake.has(Importances.TABLE)) {
            return Optional.empty();
        }
        Map<String, String> families = families(lake);
        TreeMap<Integer, Map<String, Double>> parts = new TreeMap<>();
        lake.read(Importances.TABLE)
                .where(col(Importances.CANDIDATE).equalTo(candidate))
                .select(Importances.PART, Importances.FEATURE, Importances.MEAN_ABSOLUTE)
                .orderBy(Importances.PART, Importances.FEATURE)
                .collectAsList()
                .forEach(row -> parts.computeIfAbsent(row.getInt(0), any -> new TreeMap<>())
                        .merge(
                                families.getOrDefault(row.getString(1), row.getString(1)),
                                row.getDouble(2),
                                Double::sum));
        return parts.containsKey(0)
                ? Optional.of(of(candidate, List.copyOf(parts.values()), bootstrap))
                : Optional.empty();
    }

    private static Map<String, String> families(Lake lake) {
        Map<String, String> families = new HashMap<>();
        if (lake.has(FeatureCatalogue.TABLE)) {
            lake.read(FeatureCatalogue.TABLE)
                    .select(FeatureCatalogue.NAME, FeatureCatalogue.FAMILY)
                    .collectAsList()
                    .forEach(row -> families.put(row.getString(0), row.getString(1)));
        }
        return families;
    }

    /** @param models by family the mean absolute push: of the whole model, then of those fitted without some machines */
    static Metrics.Importance of(String candidate, List<Map<String, Double>> models, ClusterBootstrap bootstrap) {
        Map<String, Double> whole = models.get(0);
        double all = whole.values().stream().mapToDouble(Double::doubleValue).sum();
        Map<String, Double> shares = new LinkedHashMap<>();
        ordered(whole).forEach(family -> shares.put(family, whole.getOrDefault(family, 0.0) / all));
        double[] overlaps = models.stream()
                .skip(1)
                .mapToDouble(part -> overlap(top(whole), top(part)))
                .toArray();
        double[] ones = new double[overlaps.length];
        Arrays.fill(ones, 1);
        return new Metrics.Importance(
                candidate,
                shares,
                top(whole),
                overlaps.length,
                bootstrap.estimate(ClusterMetric.ratio(overlaps, ones, overlaps.length)));
    }

    private static List<String> ordered(Map<String, Double> pushes) {
        return pushes.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static List<String> top(Map<String, Double> pushes) {
        return ordered(pushes).stream().limit(TOP).toList();
    }

    /** Families that both name, of those that either does. */
    private static double overlap(List<String> one, List<String> other) {
        Set<String> either = new HashSet<>(one);
        either.addAll(other);
        return (double) (one.size() + other.size() - either.size()) / either.size();
    }
}
