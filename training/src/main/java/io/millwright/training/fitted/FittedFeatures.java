package io.millwright.training.fitted;

import io.millwright.training.matrix.Json;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** All fitted features of a training period, behind the others in the order of the pipeline file. */
public final class FittedFeatures {

    /** What a pipeline file without any has. */
    public static final FittedFeatures NONE = new FittedFeatures(List.of());

    private static final String FILE = "pca.json";

    private final List<FittedPca> pca;

    private FittedFeatures(List<FittedPca> pca) {
        this.pca = List.copyOf(pca);
    }

    /**
     * Fits on the rows of a training period, whatever their labels; the same rows give the same bytes.
     *
     * @throws io.millwright.lake.MillwrightException where a group names a feature that the rows do not have
     */
    public static FittedFeatures fit(TrainingMatrix period, List<PcaSpec> specs) {
        return specs.isEmpty()
                ? NONE
                : new FittedFeatures(
                        specs.stream().map(spec -> FittedPca.fit(spec, period)).toList());
    }

    /** The rows with the fitted features as further columns; the very rows where there are none. */
    public TrainingMatrix addedTo(TrainingMatrix rows) {
        if (pca.isEmpty()) {
            return rows;
        }
        List<String> names = new ArrayList<>();
        double[][] columns = new double[rows.rows()][2 * pca.size()];
        for (int group = 0; group < pca.size(); group++) {
            names.addAll(pca.get(group).columns());
            double[][] distances = pca.get(group).of(rows);
            for (int row = 0; row < columns.length; row++) {
                System.arraycopy(distances[row], 0, columns[row], 2 * group, 2);
            }
        }
        return rows.withLastColumns(names, columns);
    }

    /** Whether the name is a fitted feature's. */
    public static boolean isFitted(String column) {
        return FittedPca.isColumn(column);
    }

    /** Empty where there are none. */
    public Map<String, byte[]> files() {
        return pca.isEmpty() ? Map.of() : Map.of(FILE, Json.bytes(pca));
    }

    public static FittedFeatures read(Map<String, byte[]> files) {
        byte[] states = files.get(FILE);
        return states == null ? NONE : new FittedFeatures(Arrays.asList(Json.read(states, FittedPca[].class, FILE)));
    }
}
