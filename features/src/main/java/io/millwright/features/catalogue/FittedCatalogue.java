package io.millwright.features.catalogue;

import io.millwright.lake.MillwrightException;
import io.millwright.lake.config.FeatureSpec.FittedResidual;
import io.millwright.lake.config.FeatureSpec.Pca;
import io.millwright.lake.config.PipelineConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The features that training fits, in the order of its columns. They stand in no table: only a model package can compute them. */
public final class FittedCatalogue {

    private static final String FITTED =
            " of the training rows, standardised by them; fitted in every fold, kept with the model";

    private FittedCatalogue() {}

    /**
     * T-squared and SPE of every group, then the residuals.
     *
     * @param all the features that tables hold
     * @throws MillwrightException where a group names a feature that there is not, or that can never be computed
     */
    public static List<FeatureDefinition> features(PipelineConfig config, List<FeatureDefinition> all) {
        List<FeatureDefinition> features = new ArrayList<>();
        for (Pca group : config.features().pca()) {
            List<FeatureDefinition> of = group.of().stream()
                    .map(name -> named(config, "pca: " + group.name(), name, all))
                    .toList();
            String components = " the first principal components, which hold " + group.share() + " of the variance of "
                    + String.join(", ", group.of());
            features.add(feature(
                    group.name(),
                    of,
                    "pca_t2",
                    "Hotelling's T-squared: squared distance from the mean inside" + components + FITTED));
            features.add(feature(
                    group.name(),
                    of,
                    "pca_spe",
                    "squared prediction error: squared distance from the space of" + components + FITTED));
        }
        for (FittedResidual residual : config.features().fittedResiduals()) {
            List<FeatureDefinition> of = Stream.concat(Stream.of(residual.of()), residual.from().stream())
                    .map(name -> named(config, "fitted_residuals: " + residual.name(), name, all))
                    .toList();
            features.add(feature(
                    residual.name(),
                    of,
                    "fitted_residual",
                    residual.of() + " less what a line on " + String.join(", ", residual.from())
                            + " leads to expect, by ridge regression" + FITTED));
        }
        return features;
    }

    private static FeatureDefinition named(
            PipelineConfig config, String group, String name, List<FeatureDefinition> all) {
        String place = config.file() + ": features." + group + " has '" + name + "', which ";
        FeatureDefinition found = all.stream()
                .filter(feature -> feature.name().equals(name))
                .findFirst()
                .orElseThrow(() -> MillwrightException.configuration(
                        place + "is no feature; the table feature_catalogue lists those there are"));
        if (found.reason() != null) {
            throw MillwrightException.configuration(place + "can never be computed: " + found.reason());
        }
        return found;
    }

    private static FeatureDefinition feature(
            String group, List<FeatureDefinition> of, String statistic, String definition) {
        return new FeatureDefinition(
                group + "__" + statistic,
                definition,
                "",
                FeatureDefinition.windowOf(of),
                FeatureDefinition.inputsOf(of),
                null,
                statistic,
                group,
                null);
    }
}
