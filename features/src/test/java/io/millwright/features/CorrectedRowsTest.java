package io.millwright.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.millwright.features.table.FeatureGroups;
import io.millwright.lake.Fingerprint;
import io.millwright.lake.Lake;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.table.Series;
import io.millwright.lake.testing.TestSpark;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tiles and the table of what is known now over three days of one sensor; {@link CorrectedStageTest} has the whole job. */
class CorrectedRowsTest {

    private static final List<String> KEY = List.of(FeatureGroups.EQUIPMENT_ID, FeatureGroups.AS_OF);
    private static final SparkSession SPARK = TestSpark.session();

    @TempDir
    private Path folder;

    private static Instant day(int day) {
        return SmallFleet.START.plusMillis(day * SmallFleet.DAY);
    }

    @Test
    void a_late_reading_rewrites_the_rows_whose_windows_hold_it_and_no_other() {
        PipelineConfig config = SmallFleet.config(folder, "  as_corrected: true\n  statistics: [max]\n");
        Lake lake = Lake.open(SPARK, folder.resolve("lake").toString(), "run-1");
        SmallFleet.write(lake, 3, 99);
        Dataset<Row> inTime =
                lake.read(Series.TABLE).filter("sensor = 'heat' AND NOT late").localCheckpoint();
        lake.overwrite(inTime, Series.TABLE, Map.of());
        tilesAndRows(lake, config);
        String ofOthers = ofOthers(lake);
        assertThat(raised(lake)).isEmpty();

        lake.overwrite(inTime.union(late()).localCheckpoint(), Series.TABLE, Map.of());
        Rewrites planned = FeatureEngine.rewrites(lake, config).orElseThrow();
        tilesAndRows(lake, config);

        assertThat(planned.machines())
                .extracting(Rewrites.Machine::equipmentId, Rewrites.Machine::late)
                .containsExactly(tuple("m2", 2));
        assertThat(raised(lake))
                .as("of the day that ends there")
                .containsExactly(day(1).plusMillis(12 * SmallFleet.HOUR), day(2));
        assertThat(ofOthers(lake)).isEqualTo(ofOthers);
    }

    private static void tilesAndRows(Lake lake, PipelineConfig config) {
        FeaturePlan plan = FeaturePlan.of(config, FleetFacts.read(lake, config));
        new TileStage(lake, config, plan.timeDomain().quantiles(), null, 2).write(Optional.empty());
        new CorrectedStage(lake, config, plan, 2).write();
    }

    private static String ofOthers(Lake lake) {
        return Fingerprint.of(lake.read(FeatureGroups.TIME_DOMAIN_CORRECTED).filter("equipment_id <> 'm2'"), KEY);
    }

    /** Moments at which m2 was hotter in the day before than it ever is. */
    private static List<Instant> raised(Lake lake) {
        return lake
                .read(FeatureGroups.TIME_DOMAIN_CORRECTED)
                .filter("equipment_id = 'm2' AND heat__24h__max > 400")
                .orderBy(FeatureGroups.AS_OF)
                .select(FeatureGroups.AS_OF)
                .collectAsList()
                .stream()
                .map(row -> row.getTimestamp(0).toInstant())
                .toList();
    }

    /** Two readings of m2 in the first hours of day 1 that arrive on day 2. */
    private static Dataset<Row> late() {
        Row chunk = SmallFleet.chunk(
                "m2",
                "heat",
                day(1).toEpochMilli(),
                true,
                day(2).toEpochMilli(),
                List.of(90_000, 7_300_000),
                List.of(500.0, 600.0));
        return SPARK.createDataFrame(List.of(chunk), Series.SCHEMA);
    }
}
