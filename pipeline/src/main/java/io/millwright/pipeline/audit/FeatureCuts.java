package io.millwright.pipeline.audit;

import io.millwright.features.table.FeatureGroups;
import io.millwright.lake.Lake;
import io.millwright.lake.Progress;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.pipeline.audit.ChangedFuture.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * The tests that change the future of machines in the clean tables, build the features of the copy by the job's own code, and
 * compare with the published rows: L1, L2, L3, the second half of L4, the first of L13, and L14.
 */
final class FeatureCuts {

    /** Machines whose orders after an alert become garbage, at most. */
    private static final int FOLLOWED = 10;
    /** Machines are cut at moments of their own, so that what several of them make up differs. */
    private static final List<String> OF_ONE_MACHINE = FeatureGroups.ALL.stream()
            .filter(group -> !FeatureGroups.OF_FLEET.contains(group))
            .toList();

    private final Lake lake;
    private final PipelineConfig config;
    private final Builders builders;
    private final AuditSettings settings;
    private final WorkFolder work;
    private final Progress progress;
    private final Fleet fleet;

    FeatureCuts(
            Lake lake,
            PipelineConfig config,
            Builders builders,
            AuditSettings settings,
            WorkFolder work,
            Progress progress) {
        this.lake = lake;
        this.config = config;
        this.builders = builders;
        this.settings = settings;
        this.work = work;
        this.progress = progress;
        this.fleet = Fleet.of(lake, config);
    }

    /** What comes after the cut is garbage. */
    AuditOutcome perturbed() {
        return rounds(Kind.GARBAGE, settings.cuts() * 2 / 5);
    }

    /** What comes after the cut is missing. */
    AuditOutcome truncated() {
        return rounds(Kind.DELETED, settings.cuts() * 2 / 5);
    }

    /** Of its own for every test, because tests run side by side. */
    private Random random(Kind kind) {
        return new Random(settings.seed() + kind.name().hashCode());
    }

    private AuditOutcome rounds(Kind kind, int cuts) {
        Tally tally = new Tally();
        for (Map<String, Long> round : fleet.rounds(cuts, settings.machinesAtOnce(), config, random(kind))) {
            if (kind == Kind.DELETED && fleet.spans().size() > 1) {
                round.remove(fleet.longest());
            }
            tally.add(againstPublished(round, round, kind, OF_ONE_MACHINE));
        }
        return tally.outcome();
    }

    /** What was delayed until after the cut is garbage in one copy and as it was in the other. */
    AuditOutcome delayed() {
        Tally tally = new Tally();
        for (Map<String, Long> round : fleet.rounds(
                Math.max(1, settings.cuts() / 4), settings.machinesAtOnce(), config, random(Kind.DELAYED))) {
            Lake late = built(round, Kind.DELAYED);
            Lake lateGarbage = built(round, Kind.DELAYED_GARBAGE);
            tally.add(FeatureRows.compare(late, lateGarbage, round, OF_ONE_MACHINE));
            work.discard(late);
            work.discard(lateGarbage);
        }
        return tally.outcome();
    }

    /** The cut is the instant of a failure, at which its repair is often recorded too. */
    AuditOutcome atFailures() {
        Map<String, Long> cuts = fleet.atFailures(settings.machinesAtOnce(), new Random(settings.seed()));
        if (cuts.isEmpty()) {
            return new AuditOutcome.NotApplicable("no machine that may be cut has a failure in its history");
        }
        Tally tally = new Tally();
        tally.add(againstPublished(cuts, cuts, Kind.GARBAGE, OF_ONE_MACHINE));
        return tally.outcome();
    }

    /** What was ordered after an alert is garbage; rows up to the alert must not notice. */
    AuditOutcome followed(Map<String, Long> alerts) {
        Map<String, Long> cuts = new TreeMap<>();
        alerts.forEach((machine, at) -> {
            if (fleet.spans().containsKey(machine) && cuts.size() < Math.min(FOLLOWED, settings.machinesAtOnce())) {
                cuts.put(machine, at);
            }
        });
        if (cuts.isEmpty()) {
            return new AuditOutcome.NotApplicable("no machine that may be cut has an order written after an alert");
        }
        Tally tally = new Tally();
        tally.add(againstPublished(cuts, cuts, Kind.ORDERS_GARBAGE, OF_ONE_MACHINE));
        return tally.outcome();
    }

