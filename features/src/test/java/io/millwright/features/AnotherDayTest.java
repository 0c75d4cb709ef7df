package io.millwright.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millwright.features.table.Bursts;
import io.millwright.features.table.FeatureGroups;
import io.millwright.features.table.Tiles;
import io.millwright.lake.Fingerprint;
import io.millwright.lake.Interval;
import io.millwright.lake.Lake;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.Progress;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.table.Series;
import io.millwright.lake.table.Waveforms;
import io.millwright.lake.testing.TestSpark;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Six days of a small fleet and a seventh as an interval, with which come readings of m2 of day 2 and a burst of m1 of day 3 that by their
 * own account were known on day 4: a gateway's file that was brought late. Against the same seven days at once.
 */
class AnotherDayTest {

    private static final int DAYS = 6;
    private static final Interval SEVENTH = new Interval(day(DAYS), day(DAYS + 1));
    private static final List<String> KEY = List.of(FeatureGroups.EQUIPMENT_ID, FeatureGroups.AS_OF);
    private static final List<String> GROUPS = List.of(FeatureGroups.TIME_DOMAIN, FeatureGroups.WAVEFORM);
    private static final String MORE = "  waveform_windows: [5d]\n  statistics: [mean, max]\n";

    @TempDir
    static Path folder;

    private static Lake grown;
    private static Lake whole;
    private static List<String> before;

    @BeforeAll
    static void build() {
        grown = grown("run-1");
        SmallFleet.write(grown, DAYS, 99);
        SmallFleet.writeBursts(grown, DAYS, 99);
        features(grown, Optional.empty());
        before = prints(grown, "<=");
        seventhDay(grown);
        features(grown, Optional.of(SEVENTH));

        whole = Lake.open(TestSpark.session(), folder.resolve("whole").toString(), "run-1");
        seventhDay(whole);
        features(whole, Optional.empty());
    }

    private static Lake grown(String run) {
        return Lake.open(TestSpark.session(), folder.resolve("grown").toString(), run);
    }

    private static PipelineConfig config(String more) {
        return SmallFleet.configWithBursts(folder, more);
    }

    private static void features(Lake lake, Optional<Interval> interval) {
        FeatureEngine.build(lake, config(MORE), interval, Progress.silent());
    }

    private static void seventhDay(Lake lake) {
        SmallFleet.write(lake, DAYS + 1, 99);
        SmallFleet.writeBursts(lake, DAYS + 1, 99);
        long known = day(4).toEpochMilli();
        SmallFleet.add(
                lake,
                Series.TABLE,
                SmallFleet.chunk("m2", "heat", day(2).toEpochMilli(), true, known, List.of(90_000), List.of(500.0)));
        SmallFleet.add(
                lake,
                Waveforms.TABLE,
                SmallFleet.burst(1, day(3).toEpochMilli(), known, new float[] {9, -9, 8, -8}));
    }

    private static Instant day(int day) {
        return SmallFleet.START.plusMillis(day * SmallFleet.DAY);
    }

    private static List<String> prints(Lake lake, String side) {
        return GROUPS.stream()
                .map(group -> Fingerprint.of(
                        lake.read(group).filter("as_of " + side + " timestamp'" + day(DAYS) + "'"), KEY))
                .toList();
    }

    @Test
    void what_is_brought_later_than_it_was_known_is_in_tiles_bursts_and_rows_as_after_one_run() {
        assertThat(grown.fingerprint(Tiles.TABLE)).isEqualTo(whole.fingerprint(Tiles.TABLE));
        assertThat(grown.fingerprint(Bursts.TABLE)).isEqualTo(whole.fingerprint(Bursts.TABLE));
        assertThat(prints(grown, ">")).isEqualTo(prints(whole, ">"));
    }

    @Test
    void rows_of_before_keep_every_bit() {
        assertThat(prints(grown, "<=")).isEqualTo(before);
        assertThat(prints(whole, "<="))
                .as("made anew they know of what was brought")
                .doesNotContainAnyElementsOf(before);
    }

    @Test
    void where_features_are_asked_for_otherwise_a_day_is_refused_before_anything_is_written() {
        List<String> tables = List.of(Tiles.TABLE.name(), Bursts.TABLE.name(), FeatureGroups.TIME_DOMAIN);
        List<Long> versions = tables.stream().map(grown::version).toList();
        PipelineConfig other = config(MORE + "  bands: [{from_hz: 10, to_hz: 60}]\n");

        assertThatThrownBy(() -> FeatureEngine.build(grown("run-2"), other, Optional.of(SEVENTH), Progress.silent()))
                .isInstanceOf(MillwrightException.class)
                .hasMessageEndingWith("run features once without --from and --to to rebuild them");

        assertThat(tables.stream().map(grown::version).toList()).isEqualTo(versions);
    }
}
