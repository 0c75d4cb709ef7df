package io.millwright.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millwright.features.table.FeatureGroups;
import io.millwright.features.table.Regimes;
import io.millwright.features.table.Tiles;
import io.millwright.lake.Fingerprint;
import io.millwright.lake.Interval;
import io.millwright.lake.Lake;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.Progress;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.testing.TestSpark;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Six days of a small fleet, of which regimes are fitted on the first half, and two more days as an interval: half of the data is more now. */
class RegimesKeptTest {

    private static final List<String> KEY = List.of(FeatureGroups.EQUIPMENT_ID, FeatureGroups.AS_OF);
    private static final String REGIMES = "  regimes: {settings: [load], count: 2}\n";
    private static final Interval MORE = new Interval(day(6), day(8));

    @TempDir
    static Path folder;

    private static Lake lake;
    private static String regimesBefore;
    private static String rowsBefore;

    @BeforeAll
    static void build() {
        lake = Lake.open(TestSpark.session(), folder.resolve("lake").toString(), "run-1");
        SmallFleet.write(lake, 6, 99);
        features(config(), Optional.empty());
        regimesBefore = lake.fingerprint(Regimes.TABLE);
        rowsBefore = print(lake.read(FeatureGroups.TIME_DOMAIN));
        SmallFleet.write(lake, 8, 99);
        features(config(), Optional.of(MORE));
    }

    private static PipelineConfig config() {
        return SmallFleet.configByShare(folder, REGIMES);
    }

    private static void features(PipelineConfig config, Optional<Interval> interval) {
        FeatureEngine.build(lake, config, interval, Progress.silent());
    }

    private static Instant day(int day) {
        return SmallFleet.START.plusMillis(day * SmallFleet.DAY);
    }

    private static String print(Dataset<Row> rows) {
        return Fingerprint.of(rows, KEY);
    }

    @Test
    void a_day_more_keeps_the_regimes_and_so_one_normalisation_in_all_rows() {
        assertThat(lake.fingerprint(Regimes.TABLE)).isEqualTo(regimesBefore);
        assertThat(lake.read(Tiles.TABLE)
                        .select(Tiles.REGIME_VERSION)
                        .distinct()
                        .count())
                .isEqualTo(1);
        Dataset<Row> rows = lake.read(FeatureGroups.TIME_DOMAIN);
        assertThat(print(rows.filter("as_of <= timestamp'" + day(6) + "'"))).isEqualTo(rowsBefore);
        assertThat(rows.filter("as_of > timestamp'" + day(6) + "'").count()).isEqualTo(3 * 2 * 2);
        TrainingManifest manifest = TrainingSets.build(lake, config(), Progress.silent());
        assertThat(manifest.regimeInterval()).isEqualTo(day(0) + "/" + day(3));
        assertThat(manifest.toJson()).contains("\"regime_interval\": \"" + day(0) + "/" + day(3) + "\"");
    }

    @Test
    void a_machine_alone_is_normalised_as_the_rows_are() {
        LivePlan plan = LivePlan.of(lake, config());

        double alone = LiveMachines.of(lake, config(), plan, List.of("m1"))
                .get("m1")
                .row(day(8))
                .orElseThrow()
                .get("heat__24h__mean");

        assertThat(alone)
                .isEqualTo(lake.read(FeatureGroups.TIME_DOMAIN)
                        .filter("equipment_id = 'm1' AND as_of = timestamp'" + day(8) + "'")
                        .select("heat__24h__mean")
                        .first()
                        .getDouble(0));
    }

    @Test
    void regimes_that_saw_a_test_or_are_not_those_of_the_rows_are_refused() {
        PipelineConfig early = SmallFleet.config(folder, REGIMES);
        Dataset<Row> regimes = lake.read(Regimes.TABLE).localCheckpoint();
        lake.overwrite(
                regimes.withColumn(Regimes.FIT_TO, functions.lit(Timestamp.from(day(15)))), Regimes.TABLE, Map.of());
        assertThatThrownBy(() -> features(early, Optional.of(MORE)))
                .isInstanceOf(MillwrightException.class)
                .hasMessageContaining(
                        "fitted on readings until 2026-01-16T00:00:00Z, and a test of the pipeline file begins"
                                + " at 2026-01-15T00:00:00Z");

        lake.overwrite(regimes.withColumn(Regimes.VERSION, functions.lit("another")), Regimes.TABLE, Map.of());
        assertThatThrownBy(() -> features(config(), Optional.of(MORE)))
                .isInstanceOf(MillwrightException.class)
                .hasMessageContaining("and the table regimes holds another; run features once without --from and --to");

        lake.overwrite(
                regimes.withColumn(
                        Regimes.SENSOR, functions.regexp_replace(functions.col(Regimes.SENSOR), "load", "speed")),
                Regimes.TABLE,
                Map.of());
        assertThatThrownBy(() -> features(config(), Optional.of(MORE)))
                .isInstanceOf(MillwrightException.class)
                .hasMessageContaining("were fitted on the settings [speed], and the pipeline file asks for [load]");
        lake.overwrite(regimes, Regimes.TABLE, Map.of());
    }
}
