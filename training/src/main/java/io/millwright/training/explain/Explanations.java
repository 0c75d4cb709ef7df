package io.millwright.training.explain;

import io.millwright.training.matrix.TrainingMatrix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Turns contributions of features into reasons. */
public final class Explanations {

    private static final int MOST_REASONS = 3;
    /** A family below this share of the push is not worth a technician's time. */
    private static final double LEAST_SHARE = 0.1;

    private final Map<String, Feature> features;
    private final Sentences sentences;

    /** @param catalogue of at least the features a model looks at */
    public Explanations(List<Feature> catalogue, Sentences sentences) {
        this.features = new HashMap<>();
        catalogue.forEach(feature -> features.put(feature.name(), feature));
        this.sentences = sentences;
    }

    /** How much a family pushes, and its strongest feature. */
    private record Push(String family, double sum, String strongest, double strongestPush) {

        Push plus(String feature, double push) {
            return push > strongestPush
                    ? new Push(family, sum + push, feature, push)
                    : new Push(family, sum + push, strongest, strongestPush);
        }
    }

    /**
     * The reasons of each row, the strongest first, at most three.
     *
     * @param rows with every feature of the catalogue that the table has
     * @param columns of the contributions
     * @param contributions [row][column]; positive pushes towards failure
     */
    public List<List<Reason>> of(TrainingMatrix rows, List<String> columns, double[][] contributions) {
        Map<String, Integer> place = new HashMap<>();
        for (int column = 0; column < rows.width(); column++) {
            place.put(rows.columns().get(column), column);
        }
        List<List<Reason>> reasons = new ArrayList<>();
        for (int row = 0; row < contributions.length; row++) {
            int at = row;
            Sentences.Values values = name -> {
                Integer column = place.get(name);
                return column == null ? Double.NaN : rows.value(at, column);
            };
            reasons.add(reasons(columns, contributions[row], values));
        }
        return reasons;
    }

    /**
     * The signature of each row.
     *
     * @param columns of the contributions
     * @param contributions [row][column]; positive pushes towards failure
     */
    public List<Signature> signatures(List<String> columns, double[][] contributions) {
        List<Signature> signatures = new ArrayList<>();
        for (double[] row : contributions) {
            SortedMap<String, Double> pushes = new TreeMap<>();
            for (int column = 0; column < row.length; column++) {
                @Nullable Feature feature = features.get(columns.get(column));
                if (feature != null && row[column] != 0) {
                    double push = row[column];
                    feature.part().ifPresent(part -> pushes.merge(part, push, Double::sum));
                }
            }
            signatures.add(new Signature(pushes));
        }
        return signatures;
    }

    private List<Reason> reasons(List<String> columns, double[] contributions, Sentences.Values values) {
        List<Push> pushes = families(columns, contributions).values().stream()
                .filter(push -> push.sum() > 0)
                .sorted(Comparator.comparingDouble((Push push) -> -push.sum()).thenComparing(Push::family))
                .toList();
        double all = pushes.stream().mapToDouble(Push::sum).sum();
        List<Reason> reasons = new ArrayList<>();
        for (Push push : pushes) {
            Feature strongest = features.get(push.strongest());
            if (strongest != null && push.sum() / all >= LEAST_SHARE && reasons.size() < MOST_REASONS) {
                sentences
                        .of(strongest, values)
                        .ifPresent(sentence -> reasons.add(new Reason(push.family(), push.sum() / all, sentence)));
            }
        }
        return List.copyOf(reasons);
    }

    private Map<String, Push> families(List<String> columns, double[] contributions) {
        Map<String, Push> families = new LinkedHashMap<>();
        for (int column = 0; column < contributions.length; column++) {
            String name = columns.get(column);
            @Nullable Feature feature = features.get(name);
            String family = feature == null ? name : feature.family();
            families.put(
                    family,
                    families.getOrDefault(family, new Push(family, 0, name, Double.NEGATIVE_INFINITY))
                            .plus(name, contributions[column]));
        }
        return families;
    }
}
