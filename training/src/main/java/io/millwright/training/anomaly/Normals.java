package io.millwright.training.anomaly;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The normal of every machine, for each indicator: its own where it has enough rows, else that of its type, else that of the fleet. Where
 * regimes are fitted, rows of one regime are held against normal rows of that regime as long as the machine's type has enough of them,
 * else against those of all regimes. A machine whose own rows hardly vary gets a share of its type's spread, so that a sensor that stood
 * still once does not cry wolf.
 */
final class Normals {

    /** Machines with fewer rows of normal time are compared with their type, types with fewer in a regime with all they did. */
    static final int FEWEST_ROWS = 20;

    private static final double LEAST_SHARE_OF_TYPE = 0.25;
    private static final String FLEET = "";

    /** Normals of some rows, each an indicator long. */
    private record Level(Map<String, List<Normal>> byMachine, Map<String, List<Normal>> byType) {

        static Level of(Indicators normal) {
            return new Level(grouped(normal, normal.matrix()::machine), grouped(normal, normal::type));
        }

        /** Null where the type has too few rows here. */
        @Nullable
        Normal enoughOfType(String type, int column) {
            List<Normal> ofType = byType.get(type);
            return ofType == null || ofType.get(column).count() < FEWEST_ROWS ? null : ofType.get(column);
        }

        Normal ofMachine(String machine, Normal ofType, int column) {
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
    }

    private final int width;
    private final Map<Integer, Level> byRegime;
    private final Level all;
    private final List<Normal> fleet;

    private Normals(int width, Map<Integer, Level> byRegime, Level all, List<Normal> fleet) {
        this.width = width;
        this.byRegime = byRegime;
        this.all = all;
        this.fleet = fleet;
    }

    static Normals of(Indicators normal) {
        return new Normals(
                normal.matrix().width(),
                byRegime(normal),
                Level.of(normal),
                grouped(normal, row -> FLEET).getOrDefault(FLEET, List.of()));
    }

    private static Map<Integer, Level> byRegime(Indicators normal) {
        Map<Integer, List<Integer>> members = new TreeMap<>();
        for (int row = 0; row < normal.matrix().rows(); row++) {
            members.computeIfAbsent(normal.regime(row), any -> new ArrayList<>())
                    .add(row);
        }
        members.remove(Indicators.NO_REGIME);
        Map<Integer, Level> levels = new TreeMap<>();
        members.forEach((regime, rows) -> levels.put(
                regime,
                Level.of(normal.select(rows.stream().mapToInt(row -> row).toArray()))));
        return levels;
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

    /** The normal a value of this machine in this regime is held against. */
    Normal of(String machine, String type, int regime, int column) {
        Level here = byRegime.get(regime);
        Normal ofTypeHere = here == null ? null : here.enoughOfType(type, column);
        return here == null || ofTypeHere == null
                ? all.ofMachine(machine, all.byType().getOrDefault(type, fleet).get(column), column)
                : here.ofMachine(machine, ofTypeHere, column);
    }

    int width() {
        return width;
    }
}
