package io.millwright.pipeline.evaluate;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A way to divide a fleet, each machine in the part it belongs to at a moment. */
enum Division {
    SITE("site") {
        @Override
        String part(MachineFacts machine, Instant at) {
            return machine.site();
        }
    },
    TYPE("type") {
        @Override
        String part(MachineFacts machine, Instant at) {
            return machine.type();
        }
    },
    AGE("age") {
        @Override
        String part(MachineFacts machine, Instant at) {
            return machine.ageBand(at);
        }
    },
    MANUFACTURER("manufacturer") {
        @Override
        String part(MachineFacts machine, Instant at) {
            return machine.manufacturer();
        }
    };

    /** Of the names of parts: ages from the youngest on, else by name. */
    static final Comparator<String> ORDER =
            Comparator.<String>comparingInt(MachineFacts.AGE_BANDS::indexOf).thenComparing(Comparator.naturalOrder());

    final String by;

    Division(String by) {
        this.by = by;
    }

    abstract String part(MachineFacts machine, Instant at);

    /** Machines of one part by test; ages change from test to test. */
    record Part(String name, Map<Integer, Set<String>> machines) {

        boolean holds(TestFold fold, String machine) {
            return machines.getOrDefault(fold.fold(), Set.of()).contains(machine);
        }
    }

    /** As they are when each test starts, in {@link #ORDER}. */
    List<Part> parts(Collection<MachineHistory> machines, List<TestFold> tests) {
        Map<String, Map<Integer, Set<String>>> parts = new TreeMap<>(ORDER);
        for (TestFold test : tests) {
            for (MachineHistory machine : machines) {
                String name = part(machine.facts(), test.test().from());
                parts.computeIfAbsent(name, any -> new HashMap<>())
                        .computeIfAbsent(test.fold(), any -> new TreeSet<>())
                        .add(machine.equipmentId());
            }
        }
        return parts.entrySet().stream()
                .map(part -> new Part(part.getKey(), part.getValue()))
                .toList();
    }

    /** Whether anything was delivered to divide by. */
    boolean isKnown(Collection<MachineFacts> machines, Instant at) {
        return machines.stream().anyMatch(machine -> !part(machine, at).equals(MachineFacts.UNKNOWN));
    }
}
