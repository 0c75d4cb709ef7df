package io.millwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.training.candidate.BoostedModel;
import io.millwright.training.candidate.Boosting;
import io.millwright.training.candidate.BoostingSettings;
import io.millwright.training.matrix.FeatureRow;
import io.millwright.training.matrix.TrainingMatrix;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Version 1 is boosted trees, version 2 a policy. */
class ModelsCommandTest {

    @TempDir
    private Path folder;

    private final Screen screen = new Screen();

    @BeforeEach
    void two_models() throws IOException {
        TinyFleet.write(Files.createDirectory(folder.resolve("landing")));
        Files.writeString(folder.resolve("pipeline.yaml"), TinyFleet.yaml(folder.resolve("landing")));
        List<FeatureRow> rows = new ArrayList<>();
        float[] failed = new float[60];
        for (int i = 0; i < failed.length; i++) {
            rows.add(new FeatureRow("m", i, new float[] {i}));
            failed[i] = i > 40 ? 1 : 0;
        }
        BoostedModel model = new BoostedModel(
                List.of("heat"),
                Boosting.fit(
                        TrainingMatrix.of(List.of("heat"), rows),
                        failed,
                        BoostingSettings.failure().withRounds(5),
                        Map.of(),
                        1));
        Map<String, byte[]> files = new HashMap<>();
        model.files().forEach((name, content) -> files.put("failure/fails/" + name, content));
        MaintainCommandTest.register(folder, "xgboost", files);
        MaintainCommandTest.register(
                folder, "robust_z", Map.of("failure/fails/policy.json", "{}".getBytes(StandardCharsets.UTF_8)));
    }

    private int models(String... args) {
        List<String> all = new ArrayList<>(List.of("models"));
        all.addAll(List.of(args));
        all.addAll(List.of(
                "--config",
                folder.resolve("pipeline.yaml").toString(),
                "--out",
                folder.resolve("out").toString()));
        return screen.run(all.toArray(new String[0]));
    }

    @Test
    void boosted_trees_are_exported_a_file_a_target() throws IOException {
        int exitCode = models("export", "1", "--into", folder.resolve("edge").toString());

        assertThat(exitCode).as(screen.err()).isZero();
        Path onnx = folder.resolve("edge/failure/fails/model.onnx");
        assertThat(screen.out()).contains("Version 1 exported to " + onnx);
        assertThat(Files.readString(onnx, StandardCharsets.ISO_8859_1)).contains("TreeEnsembleRegressor", "[\"heat\"]");
    }

    @Test
    void a_policy_has_no_trees_to_export() {
        assertThat(models("export", "2")).isEqualTo(2);
        assertThat(screen.err()).contains("version 2 is a robust_z, and only boosted trees");
    }

    @Test
    void a_decision_needs_a_reason_and_is_kept_with_it() {
        assertThat(models("approve", "1")).isEqualTo(2);
        assertThat(screen.err()).contains("why? Say it with --reason");

        assertThat(models("approve", "1", "--reason", "checked"))
                .as(screen.err())
                .isZero();
        assertThat(screen.out()).contains("Version 1 approved: checked.").containsPattern("1 +xgboost +approved");
    }
}
