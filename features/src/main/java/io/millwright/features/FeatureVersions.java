package io.millwright.features;

import io.millwright.features.catalogue.FeatureDefinition;
import io.millwright.features.table.FeatureCatalogue;
import io.millwright.features.table.FeatureGroups;
import io.millwright.features.table.FormerDefinitions;
import io.millwright.lake.Lake;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.Origin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/**
 * The features of a plan held against the catalogue of the last feature job that came to its end: a feature that is defined otherwise is a
 * new version of it, and the version before keeps its place in the history of its table. A catalogue that does not say which tables it
 * belongs to is not held against. Which features there are is up to the pipeline file and to the data: a run for an interval goes on where
 * the data of some day bring a feature or take one away.
 */
final class FeatureVersions {

    private static final String FIRST = "1";

    /** Groups whose features are made of other features, and name them. */
    private static final Set<String> OF_FEATURES =
            Set.of(FeatureGroups.PEER, FeatureGroups.ROLL_UP, FeatureGroups.FITTED);

    private final Lake lake;
    private final FeaturePlan plan;
    private final Map<String, Definition> before;
    private final Map<String, Long> tables;
    private final Set<String> anew;
    private final boolean askedAlike;
    private final String regimesBefore;
    private final String regimes;

    private FeatureVersions(
            Lake lake,
            FeaturePlan plan,
            Map<String, Definition> before,
            Map<String, Long> tables,
            Set<String> anew,
            boolean askedAlike,
            String regimesBefore,
            String regimes) {
        this.lake = lake;
        this.plan = plan;
        this.before = before;
        this.tables = tables;
        this.anew = anew;
        this.askedAlike = askedAlike;
        this.regimesBefore = regimesBefore;
        this.regimes = regimes;
    }

    /**
     * A definition the catalogue has, or had.
     *
     * @param entry the row of the catalogue
     */
    private record Definition(
            String name,
            String version,
            String group,
            String definition,
            String unit,
            @Nullable String window,
            String inputs,
            Row entry) {

        boolean isOf(FeatureDefinition feature) {
            return definition.equals(feature.definition())
                    && unit.equals(feature.unit())
                    && Objects.equals(window, feature.window())
                    && inputs.equals(feature.inputs());
        }
    }

    /** @param regimes version of the normalisation before tiling; empty for none */
    static FeatureVersions of(Lake lake, FeaturePlan plan, String regimes) {
        Optional<Origin> made = lake.has(FeatureCatalogue.TABLE)
                ? lake.origin(FeatureCatalogue.TABLE.name())
                        .filter(of -> !of.inputs().isEmpty())
                : Optional.empty();
        Map<String, Definition> before = made.isPresent() ? definitions(lake) : Map.of();
        String[] by = made.map(Origin::definition).orElse("").split(" ", -1);
        boolean sameCode = made.isEmpty() || by[0].equals(FeaturePlan.VERSION);
        return new FeatureVersions(
                lake,
                plan,
                before,
                made.map(Origin::inputs).orElse(Map.of()),
                anew(plan, before, sameCode),
                made.isEmpty() || (by.length > 1 && by[1].equals(plan.asked())),
                by.length > 2 ? by[2] : "",
                regimes);
    }

    /** What the catalogue's commit says that its features are defined by, beside what each says itself. */
    String definition() {
        return String.join(" ", FeaturePlan.VERSION, plan.asked(), regimes).strip();
    }

    private static Map<String, Definition> definitions(Lake lake) {
        Map<String, Definition> definitions = new LinkedHashMap<>();
        lake.read(FeatureCatalogue.TABLE)
                .orderBy(FeatureCatalogue.POSITION)
                .collectAsList()
                .forEach(row -> definitions.put(row.getAs(FeatureCatalogue.NAME), definition(row)));
        return definitions;
    }

    private static Definition definition(Row row) {
        return new Definition(
                row.getAs(FeatureCatalogue.NAME),
                row.getAs(FeatureCatalogue.VERSION),
                row.getAs(FeatureCatalogue.GROUP),
                row.getAs(FeatureCatalogue.DEFINITION),
                row.getAs(FeatureCatalogue.UNIT),
                row.getAs(FeatureCatalogue.WINDOW),
                row.getAs(FeatureCatalogue.INPUTS),
                row);
    }

    /** Names of features the catalogue has by another definition, or made of such. */
    private static Set<String> anew(FeaturePlan plan, Map<String, Definition> before, boolean sameCode) {
        Set<String> anew = new HashSet<>();
        groups(plan).forEach(group -> {
            boolean ofFeatures = OF_FEATURES.contains(group.name());
            for (FeatureDefinition feature : group.features()) {
                Definition was = before.get(feature.name());
                if (was != null && (!sameCode || !was.isOf(feature) || (ofFeatures && names(feature, anew)))) {
                    anew.add(feature.name());
                }
            }
        });
        return anew;
    }

