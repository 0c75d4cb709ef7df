package io.millwright.training.candidate;

import io.millwright.features.catalogue.FeatureWindow;
import io.millwright.training.fitted.FittedFeatures;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.List;

/**
 * The features one trial may use, told by their names.
 *
 * @param windows whose features it may use, from short to long; those of no window it always may
 * @param fitted whether it may use fitted features, such as distances from principal components
 * @param kept at most so many, the most telling of them on the rows it learns from; 0 for no such screening
 */
public record TrialFeatures(List<String> windows, boolean fitted, int kept) {

    public TrialFeatures {
        windows = List.copyOf(windows);
    }

    /** Everything there is among the columns. */
    static TrialFeatures all(List<String> columns) {
        return new TrialFeatures(FeatureWindow.all(columns), columns.stream().anyMatch(FittedFeatures::isFitted), 0);
    }

    /** @param selection made among the features it may use, before any screening */
    FeatureChoice within(FeatureChoice selection) {
        return (rows, labels) -> {
            TrainingMatrix relevant = selection.of(
                    rows.withColumns(
                            rows.columns().stream().filter(this::allows).toList()),
                    labels);
            List<String> telling = kept == 0 ? List.of() : Screening.mostTelling(relevant, labels, kept);
            return telling.isEmpty() ? relevant : relevant.withColumns(telling);
        };
    }

    private boolean allows(String column) {
        return FeatureWindow.of(column).map(windows::contains).orElse(true)
                && (fitted || !FittedFeatures.isFitted(column));
    }
}
