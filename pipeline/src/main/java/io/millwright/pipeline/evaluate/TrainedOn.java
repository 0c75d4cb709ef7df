package io.millwright.pipeline.evaluate;

import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sort_array;

import io.millwright.features.table.FeatureCatalogue;
import io.millwright.features.table.TrainingSet;
import io.millwright.lake.Lake;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.Sha256;
import io.millwright.training.registry.ModelPackage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Row;

/**
 * {@code trained_on.json} of a model package: what its data were, so that it can be told later whether the fleet is still the same.
 *
 * @param from first {@code as_of}
 * @param to last {@code as_of}
 * @param types of equipment, sorted
 * @param definitions of the features, hashed, by name; empty where the lake had no catalogue
 */
public record TrainedOn(Instant from, Instant to, List<String> types, Map<String, String> definitions) {

    static final String FILE = "trained_on.json";

    private static final List<String> MEANING = List.of(
            FeatureCatalogue.DEFINITION,
            FeatureCatalogue.UNIT,
            FeatureCatalogue.WINDOW,
            FeatureCatalogue.INPUTS,
            FeatureCatalogue.VERSION);

    public TrainedOn {
        types = List.copyOf(types);
        definitions = new TreeMap<>(definitions);
    }

    /** Of the training set as the lake reads it. Costs one pass over two of its columns. */
    public static TrainedOn now(Lake lake) {
        Row all = lake.read(TrainingSet.NAME)
                .agg(min(TrainingSet.AS_OF), max(TrainingSet.AS_OF), sort_array(collect_set(TrainingSet.TYPE)))
                .first();
        if (all.isNullAt(0)) {
            throw MillwrightException.data("the training set is empty; run ./millwright features first");
        }
        return new TrainedOn(
                all.getTimestamp(0).toInstant(), all.getTimestamp(1).toInstant(), all.getList(2), definitions(lake));
    }

    /** Of a package; empty where it was made before packages said so. */
    public static Optional<TrainedOn> of(ModelPackage model) {
        return model.has(FILE)
                ? Optional.of(ResultFiles.parse(
                        new String(model.file(FILE), StandardCharsets.UTF_8),
                        TrainedOn.class,
                        "version " + model.version()))
                : Optional.empty();
    }

    /**
     * Features of a model that the catalogue defines otherwise by now, sorted: the same columns with values it never learned from. Those that
     * are gone are not among them; none where package or lake do not say what they mean.
     */
    public static List<String> redefined(Lake lake, ModelPackage model) {
        Map<String, String> then = of(model).map(TrainedOn::definitions).orElse(Map.of());
        return then.isEmpty() ? List.of() : redefined(model.manifest().features(), then, definitions(lake));
    }

    static List<String> redefined(List<String> features, Map<String, String> then, Map<String, String> now) {
        return features.stream()
                .filter(feature -> then.containsKey(feature)
                        && now.containsKey(feature)
                        && !Objects.equals(then.get(feature), now.get(feature)))
                .sorted()
                .toList();
    }

    private static Map<String, String> definitions(Lake lake) {
        Map<String, String> definitions = new TreeMap<>();
        if (lake.has(FeatureCatalogue.TABLE)) {
            lake.read(FeatureCatalogue.TABLE)
                    .select(FeatureCatalogue.NAME, MEANING.toArray(new String[0]))
                    .collectAsList()
                    .forEach(row -> definitions.put(row.getString(0), hashed(row)));
        }
        return definitions;
    }

    private static String hashed(Row row) {
        StringBuilder meaning = new StringBuilder();
        for (int column = 1; column <= MEANING.size(); column++) {
            meaning.append(row.get(column)).append('\n');
        }
        return Sha256.hex(meaning.toString()).substring(0, 16);
    }
}
