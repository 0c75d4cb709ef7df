package io.millwright.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millwright.aws.testing.PythonEnvironment;
import io.millwright.lake.config.PipelineFile;
import io.millwright.training.calibration.Platt;
import io.millwright.training.candidate.BoostedModel;
import io.millwright.training.candidate.Boosting;
import io.millwright.training.candidate.BoostingSettings;
import io.millwright.training.edge.OnnxTrees;
import io.millwright.training.failure.FailureModel;
import io.millwright.training.fitted.FittedFeatures;
import io.millwright.training.fitted.FittedSpecs;
import io.millwright.training.fitted.PcaSpec;
import io.millwright.training.fitted.ResidualSpec;
import io.millwright.training.matrix.FeatureRow;
import io.millwright.training.matrix.Json;
import io.millwright.training.matrix.RemainingLives;
import io.millwright.training.matrix.TrainingMatrix;
import io.millwright.training.registry.Manifest;
import io.millwright.training.registry.ModelPackage;
import io.millwright.training.rul.BoostedRul;
import io.millwright.training.rul.BoostedRulFit;
import io.millwright.training.rul.RulEstimate;
import io.millwright.training.rul.RulRows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a container answers is the model's score. The image {@code sagemaker-xgboost:3.0-5} holds XGBoost 3.0.5; the version that the
 * example's image names, of PyPI in its build without GPUs, does here what the container does: it loads the files at the top of
 * {@code model.tar.gz}, scores rows of CSV, in which a missing value is an empty field, and averages where there are several models.
 *
 * @see "aws/sagemaker-xgboost-container, docker/3.0-5, algorithm_mode/serve_utils.py and encoder.py"
 */
class DeployableScoringTest {

    private static final String VERSION =
            versionIn(PipelineFile.read(Path.of("../examples/aws-emulated.yaml"), Map.of(), Optional.empty())
                    .aws()
                    .registry()
                    .orElseThrow()
                    .image());
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

    /** Of XGBoost, by the image's tag: {@code 3.0-5} is 3.0.5. */
    private static String versionIn(String image) {
        Matcher tag = Pattern.compile(".*:(\\d+\\.\\d+)-(\\d+)").matcher(image);
        assertThat(tag.matches()).as("a version in the tag of %s", image).isTrue();
        return tag.group(1) + "." + tag.group(2);
    }

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
        Answer answer = served(packaged(model.files()), rows);

