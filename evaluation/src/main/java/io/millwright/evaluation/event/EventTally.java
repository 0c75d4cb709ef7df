package io.millwright.evaluation.event;

import io.millwright.evaluation.ClusterBootstrap;
import io.millwright.evaluation.ClusterMetric;
import io.millwright.evaluation.CostModel;
import io.millwright.evaluation.Quantiles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * Counts per machine at one threshold: all that the event figures need, so that tallies of several folds add up and a bootstrap draw
 * costs one pass over the machines.
 */
public final class EventTally {

    private final List<String> machines;
    private final MachineCounts[] counts;
    private final Lead[] risingLeads;

    /** Lead of one event, 0 when missed. */
    private record Lead(int machine, double hours) {}

    private EventTally(List<String> machines, MachineCounts[] counts, List<Lead> leads) {
        this.machines = machines;
        this.counts = counts;
        this.risingLeads = leads.stream()
                .sorted((a, b) -> Double.compare(a.hours(), b.hours()))
                .toArray(Lead[]::new);
    }

    /** The tallies of several folds or periods as one; a machine may be in several. */
    public static EventTally pooled(Collection<EventTally> parts) {
        TreeSet<String> machines = new TreeSet<>();
        parts.forEach(part -> machines.addAll(part.machines));
        Builder pooled = new Builder(List.copyOf(machines));
        parts.forEach(pooled::addAll);
        return pooled.build();
    }

    /** Sorted; the position is the cluster number of the figures. */
    public List<String> machines() {
        return machines;
    }

    public long events() {
        return total(machine -> machine.events);
    }

    public long detected() {
        return total(machine -> machine.detected);
    }

    /** Missed events for which an alert came between zone and failure. */
    public long alertedLate() {
        return total(machine -> machine.alertedLate);
    }

    public long episodes(Outcome outcome) {
        return total(machine -> machine.episodes(outcome));
    }

    public long episodes() {
        return total(MachineCounts::episodes);
    }

    public double exposureWeeks() {
        return Arrays.stream(column(machine -> machine.exposureWeeks)).sum();
    }

    /** Lead of every event in hours, rising; 0 for a missed one. */
    public double[] leadHours() {
        return Arrays.stream(risingLeads).mapToDouble(Lead::hours).toArray();
    }

    /** Detected events over events; n = events. */
    public ClusterMetric eventRecall() {
        return ClusterMetric.ratio(column(machine -> machine.detected), column(machine -> machine.events), events());
    }

    /** Hits over hits and false alarms, by episode; n = those episodes. */
    public ClusterMetric eventPrecision() {
        return ClusterMetric.ratio(
                column(machine -> machine.hits),
                column(machine -> machine.hits + machine.falseAlarms),
                episodes(Outcome.HIT) + episodes(Outcome.FALSE_ALARM));
    }

    /**
     * Detected events and hits over events, hits and false alarms: twice the hits over both where an event has one alert, as a row of a
     * table without time has; n = events and judged episodes.
     */
    public ClusterMetric f1() {
        return ClusterMetric.ratio(
                column(machine -> machine.detected + machine.hits),
                column(machine -> machine.events + machine.hits + machine.falseAlarms),
                events() + episodes(Outcome.HIT) + episodes(Outcome.FALSE_ALARM));
    }

    /** All episodes over exposure; n = machines. */
    public ClusterMetric alertsPerMachineWeek() {
        return perMachineWeek(MachineCounts::episodes);
    }

    /** Share of healthy machine time inside an alert, on the grid of the rows; n = healthy rows. */
    public ClusterMetric falsePositiveRate() {
        return ClusterMetric.ratio(
                column(machine -> machine.healthyRowsInAlert),
                column(machine -> machine.healthyRows),
                total(machine -> machine.healthyRows));
    }

    /** Cost of missed and foretold failures and false alarms over exposure; undetermined alerts cost nothing; n = machines. */
    public ClusterMetric costPerMachineWeek(CostModel costs) {
        return ClusterMetric.ratio(cost(costs), column(machine -> machine.exposureWeeks), machines.size());
    }

    /** Median lead over all events, a missed one counting 0; n = events. */
    public ClusterMetric medianLeadHours() {
        return ClusterMetric.of(machines.size(), risingLeads.length, this::medianLead);
    }

