package io.millwright.training.fitted;

import java.util.List;

/** What is to be fitted on a training period, in the order of its columns. */
public record FittedSpecs(List<PcaSpec> pca, List<ResidualSpec> residuals) {

    public static final FittedSpecs NONE = new FittedSpecs(List.of(), List.of());

    public FittedSpecs {
        pca = List.copyOf(pca);
        residuals = List.copyOf(residuals);
    }
}
