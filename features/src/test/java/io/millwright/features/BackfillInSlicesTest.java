package io.millwright.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.delta.tables.DeltaTable;
import io.millwright.features.table.FeatureGroups;
import io.millwright.features.table.FeatureStatistics;
import io.millwright.lake.Fingerprint;
import io.millwright.lake.Lake;
import io.millwright.lake.Progress;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.testing.TestSpark;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backfill of three slices, stopped behind the second of them and started again. */
class BackfillInSlicesTest {

    private static final int DAYS = 6;
    private static final int STEPS_IN_A_SLICE = 5;
    private static final List<String> KEY = List.of(FeatureGroups.EQUIPMENT_ID, FeatureGroups.AS_OF);
    private static final List<String> GROUPS = List.of(FeatureGroups.TIME_DOMAIN, FeatureGroups.CONTEXT);

    @TempDir
    Path folder;

    /** Stands for a kill: the job ends where it says that so much is done. */
    private record StoppedAt(double share) implements Progress {
        @Override
        public void step(String what) {}

        @Override
        public void fraction(double done) {
            if (done >= share) {
                throw new IllegalStateException("stopped at " + done);
            }
        }
    }

    private Lake lake(String run) {
        return Lake.open(TestSpark.session(), folder.resolve("lake").toString(), run);
    }

    @Test
    void a_run_that_was_stopped_goes_on_behind_its_last_slice_and_gives_what_one_slice_gives() {
        PipelineConfig config = SmallFleet.config(folder);
        Lake lake = lake("in one slice");
        SmallFleet.write(lake, DAYS, 99);
        FeatureReport whole = FeatureEngine.build(lake, config, Optional.empty(), Progress.silent());
        List<String> expected = prints(lake);
        long mostNumbers = 3L * whole.features() * STEPS_IN_A_SLICE;
        Lake sliced = lake("in three slices");

        assertThatThrownBy(() -> FeatureEngine.build(sliced, config, Optional.empty(), new StoppedAt(0.6), mostNumbers))
                .hasMessageStartingWith("stopped at 0.66");
        long rowsBefore = sliced.read(FeatureGroups.TIME_DOMAIN).count();
        FeatureReport report = FeatureEngine.build(sliced, config, Optional.empty(), Progress.silent(), mostNumbers);

        assertThat(whole.slices()).isEqualTo(1);
        assertThat(rowsBefore).isBetween(1L, whole.rows() - 1);
        assertThat(report.slices()).isEqualTo(3);
        assertThat(report.slicesKept()).isEqualTo(2);
        assertThat(report.rows()).isEqualTo(whole.rows());
        assertThat(prints(sliced)).isEqualTo(expected);
        assertThat(GROUPS)
                .allSatisfy(group ->
                        assertThat(commits(sliced, group)).as("each slice once").isEqualTo(3));
        assertThat(sliced.read(FeatureStatistics.TABLE)
                        .groupBy(FeatureStatistics.NAME)
                        .agg(functions.sum(FeatureStatistics.ROWS), functions.count("*"))
                        .select("sum(rows)", "count(1)")
                        .distinct()
                        .collectAsList())
                .as("each slice told once, none missing")
                .containsExactly(RowFactory.create(report.rows(), 3L));
    }

    private static List<String> prints(Lake lake) {
        return GROUPS.stream()
                .map(group -> Fingerprint.of(lake.read(group), KEY))
                .toList();
    }

    private static long commits(Lake lake, String table) {
        return DeltaTable.forPath(lake.spark(), lake.path(table))
                .history()
                .filter(functions.col("userMetadata").contains(lake.runId()))
                .count();
    }
}
