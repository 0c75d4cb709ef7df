package io.millwright.training;

import io.millwright.features.RowRegimes;
import io.millwright.features.table.FeatureCatalogue;
import io.millwright.features.table.TrainingSet;
import io.millwright.lake.Lake;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.TargetSpec;
import io.millwright.training.anomaly.Indicators;
import io.millwright.training.matrix.TrainingData;
import io.millwright.training.matrix.TrainingFrame;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * What the anomaly stage reads, of rows up to a moment.
 *
 * @param data the same rows with the labels that take known failures out of normal time
 */
record WatchedRows(Indicators indicators, TrainingData data) {

    /**
     * The features of condition sensors with a wanted statistic, and where and in what regime each machine was.
     *
     * @throws MillwrightException where no feature can be watched, or there is no row
     */
    static WatchedRows of(
            Lake lake, PipelineConfig config, TrainingSpec spec, TargetSpec.Anomaly wanted, Instant moment) {
        Map<String, String> sensorOf = sensors(lake, spec, wanted);
        List<String> columns = TrainingFrame.features(lake.read(TrainingSet.NAME)).stream()
                .filter(sensorOf::containsKey)
                .toList();
        if (columns.isEmpty()) {
            throw MillwrightException.configuration("no feature of a condition sensor has one of the statistics "
                    + String.join(", ", wanted.statistics())
                    + "; add one of them to features.statistics, or change targets.anomaly.statistics");
        }
        TrainingData data = TrainingData.of(lake, spec.targetNames(), columns, moment);
        return of(lake, data, sensorOf, moment, regimes(lake, config, moment));
    }

    /**
     * The same of rows that were read, in regimes that are known.
     *
     * @param data of the features that are watched, up to the moment
     * @param sensorOf by feature
     */
    static WatchedRows of(
            Lake lake,
            TrainingData data,
            Map<String, String> sensorOf,
            Instant moment,
            Map<String, Map<Long, Integer>> regimes) {
        Map<String, String> types = new HashMap<>();
        Map<String, String> sites = new HashMap<>();
        Column place = functions.max(functions.struct(TrainingSet.AS_OF, TrainingSet.TYPE, TrainingSet.SITE));
        known(lake, moment)
                .groupBy(TrainingSet.EQUIPMENT_ID)
                .agg(place.as("newest"))
                .select(TrainingSet.EQUIPMENT_ID, "newest." + TrainingSet.TYPE, "newest." + TrainingSet.SITE)
                .collectAsList()
                .forEach(row -> {
                    types.put(row.getString(0), row.isNullAt(1) ? "" : row.getString(1));
                    sites.put(row.getString(0), row.isNullAt(2) ? "" : row.getString(2));
                });
        return new WatchedRows(
                new Indicators(
                        data.matrix(),
                        data.matrix().columns().stream()
                                .map(column -> sensorOf.getOrDefault(column, ""))
                                .toList(),
                        types,
                        sites,
                        regimes),
                data);
    }

    /** SHA-256 over rows and the labels that decide which are normal, see {@link TrainingData#fingerprint}. */
    String fingerprint() {
        return new TrainingData(data.matrix(), data.failures(), Optional.empty()).fingerprint();
    }

    /** The last moment of the training set; that of the oldest possible row where it is empty. */
    static Instant end(Lake lake) {
        Row last = lake.read(TrainingSet.NAME)
                .select(functions.unix_millis(functions.max(TrainingSet.AS_OF)))
                .first();
        return last.isNullAt(0) ? Instant.EPOCH : Instant.ofEpochMilli(last.getLong(0));
    }

    private static Map<String, String> sensors(Lake lake, TrainingSpec spec, TargetSpec.Anomaly wanted) {
        Map<String, String> sensorOf = new LinkedHashMap<>();
        lake.read(FeatureCatalogue.TABLE)
                .where(functions.col(FeatureCatalogue.SENSOR).isInCollection(spec.conditionSensors()))
                .where(functions.col(FeatureCatalogue.STATISTIC).isInCollection(wanted.statistics()))
                .orderBy(FeatureCatalogue.POSITION)
                .select(FeatureCatalogue.NAME, FeatureCatalogue.SENSOR)
                .collectAsList()
                .forEach(row -> sensorOf.put(row.getString(0), row.getString(1)));
        return sensorOf;
    }

    private static Dataset<Row> known(Lake lake, Instant moment) {
        return lake.read(TrainingSet.NAME)
                .where(functions.col(TrainingSet.AS_OF).leq(functions.lit(Timestamp.from(moment))));
    }

    private static Map<String, Map<Long, Integer>> regimes(Lake lake, PipelineConfig config, Instant moment) {
        return config.features()
                .regimes()
                .map(regimes -> RowRegimes.of(
                        lake, regimes, known(lake, moment).select(TrainingSet.EQUIPMENT_ID, TrainingSet.AS_OF)))
                .orElse(Map.of());
    }
}
