package io.millwright.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millwright.aws.testing.PythonEnvironment;
import io.millwright.training.candidate.BoostedModel;
import io.millwright.training.candidate.Boosting;
import io.millwright.training.candidate.BoostingSettings;
import io.millwright.training.edge.OnnxTrees;
import io.millwright.training.matrix.FeatureRow;
import io.millwright.training.matrix.Json;
import io.millwright.training.matrix.TrainingMatrix;
import io.millwright.training.registry.ModelPackage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a container answers is the model's score. The container {@code sagemaker-xgboost:3.0-5} holds XGBoost 3.0.5; the same version of
 * PyPI, in its build without GPUs, does here what the container does: it loads the files at the top of {@code model.tar.gz} and scores
 * rows of CSV, in which a missing value is an empty field.
 *
 * @see "aws/sagemaker-xgboost-container, docker/3.0-5, algorithm_mode/serve_utils.py and encoder.py"
 */
class DeployableScoringTest {

    private static final String VERSION = "3.0.5";
    private static final PythonEnvironment CONTAINER = new PythonEnvironment(
            "xgboost-" + VERSION, List.of("xgboost-cpu==" + VERSION, "numpy==2.1.0", "scipy==1.14.1"));

    /** Prints the version and the scores of the rows, as JSON. */
    private static final String SERVE = """
            import json, os, sys, tarfile
            import numpy as np
            import xgboost as xgb

            archive, folder, rows = sys.argv[1:]
            with tarfile.open(archive) as tar:
                tar.extractall(folder, filter="data")
            boosters = []
            for name in sorted(os.listdir(folder)):
                path = os.path.join(folder, name)
                if os.path.isfile(path):
                    booster = xgb.Booster()
                    booster.load_model(path)
                    boosters.append(booster)
            with open(rows) as lines:
                table = [["nan" if field == "" else field for field in line.rstrip("\\n").split(",")] for line in lines]
            data = xgb.DMatrix(np.array(table).astype(float))
            scores = np.mean([booster.predict(data, validate_features=False) for booster in boosters], axis=0)
            print(json.dumps({"version": xgb.__version__, "scores": [float(score) for score in scores]}))
            """;

    private static final PythonEnvironment DEVICE =
            new PythonEnvironment("onnxruntime-1.20.1", List.of("onnxruntime==1.20.1", "numpy==2.1.0"));

    /** Prints the scores of the rows and the columns the model asks for, as JSON. */
    private static final String ON_A_DEVICE = """
            import json, sys
            import numpy as np
            import onnxruntime

            model, rows = sys.argv[1:]
            session = onnxruntime.InferenceSession(model)
            with open(rows) as lines:
                table = [["nan" if field == "" else field for field in line.rstrip("\\n").split(",")] for line in lines]
            scores = session.run(["score"], {"features": np.array(table).astype(np.float32)})[0]
            columns = json.loads(session.get_modelmeta().custom_metadata_map["columns"])
            print(json.dumps({"scores": [float(row[0]) for row in scores], "columns": columns}))
            """;

    private static final int ROWS = 400;
    private static final List<String> COLUMNS = List.of("heat__24h__mean", "load__24h__sd", "context__age_days");

    private record Answer(String version, double[] scores) {}

    private record OnDevice(double[] scores, List<String> columns) {}

    @TempDir
    private Path folder;

    private TrainingMatrix rows;
    private BoostedModel model;

    /** A rare failure of hot machines, so that the base score is far from one half; a fifth of the values is missing. */
    @BeforeEach
    void a_fitted_model() {
        Random random = new Random(7);
        List<FeatureRow> all = new ArrayList<>();
        float[] failed = new float[ROWS];
        for (int i = 0; i < ROWS; i++) {
            float[] values = new float[COLUMNS.size()];
            for (int column = 0; column < values.length; column++) {
                values[column] = random.nextInt(5) == 0 ? Float.NaN : (float) random.nextGaussian();
            }
            all.add(new FeatureRow("m" + i % 8, i, values));
            failed[i] = values[0] + 0.3 * random.nextGaussian() > 1.4 ? 1 : 0;
        }
        rows = TrainingMatrix.of(COLUMNS, all);
        model = new BoostedModel(
                COLUMNS, Boosting.fit(rows, failed, BoostingSettings.failure().withRounds(30), Map.of(), 3));
    }