    private static boolean names(FeatureDefinition feature, Set<String> others) {
        return !others.isEmpty()
                && Arrays.stream(feature.definition().split("\\W+")).anyMatch(others::contains);
    }

    private static Stream<FeaturePlan.Group> groups(FeaturePlan plan) {
        return Stream.concat(plan.groups().stream(), Stream.of(plan.fitted()));
    }

    /**
     * An interval can only be replaced in tables whose columns mean the same, and are those the pipeline file asks for;
     * nor are readings of two normalisations put into one.
     *
     * @throws MillwrightException where a table has a feature by another definition, or other features because the pipeline file is
     *     another
     */
    void requireSame() {
        requireSameDefinitions();
        if (!regimesBefore.isEmpty() && !regimesBefore.equals(regimes)) {
            throw MillwrightException.configuration("the feature tables were normalised by the regimes " + regimesBefore
                    + ", and the table regimes holds " + regimes
                    + "; run features once without --from and --to to make them anew");
        }
        List<String> others = Stream.concat(
                        added().stream(), gone().stream().map(row -> row.getAs(FeatureCatalogue.NAME)))
                .toList();
        if (!askedAlike && !others.isEmpty()) {
            throw MillwrightException.configuration("the feature tables hold other features than the pipeline file asks"
                    + " for, such as " + others.get(0) + "; run features once without --from and --to to rebuild them");
        }
    }

    /** Features that no catalogue had; none where there is no catalogue. */
    List<String> added() {
        return before.isEmpty()
                ? List.of()
                : plan.groups().stream()
                        .flatMap(group -> group.columns().stream())
                        .filter(name -> !before.containsKey(name))
                        .toList();
    }

    /** Rows of the catalogue of before of features that are in a table and in the plan no more, in their order. */
    List<Row> gone() {
        Set<String> asked = new HashSet<>();
        plan.groups().forEach(group -> asked.addAll(group.columns()));
        return before.values().stream()
                .filter(was -> !asked.contains(was.name()) && !was.group().equals(FeatureGroups.FITTED))
                .map(Definition::entry)
                .toList();
    }

    private void requireSameDefinitions() {
        plan.groups().stream()
                .flatMap(group -> group.features().stream())
                .filter(feature -> anew.contains(feature.name()))
                .findFirst()
                .map(feature -> before.get(feature.name()))
                .ifPresent(was -> {
                    throw MillwrightException.configuration("the table " + was.group() + " has " + was.name()
                            + " by another definition than the pipeline file asks for ("
                            + was.definition()
                            + "); run features once without --from and --to to make it anew, as version "
                            + next(was.version()));
                });
    }

    /** Version of every feature's definition, by name. */
    Map<String, String> versions() {
        Map<String, String> last = new HashMap<>();
        former().forEach((key, row) -> last.merge(row.getString(0), row.getString(1), FeatureVersions::later));
        Map<String, String> versions = new HashMap<>();
        groups(plan).flatMap(group -> group.features().stream()).forEach(feature -> {
            Definition was = before.get(feature.name());
            String former = last.get(feature.name());
            if (was != null && !anew.contains(feature.name())) {
                versions.put(feature.name(), was.version());
            } else {
                versions.put(feature.name(), former == null ? FIRST : next(former));
            }
        });
        return versions;
    }

    /** Keeps what the definitions of before were, where there are any that are no more. Has to be told before the catalogue is. */
    void keepFormer() {
        if (!superseded().isEmpty()) {
            lake.overwrite(
                    lake.spark()
                            .createDataFrame(List.copyOf(former().values()), FormerDefinitions.SCHEMA)
                            .coalesce(1),
                    FormerDefinitions.TABLE,
                    Map.of());
        }
    }

    private List<Definition> superseded() {
        Set<String> asked = new HashSet<>();
        groups(plan).forEach(group -> asked.addAll(group.columns()));
        return before.values().stream()
                .filter(was -> anew.contains(was.name()) || !asked.contains(was.name()))
                .toList();
    }

    /** Rows of {@link FormerDefinitions} by name and version. */
    private Map<List<String>, Row> former() {
        Map<List<String>, Row> former = new LinkedHashMap<>();
        List<Row> rows = new ArrayList<>(
                lake.has(FormerDefinitions.TABLE)
                        ? lake.read(FormerDefinitions.TABLE).collectAsList()
                        : List.of());
        superseded()
                .forEach(was -> rows.add(RowFactory.create(
                        was.name(),
                        was.version(),
                        was.group(),
                        was.definition(),
                        was.unit(),
                        was.window(),
                        was.inputs(),
                        tables.get(was.group()))));
        rows.forEach(row -> former.put(List.of(row.getString(0), row.getString(1)), row));
        return former;
    }

    private static String next(String version) {
        return Integer.toString(Integer.parseInt(version) + 1);
    }

    private static String later(String one, String other) {
        return Integer.parseInt(one) > Integer.parseInt(other) ? one : other;
    }
}
