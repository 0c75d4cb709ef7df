package io.millwright.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millwright.lake.Lake;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.config.TargetSpec;
import io.millwright.lake.testing.TestSpark;
import io.millwright.training.anomaly.Indicators;
import io.millwright.training.matrix.TrainingData;
import io.millwright.training.matrix.TrainingMatrix;
import io.millwright.training.registry.FolderRegistry;
import io.millwright.training.registry.ModelPackage;
import io.millwright.training.registry.SourceCode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptDetectorsTest {

    private static final List<String> WATCHED = List.of("temp__24h__mean", "vib__24h__mean");
    private static final Duration STRETCH = Duration.ofDays(2);
    private static final Map<String, Long> INPUTS = Map.of("training_set", 4L);

    @TempDir
    private Path folder;

    private final TrainingData data = SyntheticFleet.of(8, 60, 7);
    private final TrainingSpec spec = SyntheticFleet.spec(List.of("xgboost"));

    private KeptDetectors detectors() {
        return KeptDetectors.in(
                FolderRegistry.open(folder.resolve("detectors")),
                folder.resolve("detectors/staging"),
                new SourceCode("c0ffee", ""));
    }

    private WatchedRows watched(TrainingMatrix matrix) {
        Indicators indicators = new Indicators(
                matrix,
                List.of("temp", "vib"),
                Map.of(),
                Map.of(),
                Map.of(matrix.machine(0), Map.of(matrix.asOfMillis(0), 1)));
        return new WatchedRows(indicators, new TrainingData(matrix, data.failures(), data.lives()));
    }

    private KeptDetectors.Version kept(String run, TrainingMatrix matrix, double budget, Map<String, Long> inputs) {
        TargetSpec.Anomaly wanted =
                new TargetSpec.Anomaly(List.of("mean"), List.of("robust_z", "iqr"), Duration.ofDays(2), budget, 0.4);
        WatchedRows watched = watched(matrix);
        AnomalyRun fitted = AnomalyRun.newest(watched, wanted, spec, TestSpark.session(), STRETCH)
                .orElseThrow();
        return detectors()
                .keep(
                        Lake.open(TestSpark.session(), folder.resolve("lake").toString(), run),
                        spec,
                        DetectorSettings.of(wanted, STRETCH, Instant.EPOCH, watched),
                        watched,
                        fitted,
                        inputs);
    }

    private TrainingMatrix rows() {
        return data.matrix().withColumns(WATCHED);
    }

    /** A bit of the oldest row, which no threshold shows. */
    private TrainingMatrix changed() {
        return rows().mapped((row, column, value) -> row == 0 && column == 0 ? Math.nextUp(value) : value);
    }

    @Test
    void the_same_detectors_are_one_version_whichever_run_fits_them_and_others_are_another() {
        KeptDetectors.Version first = kept("one", rows(), 0.5, INPUTS);

        assertThat(kept("two", rows(), 0.5, INPUTS)).isEqualTo(first);
        assertThat(first.version()).isEqualTo("1");
        assertThat(kept("one", rows(), 0.4, INPUTS).fingerprint()).isNotEqualTo(first.fingerprint());
        assertThat(kept("one", changed(), 0.5, INPUTS).fingerprint()).isNotEqualTo(first.fingerprint());
        KeptDetectors.Version ofOtherVersions = kept("one", rows(), 0.5, Map.of("training_set", 5L));
        assertThat(ofOtherVersions.fingerprint()).isEqualTo(first.fingerprint());
        assertThat(ofOtherVersions.version())
                .as("the rows of another version of the table may outlive these")
                .isEqualTo("4");
        assertThat(detectors().fingerprints()).hasSize(3).contains(first.fingerprint());
        assertThat(folder.resolve("detectors/staging")).doesNotExist();
    }

    @Test
    void a_package_says_what_its_detectors_were_fitted_from_and_as() {
        assertThatThrownBy(() -> detectors().load(""))
                .isInstanceOf(MillwrightException.class)
                .hasMessageContaining("no detectors were kept");
        KeptDetectors.Version version = kept("one", rows(), 0.5, INPUTS);

        ModelPackage kept = detectors().load("");

        assertThat(kept.version()).isEqualTo(version.version());
        assertThat(KeptDetectors.fingerprint(kept.manifest())).isEqualTo(version.fingerprint());
        assertThat(kept.manifest().inputVersions()).isEqualTo(INPUTS);
        assertThat(kept.manifest().features()).isEqualTo(WATCHED);
        assertThat(kept.manifest().seeds()).containsExactly(spec.seed());
        assertThat(kept.manifest().commit()).isEqualTo("c0ffee");
        assertThat(kept.modelFiles().keySet())
                .containsExactly("learned.json", "newest.json", "regimes.json", "settings.json", "thresholds.json");
    }

    @Test
    void regimes_come_back_row_by_row() {
        Indicators indicators = watched(rows()).indicators();

        assertThat(DetectorFiles.Regimes.of(indicators).at(rows())).isEqualTo(indicators.regimes());
        assertThat(new DetectorFiles.Regimes(Map.of()).at(rows())).isEmpty();
    }
}
