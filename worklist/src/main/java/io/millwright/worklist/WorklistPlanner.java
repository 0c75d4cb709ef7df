package io.millwright.worklist;

import io.millwright.lake.config.Severity;
import io.millwright.worklist.AlertBook.Alert;
import io.millwright.worklist.WorklistRow.Interval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Makes the list.
 *
 * <p>{@code predictions -> one per part -> alerts -> (order standing? already planned) | job (action, saving, latest start) -> by
 * saving per crew hour, each into the quietest slot its site's crew still has hours for besides standing orders -> rows}
 */
public final class WorklistPlanner {

    private final WorklistRules rules;
    private final Instant asOf;
    private final StandingOrders standing;
    private final Schedule schedule;
    private final List<SilentMachine> silent;
    private final List<UnusualMachine> unusual;
    private final AlertBook book;

    /**
     * What is known besides the predictions; anything that became known after {@code asOf} is left out here.
     *
     * @param history alerts of earlier lists, see {@link Worklist#alerts()}
     * @param silent machines of which nothing can be foretold
     * @param unusual the most unusual first; those without an alert get a line of their own
     */
    public record Knowledge(
            List<Order> orders,
            List<LoadWindow> schedule,
            List<AlertState> history,
            List<SilentMachine> silent,
            List<UnusualMachine> unusual) {
        public Knowledge {
            orders = List.copyOf(orders);
            schedule = List.copyOf(schedule);
            history = List.copyOf(history);
            silent = List.copyOf(silent);
            unusual = List.copyOf(unusual);
        }
    }

    /** A job and where it found crew hours, if it did. */
    private record Placed(Job job, Optional<Interval> slot) {}

    private WorklistPlanner(WorklistRules rules, Instant asOf, Knowledge knowledge) {
        this.rules = rules;
        this.asOf = asOf;
        this.standing = StandingOrders.of(knowledge.orders(), asOf);
        this.schedule = new Schedule(knowledge.schedule(), asOf);
        this.silent = knowledge.silent();
        this.unusual = knowledge.unusual();
        this.book = new AlertBook(
                knowledge.history(),
                asOf,
                rules.coolDown(),
                silent.stream().map(SilentMachine::equipmentId).collect(Collectors.toSet()));
    }

    /**
     * The list at {@code asOf}.
     *
     * @param predictions all of one {@code as_of}; of several for one part the most probable counts
     */
    public static Worklist plan(
            Instant asOf, Collection<Prediction> predictions, Knowledge knowledge, WorklistRules rules) {
        for (Prediction prediction : predictions) {
            if (!prediction.asOf().equals(asOf)) {
                throw new IllegalArgumentException("a list is of one as_of, " + asOf + ", got a prediction of "
                        + prediction.asOf() + " for " + prediction.equipmentId());
            }
        }
        return new WorklistPlanner(rules, asOf, knowledge).plan(predictions);
    }

    private Worklist plan(Collection<Prediction> predictions) {
        Health health = Health.of(predictions);
        Map<Part, Prediction> byPart = mostProbable(predictions);
        List<Alert> alerts = byPart.values().stream()
                .filter(prediction -> prediction.pFail() >= rules.alertThreshold())
                .map(prediction -> book.alert(prediction, severity(prediction)))
                .toList();
        List<WorklistRow> rows = new ArrayList<>();
        List<SitePlan> sites = new ArrayList<>();
        List<WorklistRow> unranked = new ArrayList<>();
        List<Job> alerted = alerts.stream().map(alert -> Job.of(alert, rules)).toList();
        Map<String, List<Job>> jobs = jobsBySite(alerted, unranked);
        health.sites().forEach((site, siteHealth) -> {
            CrewDays crew = new CrewDays(asOf, rules.planningDays(), rules.crewHoursPerSiteDay());
            standing.book(site, alerted, crew);
            sites.add(planSite(site, siteHealth, jobs.getOrDefault(site, List.of()), crew, rows));
        });
        List<WorklistRow> all = new ArrayList<>(ranked(rows));
        unranked.sort(
                Comparator.comparing(WorklistRow::status).thenComparing(WorklistRow::pFail, Comparator.reverseOrder()));
        all.addAll(unranked);
        book.cleared(alerts).forEach(state -> all.add(clearedRow(state, byPart)));
        Set<String> alerting =
                alerts.stream().map(alert -> alert.prediction().equipmentId()).collect(Collectors.toSet());
        unusual.stream()
                .filter(machine -> !alerting.contains(machine.equipmentId()))
                .forEach(machine -> all.add(unusualRow(machine)));
        silent.stream()
                .sorted(Comparator.comparing(SilentMachine::site).thenComparing(SilentMachine::equipmentId))
                .forEach(machine -> all.add(silentRow(machine)));
        return new Worklist(asOf, all, sites, health, book.states(all, alerts));
    }

    private static Map<Part, Prediction> mostProbable(Collection<Prediction> predictions) {
        Map<Part, Prediction> byPart = new TreeMap<>();
        predictions.forEach(
                prediction -> byPart.merge(prediction.part(), prediction, (a, b) -> b.pFail() > a.pFail() ? b : a));
        return byPart;
    }

    private Severity severity(Prediction prediction) {
        return prediction
                .severity()
                .orElseGet(
                        () -> SeverityRule.of(prediction.pFail(), prediction.rulMedianHours(), rules.horizonHours()));
    }

    /** Jobs to rank; alerts with a standing order or nothing to gain become rows at once. */
    private Map<String, List<Job>> jobsBySite(List<Job> alerted, List<WorklistRow> unranked) {
        List<Job> toRank = new ArrayList<>();
        for (Job job : alerted) {
            Optional<Order> order = standing.covering(job.prediction().part());
            if (order.isPresent()) {
                unranked.add(plannedRow(job, order.get()));
            } else if (job.worthDoing()) {
                toRank.add(job);
            } else {
                unranked.add(row(job, job.alert().status(), job.action().action(), Optional.empty()));
            }
        }
        return toRank.stream()
                .collect(Collectors.groupingBy(job -> job.prediction().site(), TreeMap::new, Collectors.toList()));
    }

    private SitePlan planSite(String site, double health, List<Job> jobs, CrewDays crew, List<WorklistRow> rows) {
        double hours = crew.freeHours();
        List<Placed> placed = jobs.stream()
                .sorted(Job.BY_WORTH)
                .map(job -> new Placed(job, place(job, crew)))
                .toList();
        placed.forEach(
                each -> rows.add(row(each.job(), each.job().alert().status(), actionText(each.job()), each.slot())));
        List<Placed> within =
                placed.stream().filter(each -> !beyondPlan(each.job(), crew)).toList();
        return sitePlan(site, health, hours, within);
    }

    private static SitePlan sitePlan(String site, double health, double hours, List<Placed> placed) {
        CrewKnapsack relaxed = CrewKnapsack.relaxed(
                placed.stream().map(each -> each.job().item()).toList(), hours);
        Map<Boolean, List<Job>> byDone = placed.stream()
                .collect(Collectors.partitioningBy(
                        each -> each.slot().isPresent(), Collectors.mapping(Placed::job, Collectors.toList())));
        List<Job> done = byDone.getOrDefault(true, List.of());
        List<Job> undone = byDone.getOrDefault(false, List.of());
        return new SitePlan(
                site,
                health,
                hours,
                done.stream().mapToDouble(job -> job.action().crewHours()).sum(),
                done.stream().mapToDouble(Job::saving).sum(),
                relaxed.bound(),
                relaxed.shadowPricePerHour(),
                undone.size(),
                undone.stream().mapToDouble(Job::saving).sum());
    }

    /**
     * The quietest slot with crew hours; if the parts come too late for any, the soonest after them, and if they come after the
     * days that are planned, as soon as they are there.
     */
    private Optional<Interval> place(Job job, CrewDays crew) {
        if (beyondPlan(job, crew)) {
            return Optional.of(new Interval(job.partsThere(), job.partsThere().plus(job.work())));
        }
        for (Schedule.Slot slot : slots(job, crew)) {
            if (crew.book(slot.start(), job.action().crewHours())) {
                return Optional.of(new Interval(slot.start(), slot.end()));
            }
        }
        return Optional.empty();
    }

    private List<Schedule.Slot> slots(Job job, CrewDays crew) {
        Prediction p = job.prediction();
        if (job.partsTooLate()) {
            return schedule.slots(p.site(), p.equipmentId(), job.partsThere(), crew.end(), job.work()).stream()
                    .sorted(Comparator.comparing(Schedule.Slot::start))
                    .toList();
        }
        return schedule.slots(p.site(), p.equipmentId(), job.partsThere(), job.latestStart(), job.work());
    }

    private static boolean beyondPlan(Job job, CrewDays crew) {
        return !job.partsThere().isBefore(crew.end());
    }

    /** By saving per hour over all sites, what has a slot before what has none. */
    private static List<WorklistRow> ranked(List<WorklistRow> rows) {
        List<WorklistRow> sorted = rows.stream()
                .sorted(Comparator.comparing((WorklistRow row) -> row.slot().isEmpty())
                        .thenComparing(row -> -row.expectedSaving() / Math.max(0.25, row.crewHours()))
                        .thenComparing(WorklistRow::equipmentId)
                        .thenComparing(WorklistRow::component))
                .toList();
        List<WorklistRow> ranked = new ArrayList<>();
        for (WorklistRow row : sorted) {
            ranked.add(row.ranked(ranked.size() + 1));
        }
        return ranked;
    }

    private static String actionText(Job job) {
        return job.partsTooLate() && job.action().partsLeadHours() > 0
                ? job.action().action() + " (parts come after the latest start: expedite them)"
                : job.action().action();
    }

    private WorklistRow plannedRow(Job job, Order order) {
        boolean late = order.scheduledFor().filter(job.latestStart()::isBefore).isPresent();
        String action = job.action().action() + " (order " + order.orderId() + " is " + order.status()
                + (late ? ", after the latest start: bring it forward)" : ")");
        Optional<Interval> slot = order.scheduledFor().map(at -> new Interval(at, at.plus(job.work())));
        return row(job, Status.ALREADY_PLANNED, action, slot);
    }

    private WorklistRow row(Job job, Status status, String action, Optional<Interval> slot) {
        Prediction p = job.prediction();
        return new WorklistRow(
                OptionalInt.empty(),
                job.tier(),
                status,
                p.site(),
                p.equipmentId(),
                p.component(),
                p.mode(),
                job.alert().severity(),
                Health.ofProbability(p.pFail()),
                p.pFail(),
                rules.horizonHours(),
                p.rulLowHours(),
                p.rulMedianHours(),
                p.rulHighHours(),
                p.reasons(),
                action,
                job.action().crewHours(),
                job.action().parts(),
                job.action().partsLeadHours(),
                Optional.of(job.latestStart()),
                slot,
                job.saving(),
                asOf,
                p.modelVersion());
    }

    /** A cleared alert shows today's figures of its part, where it was predicted today. */
    private WorklistRow clearedRow(AlertState state, Map<Part, Prediction> byPart) {
        Optional<Prediction> now = Optional.ofNullable(byPart.get(state.part()));
        double pFail = now.map(Prediction::pFail).orElse(Double.NaN);
        return new WorklistRow(
                OptionalInt.empty(),
                Tier.INFO,
                Status.CLEARED,
                state.site(),
                state.equipmentId(),
                state.component(),
                now.map(Prediction::mode).orElse(""),
                now.map(this::severity).orElse(state.severity()),
                Health.ofProbability(pFail),
                pFail,
                rules.horizonHours(),
                now.map(Prediction::rulLowHours).orElse(Double.NaN),
                now.map(Prediction::rulMedianHours).orElse(Double.NaN),
                now.map(Prediction::rulHighHours).orElse(Double.NaN),
                List.of(),
                "",
                0,
                "",
                0,
                Optional.empty(),
                Optional.empty(),
                0,
                asOf,
                now.map(Prediction::modelVersion).orElse(""));
    }

    /** The machine as a whole, without a figure; an alert that stood when it fell silent is named. */
    private WorklistRow silentRow(SilentMachine machine) {
        Optional<AlertState> stood = book.standing(machine.equipmentId());
        List<String> reasons = new ArrayList<>();
        reasons.add("no readings since " + machine.since());
        stood.ifPresent(alert -> reasons.add("an alert raised " + alert.raisedAt() + " stood then"));
        return machineRow(
                Status.NO_READINGS,
                machine.site(),
                machine.equipmentId(),
                stood.map(AlertState::severity).orElse(Severity.LOW),
                reasons);
    }

    private WorklistRow unusualRow(UnusualMachine machine) {
        return machineRow(
                Status.UNUSUAL, machine.site(), machine.equipmentId(), Severity.LOW, List.of(machine.reason()));
    }

    /** A line about the machine as a whole, without a figure. */
    private WorklistRow machineRow(
            Status status, String site, String equipmentId, Severity severity, List<String> reasons) {
        return new WorklistRow(
                OptionalInt.empty(),
                Tier.INFO,
                status,
                site,
                equipmentId,
                "",
                "",
                severity,
                Double.NaN,
                Double.NaN,
                rules.horizonHours(),
                Double.NaN,
                Double.NaN,
                Double.NaN,
                reasons,
                "",
                0,
                "",
                0,
                Optional.empty(),
                Optional.empty(),
                0,
                asOf,
                "");
    }
}
