package io.millwright.pipeline.evaluate;

import io.millwright.evaluation.ClusterBootstrap;
import io.millwright.evaluation.ClusterMetric;
import io.millwright.lake.Lake;
import io.millwright.training.knowledge.KnowledgeBase;
import io.millwright.training.table.Recalls;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.spark.sql.Row;

/** How often past cases told what was coming, on the failures of the tests. */
final class SimilarCases {

    /** What was said about one failure before it. */
    private record Recall(
            String machine, double similarity, String truth, String nearest, String mostFrequent, String modeModel) {

        boolean isShown() {
            return similarity >= KnowledgeBase.LEAST_SIMILARITY;
        }

        boolean nearestRight() {
            return nearest.equals(truth);
        }

        boolean mostFrequentRight() {
            return mostFrequent.equals(truth);
        }

        boolean modeModelRight() {
            return modeModel.equals(truth);
        }
    }

    private SimilarCases() {}

    /** By the signatures of the candidate of each fold; empty where nothing was asked. */
    static Optional<Metrics.SimilarCases> of(Lake lake, Map<Integer, String> chosen, ClusterBootstrap bootstrap) {
        List<Recall> all = lake.has(Recalls.TABLE) ? recalls(lake, chosen) : List.of();
        List<Recall> shown = all.stream().filter(Recall::isShown).toList();
        return all.isEmpty()
                ? Optional.empty()
                : Optional.of(new Metrics.SimilarCases(
                        FoldChoice.name(chosen),
                        all.size(),
                        bootstrap.estimate(share(all, Recall::nearestRight)),
                        bootstrap.estimate(share(all, Recall::mostFrequentRight)),
                        bootstrap.estimate(share(all, Recall::modeModelRight)),
                        shown.size(),
                        bootstrap.estimate(share(shown, Recall::nearestRight)),
                        bootstrap.estimate(share(shown, Recall::mostFrequentRight))));
    }

    private static List<Recall> recalls(Lake lake, Map<Integer, String> chosen) {
        List<Recall> recalls = new ArrayList<>();
        for (Row row : lake.read(Recalls.TABLE)
                .where(FoldChoice.rows(chosen))
                .select(
                        Recalls.EQUIPMENT_ID,
                        Recalls.SIMILARITY,
                        Recalls.TRUTH,
                        Recalls.NEAREST,
                        Recalls.MOST_FREQUENT,
                        Recalls.MODE_MODEL)
                .collectAsList()) {
            recalls.add(new Recall(
                    row.getString(0),
                    row.getDouble(1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    row.isNullAt(5) ? "" : row.getString(5)));
        }
        return recalls;
    }

    private static ClusterMetric share(List<Recall> recalls, Predicate<Recall> right) {
        List<String> machines =
                List.copyOf(new TreeSet<>(recalls.stream().map(Recall::machine).toList()));
        double[] hits = new double[machines.size()];
        double[] asked = new double[machines.size()];
        for (Recall recall : recalls) {
            int machine = machines.indexOf(recall.machine());
            hits[machine] += right.test(recall) ? 1 : 0;
            asked[machine]++;
        }
        return ClusterMetric.ratio(hits, asked, recalls.size());
    }
}
