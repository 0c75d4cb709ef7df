package io.millwright.pipeline.evaluate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import io.millwright.features.table.FeatureCatalogue;
import io.millwright.features.table.Labels;
import io.millwright.features.table.RulLabels;
import io.millwright.features.table.TrainingSet;
import io.millwright.lake.Lake;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.table.Equipment;
import io.millwright.lake.table.Events;
import io.millwright.lake.table.Series;
import io.millwright.lake.table.WorkOrders;
import io.millwright.training.SearchRecord;
import io.millwright.training.table.Trials;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;

/**
 * Facts of a lake that a card states.
 *
 * @param versions Delta version of every table that went in
 * @param unlabelled rows without a label by target and reason
 * @param families features by family
 * @param types machines by equipment type
 * @param trials of the search, over all training periods and targets, and of searches for the same tests before
 * @param anomalies what is to be said of the anomaly stage; empty without one
 * @param livesCalibrated whether the model's intervals of remaining life are
 * @param audit the newest of these results, of whichever models; empty where none ran
 */
record CardFacts(
        Map<String, Long> versions,
        Map<String, Map<String, Long>> unlabelled,
        Map<String, Long> families,
        Map<String, Long> types,
        SearchRecord.Count trials,
        List<String> anomalies,
        boolean livesCalibrated,
        Optional<AuditFile> audit) {

    /** @param judged the training the card is of; null where it is not known */
    static CardFacts of(
            Lake lake, PipelineConfig config, Metrics.@Nullable Judged judged, boolean livesCalibrated, Path out) {
        return new CardFacts(
                versions(lake),
                unlabelled(lake),
                families(lake),
                types(lake),
                judged != null && config.targets().searchTrials() > 0 && lake.has(Trials.TABLE)
                        ? SearchRecord.count(lake, judged.training())
                        : SearchRecord.Count.NONE,
                CardAnomalies.says(config, out),
                livesCalibrated,
                AuditFile.of(out));
    }

    private static Map<String, Long> versions(Lake lake) {
        List<String> tables = new ArrayList<>();
        for (String table : List.of(
                Series.TABLE.name(),
                Events.TABLE.name(),
                WorkOrders.TABLE.name(),
                Equipment.TABLE.name(),
                Labels.TABLE.name(),
                RulLabels.TABLE.name(),
                TrainingSet.NAME)) {
            if (lake.has(table)) {
                tables.add(table);
            }
        }
        return lake.versions(tables);
    }

    private static Map<String, Map<String, Long>> unlabelled(Lake lake) {
        Map<String, Map<String, Long>> counts = new TreeMap<>();
        if (lake.has(Labels.TABLE)) {
            lake.read(Labels.TABLE)
                    .groupBy(
                            col(Labels.TARGET),
                            functions.coalesce(col(Labels.REASON), functions.concat(lit("label "), col(Labels.LABEL))))
                    .agg(count(lit(1)))
                    .collectAsList()
                    .forEach(row -> counts.computeIfAbsent(row.getString(0), any -> new TreeMap<>())
                            .put(row.getString(1), row.getLong(2)));
        }
        return counts;
    }

    private static Map<String, Long> families(Lake lake) {
        Map<String, Long> families = new TreeMap<>();
        if (lake.has(FeatureCatalogue.TABLE)) {
            lake.read(FeatureCatalogue.TABLE)
                    .groupBy(FeatureCatalogue.FAMILY)
                    .agg(count(lit(1)))
                    .collectAsList()
                    .forEach(row -> families.put(row.getString(0), row.getLong(1)));
        }
        return families;
    }

    private static Map<String, Long> types(Lake lake) {
        Map<String, Long> types = new TreeMap<>();
        lake.read(Equipment.TABLE)
                .groupBy(Equipment.TYPE)
                .agg(count(lit(1)))
                .collectAsList()
                .forEach(row -> types.put(row.getString(0), row.getLong(1)));
        return types;
    }
}
