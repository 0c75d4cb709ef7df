package io.millwright.training;

import io.millwright.training.failure.FailureModel;
import io.millwright.training.failure.ModeModel;
import io.millwright.training.failure.SeverityModel;
import io.millwright.training.fitted.FittedFeatures;
import io.millwright.training.rul.BoostedRul;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Everything one candidate needs to score a fleet.
 *
 * @param candidate its name
 * @param failures by failure target
 * @param modes by failure target
 * @param severities by failure target; those of which failures were graded
 * @param rul remaining life, the same for every candidate
 * @param fitted features that the models look at beside those of the training set, the same for every candidate
 */
record ModelBundle(
        String candidate,
        Map<String, FailureModel> failures,
        Map<String, ModeModel> modes,
        Map<String, SeverityModel> severities,
        Optional<BoostedRul> rul,
        FittedFeatures fitted) {

    private static final String FAILURE = "failure/";
    private static final String MODE = "mode/";
    private static final String SEVERITY = "severity/";
    private static final String RUL = "rul/";
    private static final String FITTED = "fitted/";

    ModelBundle {
        failures = new LinkedHashMap<>(failures);
        modes = new LinkedHashMap<>(modes);
        severities = new LinkedHashMap<>(severities);
    }

    /** Relative path to content. */
    Map<String, byte[]> files() {
        Map<String, byte[]> files = new TreeMap<>();
        failures.forEach((target, model) -> put(files, FAILURE + target + "/", model.files()));
        modes.forEach((target, model) -> put(files, MODE + target + "/", model.files()));
        severities.forEach((target, model) -> put(files, SEVERITY + target + "/", model.files()));
        rul.ifPresent(model -> put(files, RUL, model.files()));
        put(files, FITTED, fitted.files());
        return files;
    }

    private static void put(Map<String, byte[]> files, String folder, Map<String, byte[]> content) {
        content.forEach((name, bytes) -> files.put(folder + name, bytes));
    }

    static ModelBundle read(String candidate, Map<String, byte[]> files) {
        Map<String, FailureModel> failures = new LinkedHashMap<>();
        Map<String, ModeModel> modes = new LinkedHashMap<>();
        for (String target : targets(files, FAILURE)) {
            failures.put(target, FailureModel.read(inFolder(files, FAILURE + target + "/")));
        }
        for (String target : targets(files, MODE)) {
            modes.put(target, ModeModel.read(inFolder(files, MODE + target + "/")));
        }
        Map<String, SeverityModel> severities = new LinkedHashMap<>();
        for (String target : targets(files, SEVERITY)) {
            severities.put(target, SeverityModel.read(inFolder(files, SEVERITY + target + "/")));
        }
        Map<String, byte[]> rul = inFolder(files, RUL);
        return new ModelBundle(
                candidate,
                failures,
                modes,
                severities,
                rul.isEmpty() ? Optional.empty() : Optional.of(BoostedRul.read(rul)),
                FittedFeatures.read(inFolder(files, FITTED)));
    }

    /** Whether intervals of remaining life were calibrated, as far as these files say any. */
    static boolean livesCalibrated(Map<String, byte[]> files) {
        return BoostedRul.calibrated(inFolder(files, RUL));
    }

    private static TreeSet<String> targets(Map<String, byte[]> files, String folder) {
        TreeSet<String> targets = new TreeSet<>();
        for (String path : files.keySet()) {
            if (path.startsWith(folder)) {
                targets.add(path.substring(folder.length(), path.lastIndexOf('/')));
            }
        }
        return targets;
    }

    private static Map<String, byte[]> inFolder(Map<String, byte[]> files, String folder) {
        Map<String, byte[]> inside = new TreeMap<>();
        files.forEach((path, content) -> {
            if (path.startsWith(folder)) {
                inside.put(path.substring(folder.length()), content);
            }
        });
        return inside;
    }
}
