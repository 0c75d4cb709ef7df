package io.millwright.features;

import io.millwright.features.table.FeatureGroups;
import io.millwright.features.table.Tiles;
import io.millwright.features.window.TimeDomainPlan;
import io.millwright.lake.Lake;
import io.millwright.lake.Origin;
import io.millwright.lake.Sha256;
import io.millwright.lake.TableSpec;
import io.millwright.lake.table.Equipment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tables of what is known now that the pipeline file asks for, and what their last commits say that their rows were made from. */
final class CorrectedTables {

    /** Tables that rows of the time domain are made from. */
    private static final Set<String> OF_TILES = Set.of(Tiles.TABLE.name(), Equipment.TABLE.name());

    private final Lake lake;
    private final FeaturePlan plan;
    private final List<Part> parts;

    CorrectedTables(Lake lake, FeaturePlan plan) {
        this.lake = lake;
        this.plan = plan;
        this.parts = parts(plan);
    }

    /**
     * A table and where its numbers stand in a machine's row.
     *
     * @param group its name
     * @param first as {@link FeaturePlan#first}
     * @param ofTiles whether its rows look at tiles alone
     * @param ofFleet as {@link FeaturePlan.Group#ofFleet}
     */
    record Part(String group, TableSpec table, int first, boolean ofTiles, boolean ofFleet) {}

    private static List<Part> parts(FeaturePlan plan) {
        List<Part> parts = new ArrayList<>();
        for (FeaturePlan.Group group : plan.groups()) {
            boolean ofTiles = group.name().equals(FeatureGroups.TIME_DOMAIN);
            if (ofTiles || !group.features().isEmpty()) {
                parts.add(new Part(
                        group.name(),
                        FeatureGroups.correctedTable(group.name(), group.columns()),
                        plan.first(group),
                        ofTiles,
                        group.ofFleet()));
            }
        }
        return parts;
    }

    /** In the order they are written in. */
    List<Part> parts() {
        return parts;
    }

    /** Whether one is of {@link FeatureGroups#OF_FLEET}. */
    boolean knowTheFleet() {
        return parts.stream().anyMatch(Part::ofFleet);
    }

    /** Whether there are others than that of the time domain. */
    boolean knowRecords() {
        return parts.size() > 1;
    }

    /** What rows written now are made from. */
    Origin origin() {
        return new Origin(
                lake.versions(Stream.concat(Stream.of(Tiles.TABLE.name()), TouchedRecords.tables(lake).stream())
                        .toList()),
                definition());
    }

    /** What decides a row beside its tiles, its machine's records and its rated ranges. */
    private String definition() {
        TimeDomainPlan time = plan.timeDomain();
        return Sha256.hex(String.join(
                        "\n",
                        FeaturePlan.VERSION,
                        Integer.toString(Tiles.LAYOUT),
                        plan.groups().toString(),
                        Arrays.toString(time.periodHours()),
                        Long.toString(time.tileMs()),
                        Arrays.toString(time.windows()),
                        time.statistics().toString(),
                        String.valueOf(time.baseline()),
                        time.changes().toString(),
                        time.asOfEveryMs() + " " + time.asOfOffsetMs() + " " + time.silenceMs()))
                .substring(0, 16);
    }

    /** What the rows there are were made from, where they are defined as now: the oldest version that one of the tables has of each. */
    Optional<Map<String, Long>> made() {
        Map<String, Long> oldest = new HashMap<>();
        for (Part part : parts) {
            Optional<Origin> made = lake.has(part.table())
                    ? lake.origin(part.table().name())
                            .filter(of -> of.definition().equals(definition()))
                    : Optional.empty();
            if (made.isEmpty()) {
                return Optional.empty();
            }
            made.get().inputs().entrySet().stream()
                    .filter(input -> !part.ofTiles() || OF_TILES.contains(input.getKey()))
                    .forEach(input -> oldest.merge(input.getKey(), input.getValue(), Math::min));
        }
        return Optional.of(oldest);
    }

    /** Why rows have to be made from the beginning, where it cannot be told which are others than before. */
    String whyAnew() {
        List<String> missing = parts.stream()
                .map(part -> part.table().name())
                .filter(name -> !lake.has(name))
                .toList();
        if (!missing.isEmpty()) {
            return "there is no table " + missing.get(0) + " yet";
        }
        if (parts.stream().anyMatch(part -> Committed.isBegun(lake, part.table()))) {
            return "a run that was making " + names() + " was stopped";
        }
        return made().isEmpty()
                ? "the features are defined otherwise than when " + names() + " were written"
                : "the tables as they were when " + names() + " were written are no longer kept";
    }

    private String names() {
        return parts.stream().map(part -> part.table().name()).collect(Collectors.joining(", "));
    }
}