    /** One moment for all: the future of half of the machines is garbage, the other half must not notice. */
    AuditOutcome peers() {
        List<String> machines = new ArrayList<>(fleet.spans().keySet());
        if (machines.size() < 2) {
            return new AuditOutcome.NotApplicable(
                    "there are fewer than two machines that may be cut, so no machine has peers");
        }
        long[] longest = fleet.spans().values().stream()
                .reduce((a, b) -> b[1] - b[0] > a[1] - a[0] ? b : a)
                .orElseThrow();
        long cut = longest[0] + (longest[1] - longest[0]) / 2;
        Map<String, Long> changed = new TreeMap<>();
        Map<String, Long> compared = new TreeMap<>();
        if (FeatureGroups.OF_FLEET.stream().anyMatch(lake::has)) {
            machines.forEach(machine -> changed.put(machine, ChangedFuture.uncut()));
        }
        for (int i = 0; i < machines.size() && i < 2 * settings.machinesAtOnce(); i++) {
            boolean peer = i % 2 == 0;
            changed.put(machines.get(i), peer ? cut : ChangedFuture.uncut());
            if (!peer) {
                compared.put(machines.get(i), cut);
            }
        }
        Tally tally = new Tally();
        tally.add(againstPublished(changed, compared, Kind.GARBAGE, FeatureGroups.ALL));
        return tally.outcome();
    }

    private FeatureRows.Comparison againstPublished(
            Map<String, Long> changed, Map<String, Long> compared, Kind kind, List<String> groups) {
        Lake copy = built(changed, kind);
        FeatureRows.Comparison comparison = FeatureRows.compare(lake, copy, compared, groups);
        work.discard(copy);
        return comparison;
    }

    private Lake built(Map<String, Long> cuts, Kind kind) {
        progress.step("features with a changed future: " + cuts.size() + " machines, "
                + kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '));
        Map<String, Long> withUncut = new TreeMap<>(cuts);
        uncut(kind).forEach(machine -> withUncut.putIfAbsent(machine, ChangedFuture.uncut()));
        Lake copy = work.lake();
        new ChangedFuture(lake, config, withUncut, kind).into(copy);
        builders.features().run(copy, config);
        return copy;
    }

    /**
     * Machines copied as they are: all others where regimes are fitted on the fleet; one that reaches far enough where
     * readings are deleted, because no row stands behind the fleet's last reading.
     */
    private List<String> uncut(Kind kind) {
        List<String> machines = new ArrayList<>(fleet.uncut());
        if (config.features().regimes().isPresent()) {
            machines.addAll(fleet.spans().keySet());
        } else if (kind == Kind.DELETED || kind == Kind.ORDERS_GARBAGE) {
            machines.add(fleet.longest());
        }
        return machines;
    }

    /** Adds up comparisons; a cut before which there is no row proves nothing and does not count. */
    static final class Tally {
        private int cuts;
        private int rows;
        private final Map<String, String> differences = new LinkedHashMap<>();

        void add(FeatureRows.Comparison comparison) {
            cuts += (int) comparison.rowsByMachine().values().stream()
                    .filter(n -> n > 0)
                    .count();
            rows += comparison.rows();
            comparison.differences().forEach(differences::putIfAbsent);
        }

        AuditOutcome outcome() {
            if (!differences.isEmpty()) {
                return new AuditOutcome.Failed(cuts, String.join("; ", differences.values()));
            }
            return cuts == 0
                    ? new AuditOutcome.NotApplicable("no machine has a row of features before its cut")
                    : new AuditOutcome.Passed(cuts, rows + " rows before " + cuts + " cuts agree in every bit");
        }
    }
}
