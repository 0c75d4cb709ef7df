package io.millwright.training.fitted;

import java.util.List;

/**
 * A feature that others lead to expect.
 *
 * @param name in the name of its column
 * @param of the feature's name
 * @param from names of the others, at least one
 */
public record ResidualSpec(String name, String of, List<String> from) {

    public ResidualSpec {
        from = List.copyOf(from);
    }
}
