package io.millwright.training.candidate;

import io.millwright.lake.MillwrightException;
import java.util.Map;

/** Finds files of a model, and models in files. */
public final class ModelFiles {

    private ModelFiles() {}

    /** The file, or a data error that names it. */
    public static byte[] file(Map<String, byte[]> files, String name) {
        byte[] content = files.get(name);
        if (content == null) {
            throw MillwrightException.data(
                    "the model package has no file " + name + "; it is damaged, register the model again");
        }
        return content;
    }

    /** The model the files hold, known by the names of its files. */
    public static FittedModel read(Map<String, byte[]> files) {
        if (files.containsKey(EnsembleModel.FILE)) {
            return EnsembleModel.read(files);
        }
        if (files.containsKey(BoostedModel.FILE)) {
            return BoostedModel.read(files);
        }
        if (files.containsKey(ForestModel.FILE)) {
            return ForestModel.read(files);
        }
        if (files.containsKey(LinearModel.FILE)) {
            return LinearModel.read(files);
        }
        return PolicyModel.read(files);
    }
}
