package io.millwright.fleet;

import io.millwright.fleet.Stream.Purpose;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Everything that happens to one machine, in hours since the start of the history: degradations with their ends, preventive
 * services, excursions. It is drawn before any sensor is simulated; sensors follow it, never the other way round.
 */
record MachineLife(List<Episode> episodes, List<Service> services, List<Excursion> excursions) {

    /** A preventive service: locked out during {@code [from, to)}, possibly with a component replaced. */
    record Service(double from, double to, String component, boolean replaced) {}

    /**
     * What is dealt out evenly: of the n-th failures of ten machines that follow each other, each mode has two, and each of the
     * shares (in [0, 1), uniform) falls into another tenth. So fleets of different seeds are alike in what they are made of.
     */
    private record Draw(FailureMode mode, double precursorShare, double gapShare, double firstGapShare) {
        private static final int DEALT = 10;

        static Draw of(FleetSpec spec, Machine machine, int ordinal) {
            Stream dealer = Stream.of(spec.seed(), machine.index() / DEALT * 10_000L + ordinal, Purpose.LIFE, 1);
            Stream own = Stream.of(spec.seed(), machine.index(), Purpose.LIFE, 2 + ordinal);
            int place = machine.index() % DEALT;
            int forMode = dealer.permuted(DEALT)[place];
            return new Draw(
                    FailureMode.ALL[forMode % FailureMode.ALL.length],
                    (dealer.permuted(DEALT)[place] + own.uniform()) / DEALT,
                    (dealer.permuted(DEALT)[place] + own.uniform()) / DEALT,
                    (dealer.permuted(DEALT)[place] + own.uniform()) / DEALT);
        }
    }

    /** Mean of a Weibull distribution of this shape and scale one. */
    private static final double WEIBULL_SHAPE = 1.3;

    private static final double WEIBULL_UNIT_MEAN = 0.9236;

    /** Shortest healthy time between a repair and the next failure. */
    private static final double SHORTEST_GAP_HOURS = 54;

    static MachineLife of(FleetSpec spec, Machine machine) {
        List<Episode> episodes = episodes(spec, machine);
        return new MachineLife(episodes, services(spec, machine, episodes), Excursions.of(spec, machine));
    }

    private static List<Episode> episodes(FleetSpec spec, Machine machine) {
        List<Episode> episodes = new ArrayList<>();
        if (spec.failuresPerMachineYear() == 0) {
            return episodes;
        }
        Stream random = Stream.of(spec.seed(), machine.index(), Purpose.LIFE, 0);
        double quiet = Math.min(240, spec.hours() / 12.0);
        double healthySince = quiet;
        while (healthySince < spec.hours() + 24 * 30) {
            Draw draw = Draw.of(spec, machine, episodes.size());
            double gap = gap(spec, draw.gapShare()) * (episodes.isEmpty() ? draw.firstGapShare() : 1);
            Episode episode = episode(spec, random, draw, healthySince, Math.max(gap, SHORTEST_GAP_HOURS));
            episodes.add(episode);
            healthySince = episode.repaired();
        }
        return episodes;
    }

    /** Time from repair to the next failure, by its quantile. */
    private static double gap(FleetSpec spec, double share) {
        double failing = 1 - (spec.scenario() == Scenario.DEFAULT ? spec.replacedEarlyShare() : 0);
        double mean = failing * 365 * 24 / spec.failuresPerMachineYear();
        double exponential = -Math.log(1 - share);
        return spec.scenario() == Scenario.NO_SIGNAL
                ? mean * exponential
                : mean / WEIBULL_UNIT_MEAN * Math.pow(exponential, 1 / WEIBULL_SHAPE);
    }

    private static Episode episode(FleetSpec spec, Stream random, Draw draw, double healthySince, double gap) {
        FailureMode mode = draw.mode();
        double planned = healthySince + gap;
        double drawnLead = 24 * mode.leadDays(Math.sqrt(random.uniform()));
        boolean hasPrecursor = draw.precursorShare() >= suddenShare(spec);
        double lead = spec.scenario() == Scenario.PLANTED_PRECURSOR
                ? spec.plantedLead().toMinutes() / 60.0
                : drawnLead;
        double onset = hasPrecursor ? Math.max(planned - lead, healthySince + 6) : planned;
        boolean replaced =
                random.chance(spec.replacedEarlyShare()) && hasPrecursor && spec.scenario() == Scenario.DEFAULT;
        double end = replaced ? onset + (planned - onset) * random.between(0.5, 0.9) : planned;
        double repair = replaced ? random.between(2, 6) : random.between(4, 20);
        double amplitude = random.between(9, 14);
        boolean imperfect = random.chance(0.25);
        double residue = imperfect ? random.between(0.05, 0.2) : 0;
        return new Episode(
                mode,
                hasPrecursor,
                onset,
                end,
                !replaced,
                end + repair,
                planned,
                spec.scenario() == Scenario.PLANTED_PRECURSOR ? 9 : amplitude,
                spec.scenario() == Scenario.DEFAULT && hasPrecursor ? residue : 0);
    }

    private static double suddenShare(FleetSpec spec) {
        return switch (spec.scenario()) {
            case DEFAULT -> spec.suddenShare();
            case NO_SIGNAL -> 1;
            case PLANTED_PRECURSOR -> 0;
        };
    }

    private static List<Service> services(FleetSpec spec, Machine machine, List<Episode> episodes) {
        Stream random = Stream.of(spec.seed(), machine.index(), Purpose.PLAN, 0);
        List<Service> services = new ArrayList<>();
        double at = 24 * random.between(10, 70);
        while (at < spec.hours() + 24 * 30) {
            double from = Math.floor(at / 24) * 24 + random.between(2, 6);
            double length = random.between(1.5, 4);
            String component = machine.type()
                    .components
                    .get(random.below(machine.type().components.size()));
            boolean replaced = random.chance(0.4);
            if (episodes.stream().noneMatch(episode -> blocks(episode, from, from + length, component))) {
                services.add(new Service(from, from + length, component, replaced));
            }
            at += 24 * random.between(50, 90);
        }
        return services;
    }

    /** A service is not done while the machine is down, nor on a component that is degrading: that is an early replacement. */
    private static boolean blocks(Episode episode, double from, double to, String component) {
        boolean down = from < episode.repaired() && to > episode.end();
        boolean degrading = from < episode.repaired() && to > episode.onset();
        return down || (degrading && episode.mode().component.equals(component));
    }

    /** Whether the machine is locked out for work at this hour and sends nothing. */
    boolean isDown(double hour) {
        for (Episode episode : episodes) {
            if (hour >= episode.end() && hour < episode.repaired()) {
                return true;
            }
        }
        for (Service service : services) {
            if (hour >= service.from() && hour < service.to()) {
                return true;
            }
        }
        return false;
    }

    /** Degradation of the machine at an hour, from 0 (healthy) to 1 (failed). */
    double degradation(double hour, Scenario scenario) {
        double worst = 0;
        for (Episode episode : episodes) {
            worst = Math.max(worst, episode.degradation(hour, scenario));
        }
        return worst;
    }

    /** The episodes that have begun before the end of the history, in order. */
    List<Episode> begun(FleetSpec spec) {
        return episodes.stream()
                .filter(episode -> episode.onset() < spec.hours())
                .sorted(Comparator.comparingDouble(Episode::end))
                .toList();
    }
}