        assertThat(answer.version()).isEqualTo(VERSION);
        assertThat(answer.scores()).containsExactly(model.scores(rows), within(1e-6));
    }

    /** Rows as who sends them makes them: in the order that the archive says. */
    @Test
    void the_container_averages_the_models_of_the_remaining_life_as_we_do() throws Exception {
        double[] hours = new double[ROWS];
        for (int row = 0; row < ROWS; row++) {
            float heat = rows.value(row, 0);
            hours[row] = 200 + (Float.isNaN(heat) ? 0 : 40 * heat) + row % 7;
        }
        BoostedRul life = new BoostedRulFit(BoostingSettings.quickRemainingLife(rows), 3, 3, 5)
                .fit(new RulRows(rows, new RemainingLives(hours, new boolean[ROWS]), 1_000, 0.9), 1)
                .orElseThrow();
        ModelPackage packaged = packaged(inFolder("rul/", life.files()), Map.of(), Manifests::ofRemainingLife);

        Map<String, byte[]> archive = unpacked(packaged);
        List<String> order = new ArrayList<>();
        new ObjectMapper()
                .readTree(archive.get("millwright/rul.json"))
                .path("columns")
                .forEach(column -> order.add(column.asText()));
        Answer answer = served(packaged, rows.withColumns(order));

        assertThat(archive.keySet())
                .filteredOn(name -> !name.startsWith("millwright/"))
                .containsExactly("xgboost-rul-1.json", "xgboost-rul-2.json", "xgboost-rul-3.json");
        assertThat(archive.get("xgboost-rul-1.json")).isNotEqualTo(archive.get("xgboost-rul-2.json"));
        double[] own =
                life.estimates(rows).stream().mapToDouble(RulEstimate::median).toArray();
        assertThat(answer.scores()).containsExactly(own, within(1e-3));
    }

    @Test
    void whatever_belongs_to_the_model_lies_beside_it_and_nothing_of_another_model() throws Exception {
        double[] scores = model.scores(rows);
        boolean[] positive = new boolean[ROWS];
        for (int row = 0; row < ROWS; row++) {
            positive[row] = scores[row] > 0.3;
        }
        Map<String, byte[]> deciding = new FailureModel(model, Optional.of(Platt.fit(scores, positive))).files();
        Map<String, byte[]> fitted = FittedFeatures.fit(
                        rows,
                        new FittedSpecs(
                                List.of(new PcaSpec("both", List.of("heat__24h__mean", "load__24h__sd"), 0.9)),
                                List.of(new ResidualSpec("heat", "heat__24h__mean", List.of("load__24h__sd")))))
                .files();
        Map<String, byte[]> all = new TreeMap<>(inFolder("failure/t/", deciding));
        all.putAll(inFolder("fitted/", fitted));
        all.putAll(inFolder("failure/other/", model.files()));
        all.putAll(inFolder("mode/t/", model.files()));
        byte[] points = "{\"cost_optimal\": {\"threshold\": 0.25}}".getBytes(StandardCharsets.UTF_8);

        ModelPackage packaged = packaged(all, Map.of("operating_points.json", points), Manifests::of);

        assertThat(unpacked(packaged))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "xgboost-model.json", deciding.get("xgboost-model.json"),
                        "millwright/columns.json", Json.bytes(COLUMNS),
                        "millwright/calibrator.json", deciding.get("calibrator.json"),
                        "millwright/fitted/pca.json", fitted.get("pca.json"),
                        "millwright/fitted/residuals.json", fitted.get("residuals.json"),
                        "millwright/operating_points.json", points,
                        "millwright/manifest.json", packaged.file(ModelPackage.MANIFEST_FILE)));
    }

    /** What the scalar guards against, and that this test would see it. */
    @Test
    void a_base_score_in_a_list_is_loaded_without_an_error_and_scored_wrongly() throws Exception {
        Map<String, byte[]> files = new TreeMap<>(model.files());
        files.computeIfPresent("xgboost-model.json", (name, json) -> new String(json, StandardCharsets.UTF_8)
                .replaceFirst("\"base_score\":\"([^\"]+)\"", "\"base_score\":\"[$1]\"")
                .getBytes(StandardCharsets.UTF_8));

        Answer answer = served(packaged(files), rows);

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

        OnDevice answer = said(OnDevice.class, DEVICE.python(), "-c", ON_A_DEVICE, onnx.toString(), rowsFile(rows));

        double[] own = model.scores(rows);
        assertThat(answer.columns()).isEqualTo(COLUMNS);
        assertThat(answer.scores()).containsExactly(own, within(1e-6));
    }

    private Answer served(ModelPackage model, TrainingMatrix sent) throws IOException, InterruptedException {
        return said(
                Answer.class,
                CONTAINER.python(),
                "-c",
                SERVE,
                archive(model),
                folder.resolve("model").toString(),
                rowsFile(sent));
    }

    private String archive(ModelPackage model) throws IOException {
        return Files.write(
                        folder.resolve(ModelArchive.FILE),
                        ModelArchive.of(model).orElseThrow())
                .toString();
    }

    /** By path, as {@code tar} finds them. */
    private Map<String, byte[]> unpacked(ModelPackage model) throws IOException, InterruptedException {
        Path at = Files.createDirectory(folder.resolve("unpacked"));
        Process tar = new ProcessBuilder("tar", "-xzf", archive(model), "-C", at.toString())
                .inheritIO()
                .start();
        assertThat(tar.waitFor()).isZero();
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(at)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(at.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return files;
    }

    private String rowsFile(TrainingMatrix sent) throws IOException {
        return Files.writeString(folder.resolve("rows.csv"), csv(sent)).toString();
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

    private ModelPackage packaged(Map<String, byte[]> files) throws IOException {
        return packaged(inFolder("failure/t/", files), Map.of(), Manifests::of);
    }

    /** As the register job packs it. */
    private ModelPackage packaged(
            Map<String, byte[]> model, Map<String, byte[]> documents, Function<Map<String, byte[]>, Manifest> manifest)
            throws IOException {
        Path at = folder.resolve("package");
        write(at.resolve(ModelPackage.MODEL_FOLDER), model);
        write(at, documents);
        Files.write(at.resolve(ModelPackage.MANIFEST_FILE), Json.readable(manifest.apply(model)));
        return ModelPackage.open(at, "");
    }

    private static void write(Path at, Map<String, byte[]> files) throws IOException {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = at.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
    }

    private static Map<String, byte[]> inFolder(String folder, Map<String, byte[]> files) {
        Map<String, byte[]> inside = new TreeMap<>();
        files.forEach((name, content) -> inside.put(folder + name, content));
        return inside;
    }

    private static String csv(TrainingMatrix sent) {
        StringBuilder csv = new StringBuilder();
        float[] values = sent.rowMajor();
        for (int i = 0; i < values.length; i++) {
            csv.append(Float.isNaN(values[i]) ? "" : Float.toString(values[i]))
                    .append((i + 1) % sent.width() == 0 ? "\n" : ",");
        }
        return csv.toString();
    }
}
