package io.millwright.pipeline.score;

import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.TargetSpec;
import io.millwright.lake.watch.Notice;
import io.millwright.pipeline.JobContext;
import io.millwright.pipeline.evaluate.ResultFiles;
import io.millwright.training.Scoring;
import io.millwright.worklist.SilentMachine;
import io.millwright.worklist.Status;
import io.millwright.worklist.Worklist;
import io.millwright.worklist.WorklistCsv;
import io.millwright.worklist.WorklistPlanner;
import io.millwright.worklist.WorklistRow;
import io.millwright.worklist.WorklistRules;
import io.millwright.worklist.WorklistScreen;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The list of a fleet of which nothing is foretold: the machines that are unusual, and those that fell silent. No line asks for work.
 *
 * <p>{@code newest rows -> detectors fitted on what came before -> list}
 */
final class UnlabelledList {

    /** Machines that the notice names. */
    private static final int NAMED = 10;

    private UnlabelledList() {}

    /** Whether this is the list that a pipeline file asks for. */
    static boolean wantedBy(PipelineConfig config) {
        return !config.targets().foretells() && config.targets().anomaly().isPresent();
    }

    /** Writes the list, as {@link FleetScoring#run} does. */
    static ScoreReport write(JobContext job, Optional<Instant> wanted) {
        Instant asOf = FleetScoring.moment(
                wanted, FleetScoring.endOfData(job.lake(), wanted), job.config().silence());
        Map<String, Instant> lastFailures = new PlanningTables(job.lake(), asOf).lastFailures();
        UnusualMachines unusual = UnusualMachines.of(job, asOf);
        List<SilentMachine> silent = Scoring.silent(job.lake(), job.config(), asOf).stream()
                .map(machine -> new SilentMachine(machine.site(), machine.equipmentId(), machine.since()))
                .toList();
        WorklistPlanner.Knowledge knowledge = new WorklistPlanner.Knowledge(
                List.of(),
                List.of(),
                List.of(),
                silent,
                unusual.lines(machine -> FleetScoring.inService(machine.equipmentId(), machine.asOf(), lastFailures)));
        WorklistRules rules = rules(job.config());
        Worklist list = WorklistPlanner.plan(asOf, List.of(), knowledge, rules);
        FleetScoring.keep(job, list, List.of(), asOf);
        Path csv = job.out().resolve("worklist.csv");
        ResultFiles.writeText(csv, WorklistCsv.text(list.rows()));
        ResultFiles.write(job.out().resolve("worklist.json"), ListForReport.unlabelled(list));
        int machines = unusual.machines().size();
        String screen = unusual.note()
                + FleetScoring.nobodyLater(wanted, asOf)
                + WorklistScreen.unlabelled(list, rules, machines, FleetScoring.LINES_ON_SCREEN);
        return new ScoreReport(
                asOf,
                "",
                false,
                machines,
                0,
                0,
                0,
                of(list, Status.NO_READINGS).size(),
                of(list, Status.UNUSUAL).size(),
                notice(list, machines),
                screen,
                csv);
    }

    /** Nothing is foretold, so only the horizon of a line is said: as long as an alert of the anomaly stage lasts. */
    private static WorklistRules rules(PipelineConfig config) {
        Duration coolDown =
                config.targets().anomaly().map(TargetSpec.Anomaly::coolDown).orElse(Duration.ZERO);
        return WorklistRules.of(
                config,
                new TargetSpec.Failure("unusual", coolDown, Duration.ZERO, coolDown, coolDown, true),
                Double.POSITIVE_INFINITY);
    }

    private static Notice notice(Worklist list, int machines) {
        List<WorklistRow> unusual = of(list, Status.UNUSUAL);
        String named =
                unusual.stream().limit(NAMED).map(WorklistRow::equipmentId).collect(Collectors.joining(", "));
        return new Notice(
                Notice.Kind.WORK_LIST,
                Notice.Severity.INFO,
                "list of " + list.asOf() + ": " + unusual.size() + " of " + machines + " machines are unusual",
                (named.isEmpty() ? "No machine is unusual." : "The most unusual: " + named + ".")
                        + " worklist.csv of the results is the list.",
                Map.of("as_of", list.asOf().toString(), "unusual", Integer.toString(unusual.size())));
    }

    private static List<WorklistRow> of(Worklist list, Status status) {
        return list.rows().stream().filter(row -> row.status() == status).toList();
    }
}