    @Test
    void the_containers_xgboost_gives_the_models_scores() throws Exception {
        Answer answer = served(model.files());

        double[] own = model.scores(rows);
        assertThat(answer.version()).isEqualTo(VERSION);
        assertThat(answer.scores()).hasSize(ROWS);
        for (int row = 0; row < ROWS; row++) {
            assertThat(answer.scores()[row]).as("row %d", row).isCloseTo(own[row], within(1e-6));
        }
    }

    /** What the scalar guards against, and that this test would see it. */
    @Test
    void a_base_score_in_a_list_is_loaded_without_an_error_and_scored_wrongly() throws Exception {
        Map<String, byte[]> files = new TreeMap<>(model.files());
        files.computeIfPresent("xgboost-model.json", (name, json) -> new String(json, StandardCharsets.UTF_8)
                .replaceFirst("\"base_score\":\"([^\"]+)\"", "\"base_score\":\"[$1]\"")
                .getBytes(StandardCharsets.UTF_8));

        Answer answer = served(files);

        double[] own = model.scores(rows);
        double farthest = 0;
        for (int row = 0; row < ROWS; row++) {
            farthest = Math.max(farthest, Math.abs(answer.scores()[row] - own[row]));
        }
        assertThat(farthest).isGreaterThan(0.01);
    }

    @Test
    void a_device_without_java_gives_them_too() throws Exception {
        Path onnx = folder.resolve(OnnxTrees.FILE);
        Files.write(
                onnx, OnnxTrees.ofPackage(packaged(model.files()).modelFiles()).get("failure/t/" + OnnxTrees.FILE));

        OnDevice answer = said(OnDevice.class, DEVICE.python(), "-c", ON_A_DEVICE, onnx.toString(), rowsFile());

        double[] own = model.scores(rows);
        assertThat(answer.columns()).isEqualTo(COLUMNS);
        assertThat(answer.scores()).hasSize(ROWS);
        for (int row = 0; row < ROWS; row++) {
            assertThat(answer.scores()[row]).as("row %d", row).isCloseTo(own[row], within(1e-6));
        }
    }

    private Answer served(Map<String, byte[]> files) throws IOException, InterruptedException {
        Path archive = folder.resolve(ModelArchive.FILE);
        Files.write(archive, ModelArchive.of(packaged(files)).orElseThrow());
        return said(
                Answer.class,
                CONTAINER.python(),
                "-c",
                SERVE,
                archive.toString(),
                folder.resolve("model").toString(),
                rowsFile());
    }

    private String rowsFile() throws IOException {
        return Files.writeString(folder.resolve("rows.csv"), csv()).toString();
    }

    private <T> T said(Class<T> type, String... command) throws IOException, InterruptedException {
        Process python = new ProcessBuilder(command)
                .redirectError(folder.resolve("errors.txt").toFile())
                .start();
        byte[] said = python.getInputStream().readAllBytes();
        assertThat(python.waitFor())
                .as(Files.readString(folder.resolve("errors.txt")))
                .isZero();
        return new ObjectMapper().readValue(said, type);
    }

    /** As the register job packs it. */
    private ModelPackage packaged(Map<String, byte[]> files) throws IOException {
        Path at = folder.resolve("package");
        Map<String, byte[]> content = new TreeMap<>();
        files.forEach((name, bytes) -> content.put("failure/t/" + name, bytes));
        for (Map.Entry<String, byte[]> file : content.entrySet()) {
            Path path = at.resolve(ModelPackage.MODEL_FOLDER).resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
        Files.write(at.resolve(ModelPackage.MANIFEST_FILE), Json.readable(Manifests.of(content)));
        return ModelPackage.open(at, "");
    }

    private String csv() {
        StringBuilder csv = new StringBuilder();
        float[] values = rows.rowMajor();
        for (int i = 0; i < values.length; i++) {
            csv.append(Float.isNaN(values[i]) ? "" : Float.toString(values[i]))
                    .append((i + 1) % rows.width() == 0 ? "\n" : ",");
        }
        return csv.toString();
    }
}
