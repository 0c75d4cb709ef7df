package io.millwright.features;

import io.millwright.features.catalogue.ContextCatalogue;
import io.millwright.features.table.FeatureCatalogue;
import io.millwright.lake.Lake;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * Which values of machines' metadata get a column each. Where there are too many, those that the catalogue has one of keep it: a type that comes
 * later takes no feature away from models that know the others.
 */
final class OneHots {

    private static final int MOST_VALUES = 20;

    /** Of what is left out, so many are named. */
    private static final int MOST_NAMED = 5;

    private OneHots() {}

    /**
     * @param column of the machines' rows
     * @param what the column's name in {@code equipment}
     * @param leftOut is told what has no column, a sentence
     */
    static List<String> of(Lake lake, List<Row> machines, int column, String what, List<String> leftOut) {
        Set<String> values = new TreeSet<>();
        machines.forEach(machine -> {
            if (!machine.isNullAt(column)) {
                values.add(machine.getString(column));
            }
        });
        if (values.size() <= MOST_VALUES) {
            return values.size() < 2 ? List.of() : List.copyOf(values);
        }
        Set<String> known = definitions(lake);
        List<String> kept = values.stream()
                .filter(value -> known.contains(ContextCatalogue.oneHot(what, value)))
                .toList();
        leftOut.add(kept.isEmpty() ? all(what, values) : others(what, values, kept));
        return kept;
    }

    private static Set<String> definitions(Lake lake) {
        return lake.has(FeatureCatalogue.TABLE)
                ? Set.copyOf(lake.read(FeatureCatalogue.TABLE)
                        .select(FeatureCatalogue.DEFINITION)
                        .distinct()
                        .as(Encoders.STRING())
                        .collectAsList())
                : Set.of();
    }

    private static String all(String what, Set<String> values) {
        return "equipment." + what + ", which has " + values.size() + " values, more than the " + MOST_VALUES
                + " that get a column each";
    }

    private static String others(String what, Set<String> values, List<String> kept) {
        List<String> later =
                values.stream().filter(value -> !kept.contains(value)).toList();
        return later.size() + " of " + values.size() + " values of equipment." + what + ", those that came later: "
                + String.join(", ", later.subList(0, Math.min(MOST_NAMED, later.size())))
                + (later.size() > MOST_NAMED ? " and " + (later.size() - MOST_NAMED) + " more" : "");
    }
}
