package io.millwright.training.anomaly;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;

/**
 * The normal of every machine, for each indicator: its own where it has enough rows, else that of its type, else that of the fleet. A
 * machine whose own rows hardly vary gets a share of its type's spread, so that a sensor that stood still once does not cry wolf.
 */
final class Normals {

    /** Machines with fewer rows of normal time are compared with their type. */
    static final int FEWEST_ROWS = 20;

    private static final double LEAST_SHARE_OF_TYPE = 0.25;
    private static final String FLEET = "";

    private final int width;
    private final Map<String, List<Normal>> byMachine;
    private final Map<String, List<Normal>> byType;
    private final List<Normal> fleet;

    private Normals(
            int width, Map<String, List<Normal>> byMachine, Map<String, List<Normal>> byType, List<Normal> fleet) {
        this.width = width;
        this.byMachine = byMachine;
        this.byType = byType;
        this.fleet = fleet;
    }

    static Normals of(Indicators normal) {
        return new Normals(
                normal.matrix().width(),
                grouped(normal, normal.matrix()::machine),
                grouped(normal, normal::type),
                grouped(normal, row -> FLEET).getOrDefault(FLEET, List.of()));
    }

    private static Map<String, List<Normal>> grouped(Indicators rows, IntFunction<String> group) {
        Map<String, List<Integer>> members = new TreeMap<>();
        for (int row = 0; row < rows.matrix().rows(); row++) {
            members.computeIfAbsent(group.apply(row), any -> new ArrayList<>()).add(row);
        }
        Map<String, List<Normal>> normals = new TreeMap<>();
        members.forEach((name, own) -> {
            List<Normal> ofColumns = new ArrayList<>();
            for (int column = 0; column < rows.matrix().width(); column++) {
                int at = column;
                ofColumns.add(Normal.of(own.stream()
                        .mapToDouble(row -> rows.matrix().value(row, at))
                        .toArray()));
            }
            normals.put(name, ofColumns);
        });
        return normals;
    }

    /** The normal a value of this machine is held against. */
    Normal of(String machine, String type, int column) {
        Normal ofType = byType.getOrDefault(type, fleet).get(column);
        List<Normal> own = byMachine.get(machine);
        if (own == null || own.get(column).count() < FEWEST_ROWS) {
            return ofType;
        }
        Normal normal = own.get(column);
        return new Normal(
                normal.median(),
                Math.max(normal.spread(), LEAST_SHARE_OF_TYPE * ofType.spread()),
                normal.low(),
                normal.high(),
                normal.count());
    }

    int width() {
        return width;
    }
}
