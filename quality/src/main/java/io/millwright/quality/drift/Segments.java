package io.millwright.quality.drift;

import io.millwright.lake.Lake;
import io.millwright.lake.table.Equipment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The fleet by type and by site. A drift of one site's machines can be too small a part of the fleet to be seen in it, and no part of
 * others; what a fleet of one type or one site would say of it, the fleet has said.
 */
final class Segments {

    static final String TYPE = "type";
    static final String SITE = "site";

    /** @param machines their ids */
    private record Segment(String by, String name, Set<String> machines) {}

    private final List<Segment> all;

    private Segments(List<Segment> all) {
        this.all = List.copyOf(all);
    }

    /** As the table of equipment has them; none without it. */
    static Segments of(Lake lake) {
        Map<String, Set<String>> types = new TreeMap<>();
        Map<String, Set<String>> sites = new TreeMap<>();
        if (lake.has(Equipment.TABLE)) {
            lake.read(Equipment.TABLE)
                    .select(Equipment.EQUIPMENT_ID, Equipment.TYPE, Equipment.SITE)
                    .collectAsList()
                    .forEach(row -> {
                        types.computeIfAbsent(row.getString(1), any -> new TreeSet<>())
                                .add(row.getString(0));
                        sites.computeIfAbsent(row.getString(2), any -> new TreeSet<>())
                                .add(row.getString(0));
                    });
        }
        List<Segment> all = new ArrayList<>(segments(TYPE, types));
        all.addAll(segments(SITE, sites));
        return new Segments(all);
    }

    private static List<Segment> segments(String by, Map<String, Set<String>> machines) {
        return machines.size() < 2
                ? List.of()
                : machines.entrySet().stream()
                        .map(entry -> new Segment(by, entry.getKey(), entry.getValue()))
                        .toList();
    }

    /**
     * Every feature in every segment, drifted ones first, then by effect. The p-values are adjusted over all of these together, and apart
     * from the fleet's own, so that how finely a fleet is cut says nothing about the fleet. There are many, so the permutations are as
     * many as the smallest of them would need to count.
     */
    List<SegmentDrift> drift(List<MachineMeans> machines, List<String> features, long seed) {
        int tests = all.size() * features.size();
        int draws = FeatureDrift.drawsFor(tests);
        List<FeatureDrift> compared = IntStream.range(0, tests)
                .parallel()
                .mapToObj(test -> {
                    Segment segment = all.get(test / features.size());
                    int feature = test % features.size();
                    return FeatureDrift.of(
                            features.get(feature),
                            MachineMeans.values(
                                    machines, MachineMeans.REFERENCE, feature, segment.machines()::contains),
                            MachineMeans.values(machines, MachineMeans.CURRENT, feature, segment.machines()::contains),
                            draws,
                            seed + test);
                })
                .toList();
        List<FeatureDrift> adjusted = FeatureDrift.adjusted(compared);
        return IntStream.range(0, tests)
                .mapToObj(test -> {
                    Segment segment = all.get(test / features.size());
                    return new SegmentDrift(segment.by(), segment.name(), adjusted.get(test));
                })
                .sorted(Comparator.comparing(SegmentDrift::drift, FeatureDrift.FARTHEST_FIRST)
                        .thenComparing(SegmentDrift::by)
                        .thenComparing(SegmentDrift::segment))
                .toList();
    }
}
