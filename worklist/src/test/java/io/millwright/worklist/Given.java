package io.millwright.worklist;

import io.millwright.evaluation.CostModel;
import io.millwright.evaluation.Horizon;
import io.millwright.evaluation.TimeWindow;
import io.millwright.lake.config.MaintenanceSpec.Action;
import io.millwright.lake.config.TimeAxis;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Short ways to write the situations of the tests. */
final class Given {

    static final Instant AS_OF = Instant.parse("2024-06-25T06:00:00Z");
    static final CostModel COSTS = new CostModel(10_000, 3_000, 500);
    static final Action REPLACE_BEARING =
            new Action("bearing wear", "*", "replace bearing", "bearing 6205", 10, 4, 0.9);
    static final Action TENSION_BELT = new Action("belt wear", "*", "tension belt", "", 0, 2, 0.8);
    static final WorklistRules RULES = rules(16);

    private Given() {}

    static WorklistRules rules(double crewHoursPerSiteDay) {
        return new WorklistRules(
                0.2,
                Duration.ofHours(72),
                Horizon.ofHours(72, 24),
                COSTS,
                "USD",
                crewHoursPerSiteDay,
                List.of(REPLACE_BEARING, TENSION_BELT),
                TimeAxis.CLOCK);
    }

    static Prediction bearing(String machine, double pFail) {
        return at(AS_OF, machine, pFail);
    }

    static Prediction at(Instant asOf, String machine, double pFail) {
        return new Prediction(
                "north",
                machine,
                "bearing",
                "bearing wear",
                Optional.empty(),
                pFail,
                30,
                60,
                90,
                List.of("bearing temperature 14 C above this machine's normal of 61 C for 3 days"),
                Duration.ZERO,
                asOf,
                "failure-72h-3");
    }

    static Prediction belt(String machine, double pFail) {
        return new Prediction(
                "north",
                machine,
                "belt",
                "belt wear",
                Optional.empty(),
                pFail,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                List.of(),
                Duration.ZERO,
                AS_OF,
                "v1");
    }

    static WorklistPlanner.Knowledge nothingElse() {
        return new WorklistPlanner.Knowledge(List.of(), List.of(), List.of(), List.of(), List.of());
    }

    static WorklistPlanner.Knowledge orders(Order... orders) {
        return new WorklistPlanner.Knowledge(List.of(orders), List.of(), List.of(), List.of(), List.of());
    }

    static WorklistPlanner.Knowledge schedule(LoadWindow... windows) {
        return new WorklistPlanner.Knowledge(List.of(), List.of(windows), List.of(), List.of(), List.of());
    }

    static WorklistPlanner.Knowledge history(List<AlertState> history) {
        return new WorklistPlanner.Knowledge(List.of(), List.of(), history, List.of(), List.of());
    }

    static Order order(String machine, String component, String status, int knownHour) {
        return new Order(
                "WO-1", machine, component, status, hour(knownHour), Optional.empty(), "north", OptionalDouble.empty());
    }

    static LoadWindow load(String machine, int fromHour, int toHour, double load) {
        return new LoadWindow("north", machine, new TimeWindow(hour(fromHour), hour(toHour)), load, hour(-100));
    }

    static Instant hour(int afterAsOf) {
        return AS_OF.plus(Duration.ofHours(afterAsOf));
    }
}
