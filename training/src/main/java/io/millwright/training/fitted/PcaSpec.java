package io.millwright.training.fitted;

import java.util.List;

/**
 * A group of features whose principal components are watched.
 *
 * @param name in the names of its two columns
 * @param of names of features, at least two
 * @param share of their variance that the components kept hold, in (0, 1)
 */
public record PcaSpec(String name, List<String> of, double share) {

    public PcaSpec {
        of = List.copyOf(of);
    }
}
