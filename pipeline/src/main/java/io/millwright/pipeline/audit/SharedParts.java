package io.millwright.pipeline.audit;

import static org.apache.spark.sql.functions.col;

import io.millwright.lake.Lake;
import io.millwright.lake.table.Components;
import io.millwright.lake.table.WorkOrders;
import io.millwright.training.table.Folds;
import io.millwright.training.table.Predictions;
import io.millwright.training.table.Role;
import io.millwright.training.table.RulPredictions;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * L8 on the axes of machines: no machine that trains shares a part or an order with one that is tested. A part counts where it sat while
 * the one trained and while the other was tested.
 */
final class SharedParts {

    private static final Set<String> TRAINED = Set.of(Role.VALIDATION, Role.HELD_OUT_VALIDATION);
    private static final Set<String> TESTED = Set.of(Role.TEST, Role.HELD_OUT_TEST, Role.HISTORY);

    private final Lake lake;

    SharedParts(Lake lake) {
        this.lake = lake;
    }

    AuditOutcome across() {
        List<Sides> folds = lake.has(Folds.TABLE) ? sides() : List.of();
        if (folds.isEmpty()) {
            return new AuditOutcome.NotApplicable("no fold tests other machines than it trains on");
        }
        List<Sitting> sittings = lake.has(Components.TABLE) ? sittings() : List.of();
        Map<String, Set<String>> orders = lake.has(WorkOrders.TABLE) ? orders() : Map.of();
        List<String> wrong = new ArrayList<>();
        for (Sides fold : folds) {
            wrong.addAll(sharedParts(fold, sittings));
            wrong.addAll(sharedOrders(fold, orders));
        }
        return wrong.isEmpty()
                ? new AuditOutcome.Passed(
                        0,
                        "in " + folds.size() + " folds of other machines none of "
                                + sittings.stream()
                                        .map(Sitting::part)
                                        .distinct()
                                        .count() + " parts with a serial and "
                                + orders.size() + " orders belongs to machines on both sides")
                : new AuditOutcome.Failed(0, wrong);
    }

    /** The machines of one fold whose test is of others. */
    private record Sides(int fold, Set<String> trained, Set<String> tested, Span train, Span test) {}

    /** Milliseconds, {@code [from, to)}. */
    private record Span(long from, long to) {

        boolean meets(Span other) {
            return from < other.to && other.from < to;
        }
    }

    /** One part in one machine, until the next sat in its place. */
    private record Sitting(String part, String machine, Span span) {}

    private List<Sides> sides() {
        List<Row> folds = lake.read(Folds.TABLE)
                .filter(col(Folds.AXIS).notEqual("time"))
                .orderBy(Folds.FOLD)
                .collectAsList();
        if (folds.isEmpty()) {
            return List.of();
        }
        Map<Integer, Set<String>> trained = new TreeMap<>();
        Map<Integer, Set<String>> tested = new TreeMap<>();
        Stream.of(Predictions.TABLE, RulPredictions.TABLE)
                .filter(lake::has)
                .flatMap(table -> lake
                        .read(table)
                        .select(Predictions.FOLD, Predictions.ROLE, Predictions.EQUIPMENT_ID)
                        .distinct()
                        .collectAsList()
                        .stream())
                .forEach(row -> {
                    Map<Integer, Set<String>> side = TRAINED.contains(row.getString(1)) ? trained : tested;
                    if (side == trained || TESTED.contains(row.getString(1))) {
                        side.computeIfAbsent(row.getInt(0), any -> new TreeSet<>())
                                .add(row.getString(2));
                    }
                });
        return folds.stream()
                .map(fold -> new Sides(
                        fold.<Integer>getAs(Folds.FOLD),
                        trained.getOrDefault(fold.<Integer>getAs(Folds.FOLD), Set.of()),
                        tested.getOrDefault(fold.<Integer>getAs(Folds.FOLD), Set.of()),
                        new Span(millis(fold, Folds.TRAIN_FROM), millis(fold, Folds.TRAIN_TO)),
                        new Span(millis(fold, Folds.TEST_FROM), millis(fold, Folds.TEST_TO))))
                .toList();
    }

    private static long millis(Row fold, String column) {
        return fold.<Timestamp>getAs(column).getTime();
    }

    private static List<String> sharedParts(Sides fold, List<Sitting> sittings) {
        Map<String, String> inTraining = new HashMap<>();
        sittings.stream()
                .filter(part ->
                        fold.trained().contains(part.machine()) && part.span().meets(fold.train()))
                .forEach(part -> inTraining.putIfAbsent(part.part(), part.machine()));
        return sittings.stream()
                .filter(part -> fold.tested().contains(part.machine())
                        && part.span().meets(fold.test())
                        && inTraining.containsKey(part.part()))
                .map(part -> "fold " + fold.fold() + " trains on " + inTraining.get(part.part())
                        + " while the " + part.part() + " sits in it and tests " + part.machine()
                        + " with the same part; hold both machines out, or neither")
                .toList();
    }

    private static List<String> sharedOrders(Sides fold, Map<String, Set<String>> orders) {
        List<String> shared = new ArrayList<>();
        orders.forEach((order, machines) -> {
            String trained = first(machines, fold.trained());
            String tested = first(machines, fold.tested());
            if (trained != null && tested != null) {
                shared.add("fold " + fold.fold() + " trains on " + trained + " and tests " + tested
                        + ", which share the order " + order);
            }
        });
        return shared;
    }

    private static @Nullable String first(Set<String> machines, Set<String> of) {
        return machines.stream().filter(of::contains).findFirst().orElse(null);
    }

    private Map<String, Set<String>> orders() {
        Map<String, Set<String>> orders = new TreeMap<>();
        lake.read(WorkOrders.TABLE)
                .select(WorkOrders.ORDER_ID, WorkOrders.EQUIPMENT_ID)
                .distinct()
                .collectAsList()
                .forEach(row -> orders.computeIfAbsent(row.getString(0), any -> new TreeSet<>())
                        .add(row.getString(1)));
        return orders;
    }

    private List<Sitting> sittings() {
        Map<String, List<Row>> places = new TreeMap<>();
        lake.read(Components.TABLE)
                .select(
                        Components.EQUIPMENT_ID,
                        Components.KIND,
                        Components.SERIAL,
                        Components.INSTALLED_AT,
                        Components.COMPONENT_ID)
                .collectAsList()
                .forEach(row -> places.computeIfAbsent(
                                row.getString(0) + "/" + row.getString(4).replaceFirst(Components.LATER, ""),
                                any -> new ArrayList<>())
                        .add(row));
        List<Sitting> sittings = new ArrayList<>();
        for (List<Row> place : places.values()) {
            place.sort(Comparator.comparingLong(SharedParts::installed));
            for (int i = 0; i < place.size(); i++) {
                long until = i + 1 < place.size() ? installed(place.get(i + 1)) : Long.MAX_VALUE;
                if (!place.get(i).isNullAt(2)) {
                    sittings.add(new Sitting(
                            place.get(i).getString(1) + " " + place.get(i).getString(2),
                            place.get(i).getString(0),
                            new Span(installed(place.get(i)), until)));
                }
            }
        }
        return sittings;
    }

    private static long installed(Row part) {
        return part.isNullAt(3) ? Long.MIN_VALUE : part.getTimestamp(3).getTime();
    }
}
