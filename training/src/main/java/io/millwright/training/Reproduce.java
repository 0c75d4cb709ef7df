package io.millwright.training;

import io.millwright.lake.MillwrightException;
import io.millwright.lake.Progress;
import io.millwright.training.matrix.TrainingData;
import io.millwright.training.matrix.TrainingMatrix;
import io.millwright.training.registry.Manifest;
import io.millwright.training.registry.ModelPackage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.SparkSession;

/**
 * Builds a registered model again from its package alone, and compares. XGBoost models compare by their own bytes; the models of other
 * libraries by their parameters, which is what their files hold, and all of them by their predictions.
 */
public final class Reproduce {

    private Reproduce() {}

    /** Costs one final fit of the candidate. */
    public static Reproduction rebuild(SparkSession spark, ModelPackage model, Progress progress) {
        Manifest manifest = model.manifest();
        progress.step("reading the package's training set");
        List<String> targets = manifest.spec().targetNames();
        TrainingData data =
                TrainingData.read(spark.read().parquet(model.trainingSet().toString()), targets);
        List<Reproduction.Artefact> artefacts = new ArrayList<>();
        artefacts.add(new Reproduction.Artefact(
                "training set", data.fingerprint().equals(manifest.trainingSetFingerprint()), "fingerprint"));
        progress.step("training " + manifest.candidate() + " again");
        Callable<ModelBundle> fit = () -> FinalFit.of(manifest.candidate(), data, manifest.spec(), spark);
        ModelBundle rebuilt = Workers.all(List.of(fit)).get(0);
        compareFiles(
                model.modelFiles(),
                rebuilt.files(),
                path -> path.contains("xgboost") ? "bytes" : "parameters",
                artefacts);
        ModelBundle registered = ModelBundle.read(manifest.candidate(), model.modelFiles());
        comparePredictions(registered, rebuilt, data.matrix(), artefacts);
        return new Reproduction(model.version(), manifest.candidate(), artefacts);
    }

    /** @param compared what the bytes of a file are, by its path */
    static void compareFiles(
            Map<String, byte[]> registered,
            Map<String, byte[]> rebuilt,
            UnaryOperator<String> compared,
            List<Reproduction.Artefact> artefacts) {
        Set<String> paths = new TreeSet<>(registered.keySet());
        paths.addAll(rebuilt.keySet());
        for (String path : paths) {
            boolean same = Arrays.equals(registered.get(path), rebuilt.get(path));
            artefacts.add(new Reproduction.Artefact(path, same, compared.apply(path)));
        }
    }

    private static void comparePredictions(
            ModelBundle registered, ModelBundle rebuilt, TrainingMatrix rows, List<Reproduction.Artefact> artefacts) {
        registered.failures().forEach((target, model) -> {
            var again = rebuilt.failures().get(target);
            if (again == null) {
                throw MillwrightException.data("the rebuilt model has no target " + target);
            }
            double farthest = farthest(
                    model.model().scores(registered.fitted().addedTo(rows)),
                    again.model().scores(rebuilt.fitted().addedTo(rows)));
            artefacts.add(new Reproduction.Artefact(
                    "predictions of " + target, farthest == 0, "largest difference " + farthest));
        });
    }

    private static double farthest(double[] one, double[] other) {
        double farthest = 0;
        for (int i = 0; i < one.length; i++) {
            farthest = Math.max(farthest, Math.abs(one[i] - other[i]));
        }
        return farthest;
    }
}
