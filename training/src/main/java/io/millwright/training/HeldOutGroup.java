package io.millwright.training;

import static org.apache.spark.sql.functions.col;

import io.millwright.lake.Lake;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.SplitSpec;
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
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;

/**
 * Machines that are held out together.
 *
 * @param machines by the start of the first test
 */
record HeldOutGroup(Axis axis, Function<Instant, Set<String>> machines) {

    /** Those a pipeline file asks for, but for a share of machines; one small read each. */
    static List<HeldOutGroup> of(Lake lake, PipelineConfig config) {
        SplitSpec split = config.split();
        List<HeldOutGroup> groups = new ArrayList<>();
        if (!split.heldOutSites().isEmpty()) {
            Set<String> machines = atSites(lake, split.heldOutSites());
            groups.add(new HeldOutGroup(Axis.HELD_OUT_SITES, start -> machines));
        }
        if (!split.heldOutGenerations().isEmpty()) {
            Map<String, List<Part>> parts = parts(lake);
            Set<String> wanted = Set.copyOf(split.heldOutGenerations());
            groups.add(new HeldOutGroup(Axis.HELD_OUT_GENERATIONS, start -> withPartOf(parts, wanted, start)));
        }
        return groups;
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

    /** Machines in which a part of one of these generations sits at a moment. */
    static Set<String> withPartOf(Map<String, List<Part>> parts, Set<String> generations, Instant at) {
        return parts.entrySet().stream()
                .filter(machine -> sitting(machine.getValue(), at).stream()
                        .anyMatch(part -> generations.contains(part.generation())))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The newest of each kind. */
    private static List<Part> sitting(List<Part> parts, Instant at) {
        Map<String, Part> sitting = new HashMap<>();
        for (Part part : parts) {
            if (!part.installed().isAfter(at)) {
                sitting.merge(
                        part.kind(), part, (one, other) -> one.installed().isAfter(other.installed()) ? one : other);
            }
        }
        return List.copyOf(sitting.values());
    }
}
