package io.millwright.quality.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.millwright.lake.Interval;
import io.millwright.lake.Lake;
import io.millwright.lake.Progress;
import io.millwright.lake.TableSpec;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.PipelineFile;
import io.millwright.lake.table.Equipment;
import io.millwright.lake.table.Events;
import io.millwright.lake.testing.TestSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MonitorTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Interval JANUARY = new Interval(START, Instant.parse("2026-02-01T00:00:00Z"));
    private static final Interval FEBRUARY =
            new Interval(Instant.parse("2026-02-01T00:00:00Z"), Instant.parse("2026-03-01T00:00:00Z"));

    private static final TableSpec TRAINING_SET = new TableSpec(
            "training_set",
            new StructType()
                    .add("equipment_id", DataTypes.StringType)
                    .add("as_of", DataTypes.TimestampType)
                    .add("temperature__24h__mean", DataTypes.DoubleType)
                    .add("speed__24h__mean", DataTypes.DoubleType)
                    .add("never__24h__mean", DataTypes.DoubleType),
            List.of(),
            List.of("equipment_id", "as_of"));

    @TempDir
    private Path folder;

    private Lake lake;
    private PipelineConfig config;

    @BeforeEach
    void twelve_machines_whose_temperature_rises_in_february() throws IOException {
        lake = Lake.open(TestSpark.session(), folder.resolve("lake").toString(), "run-1");
        Path file = Files.writeString(folder.resolve("pipeline.yaml"), """
                landing: {sources: [{name: t, kind: readings, path: r, format: csv}]}
                sensors: [{name: temperature, min: 0, max: 100, period: 1h}]
                features: {tile: 1h, as_of: {every: 24h}, windows: [24h]}
                targets: {}
                split: {kind: time}
                """);
        config = PipelineFile.read(file, Map.of(), Optional.empty());
        Random random = new Random(5);
        List<Row> rows = new ArrayList<>();
        for (int machine = 0; machine < 12; machine++) {
            double level = 60 + random.nextGaussian();
            for (int day = 0; day < 59; day++) {
                double heat = level + (day > 31 ? 4 : 0) + 0.1 * random.nextGaussian();
                rows.add(RowFactory.create(
                        "m" + machine,
                        Timestamp.from(START.plusSeconds(day * 86_400L)),
                        heat,
                        level + random.nextGaussian(),
                        null));
            }
        }
        lake.overwrite(TestSpark.session().createDataFrame(rows, TRAINING_SET.schema()), TRAINING_SET, Map.of());
        lake.overwrite(
                TestSpark.session()
                        .createDataFrame(List.of(failure("m1", 3), failure("m1", 3), failure("m2", 40)), Events.SCHEMA),
                Events.TABLE,
                Map.of());
    }

    @Test
    void the_drifted_feature_is_named_first_and_the_others_are_not() {
        DriftReport report = Monitor.run(lake, config, JANUARY, FEBRUARY, Progress.silent());

        assertThat(report.drifted()).extracting(FeatureDrift::feature).containsExactly("temperature__24h__mean");
        assertThat(report.features())
                .extracting(FeatureDrift::feature)
                .containsExactly("temperature__24h__mean", "speed__24h__mean", "never__24h__mean");
        assertThat(report.features().get(2).judged()).isFalse();
        assertThat(report.says()).isEqualTo("1 of 2 features drifted");
        assertThat(report.json().path("judged").asInt()).isEqualTo(2);
        assertThat(report.json().path("fewest_together").asInt()).isEqualTo(1);
        assertThat(report.features().get(0).medianCurrent()
                        - report.features().get(0).medianReference())
                .isBetween(3.5, 4.5);
    }

    /** Machines that never change, a year of them against a month: the mean of a year scatters less than the mean of a month. */
    @Test
    void a_long_past_without_drift_is_no_drift() {
        Random random = new Random(11);
        List<Row> rows = new ArrayList<>();
        for (int machine = 0; machine < 40; machine++) {
            double level = 60 + 0.1 * random.nextGaussian();
            for (int day = 0; day < 365; day++) {
                Timestamp asOf = Timestamp.from(START.plusSeconds(day * 86_400L));
                rows.add(RowFactory.create(
                        "m" + machine, asOf, level + random.nextGaussian(), random.nextGaussian(), (double) (day % 7)));
            }
        }
        lake.overwrite(TestSpark.session().createDataFrame(rows, TRAINING_SET.schema()), TRAINING_SET, Map.of());
        Instant end = START.plusSeconds(364 * 86_400L);
        Instant from = end.minusSeconds(28 * 86_400L);

        DriftReport report =
                Monitor.run(lake, config, new Interval(START, from), new Interval(from, end), Progress.silent());

        assertThat(report.judged()).isEqualTo(3);
        assertThat(report.drifted()).isEmpty();
    }

    @Test
    void failures_of_one_machine_at_one_instant_count_once() {
        DriftReport report = Monitor.run(lake, config, JANUARY, FEBRUARY, Progress.silent());

        assertThat(report.failures().reference().events()).isEqualTo(1);
        assertThat(report.failures().reference().machineWeeks()).isEqualTo(12 * 32 / 7.0);
        assertThat(report.failures().changed()).isFalse();
    }

    @Test
    void results_are_kept_by_run() {
        Monitor.run(lake, config, JANUARY, FEBRUARY, Progress.silent());
        Monitor.run(lake, config, JANUARY, FEBRUARY, Progress.silent());

        assertThat(lake.read(Drift.TABLE).count()).isEqualTo(4);
        assertThat(lake.read(Drift.TABLE).filter("drifted").count()).isEqualTo(1);
    }

    /** Two sites of twelve machines, whose types are dealt among both; the temperature of the north rises. */
    @Test
    void drift_of_one_site_is_told_of_that_site_and_kept() {
        List<Row> equipment = new ArrayList<>();
        List<Row> rows = new ArrayList<>();
        Random random = new Random(8);
        for (int machine = 0; machine < 24; machine++) {
            boolean north = machine < 12;
            equipment.add(RowFactory.create(
                    "m" + machine,
                    north ? "the \"north\"" : "south",
                    machine % 2 == 0 ? "pump" : "fan",
                    "Acme",
                    "A1",
                    null,
                    Timestamp.from(START),
                    3.0,
                    scala.collection.JavaConverters.mapAsScalaMap(Map.of()),
                    "machines"));
            double level = 60 + random.nextGaussian();
            for (int day = 0; day < 59; day++) {
                rows.add(RowFactory.create(
                        "m" + machine,
                        Timestamp.from(START.plusSeconds(day * 86_400L)),
                        level + (north && day > 31 ? 4 : 0) + 0.1 * random.nextGaussian(),
                        level + random.nextGaussian(),
                        null));
            }
        }
        lake.overwrite(TestSpark.session().createDataFrame(rows, TRAINING_SET.schema()), TRAINING_SET, Map.of());
        lake.overwrite(TestSpark.session().createDataFrame(equipment, Equipment.SCHEMA), Equipment.TABLE, Map.of());

        DriftReport report = Monitor.run(lake, config, JANUARY, FEBRUARY, Progress.silent());

        assertThat(report.segments()).hasSize(4 * 3);
        assertThat(report.segments())
                .filteredOn(segment ->
                        segment.by().equals("site") && segment.drift().drifted())
                .extracting(SegmentDrift::by, SegmentDrift::segment, segment -> segment.drift()
                        .feature())
                .containsExactly(tuple("site", "the \"north\"", "temperature__24h__mean"));
        assertThat(lake.read(DriftBySegment.TABLE).count()).as("those judged").isEqualTo(4 * 2);
        JsonNode north = report.json().path("segments").path(0);
        assertThat(north.path("by").asText()).isEqualTo("site");
        assertThat(north.path("segment").asText()).isEqualTo("the \"north\"");
        assertThat(north.path("machines").asInt()).isEqualTo(12);
        assertThat(north.path("judged").asInt()).isEqualTo(2);
        assertThat(north.path("drifted").asInt()).isEqualTo(1);
    }

    @Test
    void a_report_tells_how_the_farthest_features_had_moved_in_earlier_runs_but_not_in_later_ones() {
        Interval early = new Interval(FEBRUARY.from(), Instant.parse("2026-02-10T00:00:00Z"));
        Monitor.run(named("early"), config, JANUARY, early, Progress.silent());
        DriftReport late = Monitor.run(named("late"), config, JANUARY, FEBRUARY, Progress.silent());
        DriftReport earlyAgain = Monitor.run(named("early"), config, JANUARY, early, Progress.silent());

        assertThat(late.past())
                .filteredOn(past -> past.feature().equals("temperature__24h__mean"))
                .extracting(DriftReport.Past::to)
                .containsExactly(early.to(), FEBRUARY.to());
        assertThat(late.past().get(3).effect()).isEqualTo(late.features().get(0).effect());
        assertThat(earlyAgain.past()).extracting(DriftReport.Past::to).containsOnly(early.to());
    }

    private Lake named(String run) {
        return Lake.open(TestSpark.session(), folder.resolve("lake").toString(), run);
    }

    @Test
    void a_period_without_rows_is_named_and_nothing_is_judged() {
        Interval before = new Interval(Instant.parse("2025-12-01T00:00:00Z"), Instant.parse("2025-12-31T00:00:00Z"));
        Interval after = new Interval(Instant.parse("2030-01-01T00:00:00Z"), Instant.parse("2030-02-01T00:00:00Z"));

        DriftReport ended = Monitor.run(lake, config, JANUARY, after, Progress.silent());
        DriftReport young = Monitor.run(lake, config, before, JANUARY, Progress.silent());

        assertThat(ended.says())
                .isEqualTo("nothing to compare: no machine has a feature between 2030-01-01T00:00:00Z and"
                        + " 2030-02-01T00:00:00Z");
        assertThat(young.says())
                .contains("no machine has a feature between 2025-12-01T00:00:00Z and 2025-12-31T00:00:00Z");
        assertThat(ended.judged() + young.judged()).isZero();
        assertThat(ended.failures().changed()).isFalse();
        JsonNode rate = ended.json().path("failure_rate");
        assertThat(rate.at("/current/events").asInt()).isZero();
        assertThat(rate.at("/current/per_machine_week").isNull()).isTrue();
        assertThat(rate.path("p_value").isNull()).isTrue();
    }

    /** As {@code features} writes rows: that of midnight tells of the day before. */
    @Test
    void a_row_of_the_end_of_a_period_belongs_to_it() {
        Interval lastDay = new Interval(Instant.parse("2026-02-27T06:00:00Z"), START.plusSeconds(58 * 86_400L));

        DriftReport report = Monitor.run(lake, config, JANUARY, lastDay, Progress.silent());

        assertThat(report.features().get(0).machinesCurrent()).isEqualTo(12);
        assertThat(report.features().get(0).machinesReference()).isEqualTo(12);
    }

    private static Row failure(String machine, int day) {
        Timestamp time = Timestamp.from(START.plusSeconds(day * 86_400L));
        return RowFactory.create(machine, time, time, "failure", null, "bearing", "wear", "failures");
    }
}
