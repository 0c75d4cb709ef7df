package io.millwright.pipeline.audit;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.unix_millis;

import io.millwright.features.table.Regimes;
import io.millwright.lake.Lake;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.SplitSpec;
import io.millwright.lake.table.Events;
import io.millwright.lake.table.Series;
import io.millwright.lake.table.WorkOrders;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.spark.sql.Row;

/**
 * The machines of a lake and where their histories may be cut.
 *
 * @param spans machine to first and last moment it may be cut at, in milliseconds
 * @param instants machine to the moments of its failures and maintenance, ascending
 * @param failures machine to the moments of its failures, ascending
 * @param uncut machines that must stay as they are, because something fleet-wide is fitted on them
 */
record Fleet(
        Map<String, long[]> spans,
        Map<String, List<Long>> instants,
        Map<String, List<Long>> failures,
        List<String> uncut) {

    static Fleet of(Lake lake, PipelineConfig config) {
        long chunk = config.features().chunk().toMillis();
        Map<String, long[]> spans = new TreeMap<>();
        for (Row row : lake.read(Series.TABLE)
                .groupBy(Series.EQUIPMENT_ID)
                .agg(min(unix_millis(col(Series.CHUNK_START))), max(unix_millis(col(Series.CHUNK_START))))
                .collectAsList()) {
            spans.put(row.getString(0), new long[] {row.getLong(1), row.getLong(2) + chunk});
        }
        Map<String, List<Long>> failures = lake.has(Events.TABLE)
                ? times(lake.read(Events.TABLE)
                        .filter(col(Events.KIND).equalTo("failure"))
                        .select(col(Events.EQUIPMENT_ID), unix_millis(col(Events.EVENT_TIME)))
                        .collectAsList())
                : Map.of();
        Map<String, List<Long>> instants = new HashMap<>(failures);
        if (lake.has(WorkOrders.TABLE)) {
            times(lake.read(WorkOrders.TABLE)
                            .select(col(WorkOrders.EQUIPMENT_ID), unix_millis(col(WorkOrders.EVENT_TIME)))
                            .collectAsList())
                    .forEach((machine, times) -> instants.merge(machine, times, Fleet::joined));
        }
        return new Fleet(spans, instants, failures, List.of()).outsideOf(regimes(lake, config), config);
    }

    private static List<Long> joined(List<Long> a, List<Long> b) {
        List<Long> both = new ArrayList<>(a);
        both.addAll(b);
        return both.stream().sorted().toList();
    }

    private static Map<String, List<Long>> times(List<Row> rows) {
        Map<String, List<Long>> times = new TreeMap<>();
        rows.forEach(row -> times.computeIfAbsent(row.getString(0), any -> new ArrayList<>())
                .add(row.getLong(1)));
        times.replaceAll((machine, list) -> list.stream().sorted().toList());
        return times;
    }

    /** End of the interval regimes were fitted on; {@code Long.MIN_VALUE} without regimes. */
    private static long regimes(Lake lake, PipelineConfig config) {
        return config.features().regimes().isPresent() && lake.has(Regimes.TABLE)
                ? lake.read(Regimes.TABLE)
                        .agg(max(unix_millis(col(Regimes.FIT_TO))))
                        .first()
                        .getLong(0)
                : Long.MIN_VALUE;
    }

    /**
     * Without what regimes are fitted on: a versioned artefact of an interval that ends before every cut. The machine that
     * ends last stays uncut too, because the length of the history decides where that interval ends.
     */
    private Fleet outsideOf(long fittedUntil, PipelineConfig config) {
        if (fittedUntil == Long.MIN_VALUE) {
            return this;
        }
        Map<String, long[]> allowed = new TreeMap<>();
        List<String> kept = new ArrayList<>();
        long end = spans.values().stream().mapToLong(span -> span[1]).max().orElse(0);
        boolean official = config.split().kind() == SplitSpec.Kind.OFFICIAL;
        spans.forEach((machine, span) -> {
            boolean fits =
                    official ? machine.startsWith(config.split().trainPrefix()) : span[1] == end && kept.isEmpty();
            long from = official ? span[0] : Math.max(span[0], fittedUntil);
            if (fits || from >= span[1]) {
                kept.add(machine);
            } else {
                allowed.put(machine, new long[] {from, span[1]});
            }
        });
        return new Fleet(allowed, instants, failures, kept);
    }

    /**
     * About n cuts, in rounds of one cut a machine. A quarter each lies on the grid of rows, a millisecond behind it,
     * anywhere, and on the instant of a failure or of maintenance.
     */
    List<Map<String, Long>> rounds(int n, int machinesAtOnce, PipelineConfig config, Random random) {
        List<Map<String, Long>> rounds = new ArrayList<>();
        List<String> machines = new ArrayList<>(spans.keySet());
        int made = 0;
        while (made < n && !machines.isEmpty()) {
            java.util.Collections.shuffle(machines, random);
            Map<String, Long> round = new TreeMap<>();
            for (String machine : machines.subList(0, Math.min(Math.min(machines.size(), machinesAtOnce), n - made))) {
                round.put(machine, moment(machine, made++, config, random));
            }
            rounds.add(round);
        }
        return rounds;
    }

    private long moment(String machine, int number, PipelineConfig config, Random random) {
        long[] span = spans.getOrDefault(machine, new long[] {0, 1});
        long from = span[0] + (span[1] - span[0]) / 8;
        long any = from + (long) (random.nextDouble() * (span[1] - from));
        long every = config.features().asOfEvery().toMillis();
        long offset = config.features().asOfOffset().toMillis();
        long onGrid = Math.floorDiv(any - offset, every) * every + offset;
        List<Long> inside = instants.getOrDefault(machine, List.of()).stream()
                .filter(time -> time >= from && time < span[1])
                .toList();
        return switch (number % 4) {
            case 0 -> onGrid;
            case 1 -> onGrid + 1;
            case 2 -> any;
            default -> inside.isEmpty() ? onGrid - 1 : inside.get(random.nextInt(inside.size()));
        };
    }

    /** Whether features of one machine depend on others, so that a copy needs them all. */
    static boolean together(PipelineConfig config) {
        return config.features().regimes().isPresent()
                || config.features().peers().isPresent()
                || !config.features().rollUps().isEmpty();
    }

    /** The machine whose readings reach furthest. */
    String longest() {
        return spans.entrySet().stream()
                .max(Comparator.comparingLong((Map.Entry<String, long[]> entry) -> entry.getValue()[1])
                        .thenComparing(Map.Entry::getKey))
                .orElseThrow()
                .getKey();
    }

    /** One cut a machine that failed, exactly at a failure. */
    Map<String, Long> atFailures(int machinesAtOnce, Random random) {
        Map<String, Long> cuts = new TreeMap<>();
        spans.forEach((machine, span) -> {
            List<Long> inside = failures.getOrDefault(machine, List.of()).stream()
                    .filter(time -> time > span[0] && time <= span[1])
                    .toList();
            if (!inside.isEmpty() && cuts.size() < machinesAtOnce) {
                cuts.put(machine, inside.get(random.nextInt(inside.size())));
            }
        });
        return cuts;
    }
}
