package io.millwright.training.fitted;

import io.millwright.training.matrix.Json;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** All fitted features of a training period, behind the others in the order of the pipeline file. */
public final class FittedFeatures {

    /** What a pipeline file without any has. */
    public static final FittedFeatures NONE = new FittedFeatures(List.of(), List.of());

    private static final String PCA_FILE = "pca.json";
    private static final String RESIDUALS_FILE = "residuals.json";

    private final List<FittedPca> pca;
    private final List<FittedResidual> residuals;

    private FittedFeatures(List<FittedPca> pca, List<FittedResidual> residuals) {
        this.pca = List.copyOf(pca);
        this.residuals = List.copyOf(residuals);
    }

    /**
     * Fits on the rows of a training period, whatever their labels; the same rows give the same bytes.
     *
     * @throws io.millwright.lake.MillwrightException where a feature is named that the rows do not have
     */
    public static FittedFeatures fit(TrainingMatrix period, FittedSpecs specs) {
        return new FittedFeatures(
                specs.pca().stream().map(spec -> FittedPca.fit(spec, period)).toList(),
                specs.residuals().stream()
                        .map(spec -> FittedResidual.fit(spec, period))
                        .toList());
    }

    /** The rows with the fitted features as further columns; the very rows where there are none. */
    public TrainingMatrix addedTo(TrainingMatrix rows) {
        List<FittedColumns> groups =
                Stream.<FittedColumns>concat(pca.stream(), residuals.stream()).toList();
        if (groups.isEmpty()) {
            return rows;
        }
        List<String> names =
                groups.stream().flatMap(group -> group.columns().stream()).toList();
        double[][] columns = new double[rows.rows()][names.size()];
        int first = 0;
        for (FittedColumns group : groups) {
            double[][] values = group.of(rows);
            int width = group.columns().size();
            for (int row = 0; row < columns.length; row++) {
                System.arraycopy(values[row], 0, columns[row], first, width);
            }
            first += width;
        }
        return rows.withLastColumns(names, columns);
    }

    /** Whether the name is a fitted feature's. */
    public static boolean isFitted(String column) {
        return FittedPca.isColumn(column) || FittedResidual.isColumn(column);
    }

    /** Empty where there are none. */
    public Map<String, byte[]> files() {
        Map<String, byte[]> files = new TreeMap<>();
        if (!pca.isEmpty()) {
            files.put(PCA_FILE, Json.bytes(pca));
        }
        if (!residuals.isEmpty()) {
            files.put(RESIDUALS_FILE, Json.bytes(residuals));
        }
        return files;
    }

    public static FittedFeatures read(Map<String, byte[]> files) {
        byte[] components = files.get(PCA_FILE);
        byte[] lines = files.get(RESIDUALS_FILE);
        return new FittedFeatures(
                components == null ? List.of() : List.of(Json.read(components, FittedPca[].class, PCA_FILE)),
                lines == null ? List.of() : List.of(Json.read(lines, FittedResidual[].class, RESIDUALS_FILE)));
    }
}