    /** A tenth of all events were foretold by no more than this, a missed one counting 0; n = events. */
    public ClusterMetric tenthLeadHours() {
        double[] hours = new double[risingLeads.length];
        int[] machine = new int[risingLeads.length];
        for (int i = 0; i < hours.length; i++) {
            hours[i] = risingLeads[i].hours();
            machine[i] = risingLeads[i].machine();
        }
        return Quantiles.of(hours, machine, machines.size(), 0.1);
    }

    /**
     * What this policy costs less than another over the same machines and exposure, per machine-week, paired by machine. Positive
     * is cheaper.
     */
    public ClusterMetric savedAgainst(EventTally incumbent, CostModel costs) {
        requireSameMachines(incumbent);
        return incumbent.costPerMachineWeek(costs).minus(costPerMachineWeek(costs));
    }

    /** {@link #savedAgainst} as a share of what the other policy costs; undefined where that costs nothing. */
    public ClusterMetric shareSavedAgainst(EventTally other, CostModel costs) {
        requireSameMachines(other);
        double[] theirs = other.cost(costs);
        double[] saved = cost(costs);
        Arrays.setAll(saved, machine -> theirs[machine] - saved[machine]);
        return ClusterMetric.ratio(saved, theirs, machines.size());
    }

    public EventReport report(CostModel costs, ClusterBootstrap bootstrap) {
        return EventReport.of(this, costs, bootstrap);
    }

    private void requireSameMachines(EventTally other) {
        if (!machines.equals(other.machines)) {
            throw new IllegalArgumentException("a paired difference needs the same machines on both sides");
        }
    }

    /** What each machine cost, in order of {@link #machines}. */
    public double[] cost(CostModel costs) {
        return column(machine -> costs.of(machine.events - machine.detected, machine.detected, machine.falseAlarms));
    }

    private ClusterMetric perMachineWeek(ToDoubleFunction<MachineCounts> amount) {
        return ClusterMetric.ratio(column(amount), column(machine -> machine.exposureWeeks), machines.size());
    }

    private double medianLead(int[] draw) {
        long total = 0;
        for (Lead lead : risingLeads) {
            total += draw[lead.machine()];
        }
        return total == 0 ? Double.NaN : (leadAtRank(draw, (total - 1) / 2) + leadAtRank(draw, total / 2)) / 2;
    }

    private double leadAtRank(int[] draw, long rank) {
        long seen = 0;
        for (Lead lead : risingLeads) {
            seen += draw[lead.machine()];
            if (seen > rank) {
                return lead.hours();
            }
        }
        return Double.NaN;
    }

    private double[] column(ToDoubleFunction<MachineCounts> amount) {
        return Arrays.stream(counts).mapToDouble(amount).toArray();
    }

    private long total(ToLongFunction<MachineCounts> amount) {
        return Arrays.stream(counts).mapToLong(amount).sum();
    }

    /** Collects counts; every machine named at the start is in the tally, with or without rows. */
    static final class Builder {

        private final List<String> machines;
        private final Map<String, Integer> position = new HashMap<>();
        private final MachineCounts[] counts;
        private final List<Lead> leads = new ArrayList<>();

        Builder(List<String> machines) {
            this.machines = machines;
            this.counts =
                    Stream.generate(MachineCounts::new).limit(machines.size()).toArray(MachineCounts[]::new);
            for (int m = 0; m < machines.size(); m++) {
                position.put(machines.get(m), m);
            }
        }

        MachineCounts of(String machine) {
            return counts[position(machine)];
        }

        void addEvent(String machine, boolean detected, boolean late, double leadHours) {
            MachineCounts counted = of(machine);
            counted.events++;
            counted.detected += detected ? 1 : 0;
            counted.alertedLate += late ? 1 : 0;
            leads.add(new Lead(position(machine), leadHours));
        }

        void addAll(EventTally part) {
            for (int m = 0; m < part.machines.size(); m++) {
                of(part.machines.get(m)).add(part.counts[m]);
            }
            for (Lead lead : part.risingLeads) {
                leads.add(new Lead(position(part.machines.get(lead.machine())), lead.hours()));
            }
        }

        EventTally build() {
            return new EventTally(machines, counts, leads);
        }

        private int position(String machine) {
            return position.getOrDefault(machine, -1);
        }
    }
}
