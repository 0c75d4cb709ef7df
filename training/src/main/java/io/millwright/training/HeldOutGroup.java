package io.millwright.training;

import static org.apache.spark.sql.functions.col;

import io.millwright.lake.Lake;
import io.millwright.lake.table.Components;
import io.millwright.lake.table.Equipment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;

/**
 * Machines that are held out together.
 *
 * @param tested by the start of the first test
 * @param untrained those that may not train, by the start of the first test: the tested ones, and any others that would teach a model
 *     what it is tested on
 */
record HeldOutGroup(Axis axis, Function<Instant, Set<String>> tested, Function<Instant, Set<String>> untrained) {

    HeldOutGroup(Axis axis, Set<String> machines) {
        this(axis, start -> machines, start -> machines);
    }

    /** Those a pipeline file asks for, but for a share of machines; one small read each. */
    static List<HeldOutGroup> of(Lake lake, TrainingSpec spec) {
        List<HeldOutGroup> groups = new ArrayList<>();
        if (!spec.heldOutSites().isEmpty()) {
            groups.add(new HeldOutGroup(Axis.HELD_OUT_SITES, atSites(lake, spec.heldOutSites())));
        }
        if (!spec.heldOutGenerations().isEmpty()) {
            Map<String, List<Part>> parts = parts(lake);
            groups.add(ofGenerations(parts, Set.copyOf(spec.heldOutGenerations())));
        }
        return groups;
    }

    /** Tested where such a part sits at the start; a machine that had one earlier and has another by then does neither. */
    static HeldOutGroup ofGenerations(Map<String, List<Part>> parts, Set<String> generations) {
        return new HeldOutGroup(
                Axis.HELD_OUT_GENERATIONS,
                start -> machines(parts, having -> sitting(having, start), generations),
                start -> machines(parts, having -> installed(having, start), generations));
    }

    /** One installation of a kind of part. */
    record Part(String kind, String generation, Instant installed) {}

    private static Set<String> atSites(Lake lake, List<String> sites) {
        return lake
                .read(Equipment.TABLE)
                .where(col(Equipment.SITE).isin(sites.toArray()))
                .select(Equipment.EQUIPMENT_ID)
                .collectAsList()
                .stream()
                .map(row -> row.getString(0))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, List<Part>> parts(Lake lake) {
        Map<String, List<Part>> parts = new HashMap<>();
        for (Row row : lake.read(Components.TABLE)
                .where(col(Components.INSTALLED_AT).isNotNull())
                .select(Components.EQUIPMENT_ID, Components.KIND, Components.GENERATION, Components.INSTALLED_AT)
                .collectAsList()) {
            parts.computeIfAbsent(row.getString(0), any -> new ArrayList<>())
                    .add(new Part(
                            row.getString(1),
                            row.isNullAt(2) ? "" : row.getString(2),
                            row.getTimestamp(3).toInstant()));
        }
        return parts;
    }

    private static Set<String> machines(
            Map<String, List<Part>> parts, UnaryOperator<List<Part>> looked, Set<String> generations) {
        return parts.entrySet().stream()
                .filter(machine -> looked.apply(machine.getValue()).stream()
                        .anyMatch(part -> generations.contains(part.generation())))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Part> installed(List<Part> parts, Instant by) {
        return parts.stream().filter(part -> !part.installed().isAfter(by)).toList();
    }

    /** The newest of each kind. */
    private static List<Part> sitting(List<Part> parts, Instant at) {
        Map<String, Part> sitting = new HashMap<>();
        for (Part part : installed(parts, at)) {
            sitting.merge(part.kind(), part, (one, other) -> one.installed().isAfter(other.installed()) ? one : other);
        }
        return List.copyOf(sitting.values());
    }
}
