package io.millwright.pipeline.score;

import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import io.millwright.etl.UnwellSensors;
import io.millwright.features.table.Lives;
import io.millwright.features.table.TrainingSet;
import io.millwright.lake.Lake;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.SideBySide;
import io.millwright.lake.TableSpec;
import io.millwright.pipeline.JobContext;
import io.millwright.pipeline.evaluate.ResultFiles;
import io.millwright.training.ScoredFleet;
import io.millwright.training.ScoredMachine;
import io.millwright.training.Scoring;
import io.millwright.worklist.AlertTable;
import io.millwright.worklist.Prediction;
import io.millwright.worklist.RollUp;
import io.millwright.worklist.SilentMachine;
import io.millwright.worklist.Status;
import io.millwright.worklist.UnusualMachine;
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
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Scores the fleet at one moment and makes the work list: {@code worklist.csv}, {@code worklist.json}, the tables {@code worklist},
 * {@code alerts} and {@code risks}.
 *
 * <p>{@code champion + newest rows -> risks -> planner (orders, schedule, earlier alerts known by then) -> list}
 */
public final class FleetScoring {

    static final int LINES_ON_SCREEN = 10;

    private FleetScoring() {}

    /**
     * Scores the fleet and writes the list; of a fleet of which nothing is foretold, that of {@link UnlabelledList}.
     *
     * @param wanted the moment; the end of the data where none is given, or where nobody has sent anything for so long before it that
     *     every machine would count as silent
     * @throws MillwrightException where there is no registered model, none that learned from the features as they are defined now, or no
     *     row to score
     */
    public static ScoreReport run(JobContext job, Optional<Instant> wanted) {
        return UnlabelledList.wantedBy(job.config()) ? UnlabelledList.write(job, wanted) : foretold(job, wanted);
    }

    private static ScoreReport foretold(JobContext job, Optional<Instant> wanted) {
        ListedModel listed = ListedModel.of(job);
        Instant end = endOfData(job.lake(), wanted);
        Instant asOf = moment(wanted, end, job.config().silence());
        PlanningTables known = new PlanningTables(job.lake(), asOf);
        ScoredFleet fleet = Scoring.score(job.lake(), job.config(), listed.model(), asOf, job.progress());
        Map<String, Instant> lastFailures = known.lastFailures();
        List<ScoredMachine> machines = fleet.machines().stream()
                .filter(machine -> inService(machine.equipmentId(), machine.asOf(), lastFailures))
                .map(ScoredMachine::lifeLeft)
                .toList();
        List<SilentMachine> silent = fleet.silent().stream()
                .filter(machine -> inService(machine.equipmentId(), machine.asOf(), lastFailures))
                .map(machine -> new SilentMachine(machine.site(), machine.equipmentId(), machine.since()))
                .toList();
        UnusualMachines unusual = UnusualMachines.of(job, asOf);
        job.progress().step("planning the work of " + machines.size() + " machines");
        ScoringTarget target = ScoringTarget.of(
                job.config(), listed.points(), listed.model().manifest().spec().rulCoverage());
        WorklistRules rules = WorklistRules.of(job.config(), target.target(), target.threshold());
        List<String> alerting = alerting(target, machines);
        RiskPredictions risks = new RiskPredictions(
                target,
                known.componentsOfModes(),
                known.lastLooks(),
                AccusedBearings.of(job.lake(), job.config(), alerting, lookedAtFrom(job, asOf), asOf),
                unusual.sentences(),
                cautions(job, alerting, asOf),
                asOf,
                listed.model().version());
        List<Prediction> predictions =
                machines.stream().flatMap(machine -> risks.of(machine).stream()).toList();
        List<RollUp.Risk> rolledUp = rolledUp(machines, risks, known.systems());
        List<UnusualMachine> lines =
                unusual.lines(machine -> inService(machine.equipmentId(), machine.asOf(), lastFailures));
        Worklist list =
                WorklistPlanner.plan(asOf, predictions, knowledge(predictions, target, known, silent, lines), rules);
        keep(job, list, rolledUp, asOf);
        Path csv = job.out().resolve("worklist.csv");
        ResultFiles.writeText(csv, WorklistCsv.text(list.rows()));
        ResultFiles.write(
                job.out().resolve("worklist.json"),
                ListForReport.of(list, listed, target, predictions, rolledUp, machines));
        String screen = cautions(listed, fleet, asOf)
                + unusual.note()
                + nobodyLater(wanted, asOf)
                + WorklistScreen.text(list, rules, LINES_ON_SCREEN);
        return report(list, listed, machines.size(), screen, csv);
    }

    /** A fleet that ended is listed as of its end: of a machine silence is told against the others. */
    static Instant moment(Optional<Instant> wanted, Instant end, Duration silence) {
        return wanted.filter(moment -> !moment.isAfter(end.plus(silence))).orElse(end);
    }

    static String nobodyLater(Optional<Instant> wanted, Instant asOf) {
        return wanted.filter(asOf::isBefore)
                .map(moment -> "NO READINGS: nobody has sent anything after " + asOf
                        + ", so this list is of then, not of " + moment + ".\n")
                .orElse("");
    }

    private static List<String> alerting(ScoringTarget target, List<ScoredMachine> machines) {
        return machines.stream()
                .filter(machine -> target.risk(machine) >= target.threshold())
                .map(ScoredMachine::equipmentId)
                .toList();
    }

    /** Of the machines that raise an alert, about the time their features look at. */
    private static Cautions cautions(JobContext job, List<String> alerting, Instant asOf) {
        return new Cautions(
                job.config(),
                UnwellSensors.knownBy(job.lake(), job.config(), alerting, asOf, lookedAtFrom(job, asOf)),
                asOf);
    }

    private static Instant lookedAtFrom(JobContext job, Instant asOf) {
        Duration longest = job.config().features().windows().stream()
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        return asOf.minus(longest);
    }

    /** The end of the data, or where a moment is given of the readings. */
    static Instant endOfData(Lake lake, Optional<Instant> wanted) {
        return wanted.isPresent() ? endOfReadings(lake) : newestRow(lake, lit(true));
    }

    /** The newest row of before the fleet fell silent: rows go on for a while behind the last reading. */
    private static Instant endOfReadings(Lake lake) {
        if (!lake.has(Lives.TABLE)) {
            return newestRow(lake, lit(true));
        }
        long observedUntilMs = lake.read(Lives.TABLE)
                .select(expr("max(" + Lives.OBSERVED_UNTIL_MS + ")"))
                .first()
                .getLong(0);
        return newestRow(lake, expr("unix_millis(as_of) <= " + observedUntilMs));
    }

    private static Instant newestRow(Lake lake, Column counts) {
        Row last = lake.read(TrainingSet.NAME)
                .filter(counts)
                .select(expr("unix_millis(max(as_of))"))
                .first();
        if (last.isNullAt(0)) {
            throw MillwrightException.data(
                    "the training set is empty, so there is nothing to score; run ./millwright features first");
        }
        return Instant.ofEpochMilli(last.getLong(0));
    }

    /** A machine whose newest row is not after its last failure stands still and needs no prediction. */
    static boolean inService(String machine, Instant newestRow, Map<String, Instant> lastFailures) {
        Instant failed = lastFailures.get(machine);
        return failed == null || newestRow.isAfter(failed);
    }

    private static List<RollUp.Risk> rolledUp(
            List<ScoredMachine> machines, RiskPredictions risks, Map<String, String> systems) {
        return RollUp.of(machines.stream()
                .flatMap(machine -> risks.components(machine, systems.getOrDefault(machine.equipmentId(), "")).stream())
                .toList());
    }

    private static WorklistPlanner.Knowledge knowledge(
            List<Prediction> predictions,
            ScoringTarget target,
            PlanningTables known,
            List<SilentMachine> silent,
            List<UnusualMachine> unusual) {
        TreeSet<String> alerting = predictions.stream()
                .filter(prediction -> prediction.pFail() >= target.threshold())
                .map(Prediction::equipmentId)
                .collect(Collectors.toCollection(TreeSet::new));
        return new WorklistPlanner.Knowledge(
                known.orders(),
                known.schedule(alerting, target.target().horizon().plusDays(2)),
                known.earlierAlerts(),
                silent,
                unusual);
    }

    static void keep(JobContext job, Worklist list, List<RollUp.Risk> risks, Instant asOf) {
        try (SideBySide writing = new SideBySide(job.lake().spark(), "work list", 3)) {
            writing.start(() ->
                    kept(job.lake(), WorklistTable.rows(list.rows()), WorklistTable.TABLE, WorklistTable.AS_OF, asOf));
            writing.start(() ->
                    kept(job.lake(), AlertTable.rows(list.alerts()), AlertTable.TABLE, AlertTable.LISTED_AT, asOf));
            writing.start(() -> kept(job.lake(), RiskTable.rows(risks, asOf), RiskTable.TABLE, RiskTable.AS_OF, asOf));
            writing.await();
        }
    }

    /** Replaces what a table says for a moment. */
    private static long kept(Lake lake, List<Row> rows, TableSpec table, String moment, Instant asOf) {
        Dataset<Row> kept = lake.spark().createDataFrame(rows, table.schema()).coalesce(1);
        return lake.replaceWhere(
                kept, table, moment + " = TIMESTAMP '" + asOf + "'", lake.versions(List.of(TrainingSet.NAME)));
    }

    private static ScoreReport report(Worklist list, ListedModel listed, int machines, String screen, Path csv) {
        return new ScoreReport(
                list.asOf(),
                listed.model().version(),
                listed.promoted(),
                machines,
                list.rows().stream()
                        .filter(row -> row.rank().isPresent() && !row.leftUndone())
                        .count(),
                list.rows().stream().filter(WorklistRow::leftUndone).count(),
                list.rows().stream()
                        .filter(row -> row.status() == Status.ALREADY_PLANNED)
                        .count(),
                list.rows().stream()
                        .filter(row -> row.status() == Status.NO_READINGS)
                        .count(),
                list.rows().stream()
                        .filter(row -> row.status() == Status.UNUSUAL)
                        .count(),
                WorklistNotice.of(list.asOf(), list.rows(), listed.model().version(), listed.promoted()),
                screen,
                csv);
    }

    /** What a planner must know of the list before anything on it. */
    private static String cautions(ListedModel listed, ScoredFleet fleet, Instant asOf) {
        String version = listed.model().version();
        return redefined(listed.instead(), version)
                + (listed.promoted() ? "" : notPromoted(listed.waits(), listed.objections(), version))
                + lookingBack(version, listed.trainedTo(), asOf)
                + notCalibrated(version, fleet.livesCalibrated());
    }

    static String notCalibrated(String version, boolean livesCalibrated) {
        return livesCalibrated
                ? ""
                : "NOT CALIBRATED: too few lives had ended for version " + version
                        + " to tell how wide its intervals of remaining life must be; they promise no coverage.\n";
    }

    /** @param instead why another version is not listed with */
    static String redefined(Optional<String> instead, String version) {
        return instead.map(why -> "REDEFINED: " + why + ", so this list is by version " + version
                        + ", which learned from features as they are.\n")
                .orElse("");
    }

    /**
     * @param waits whether only a person's word is missing
     * @param objections of the promotion rule
     */
    static String notPromoted(boolean waits, List<String> objections, String version) {
        if (waits) {
            return "NOT PROMOTED: the promotion rule has no objection to version " + version
                    + ", which waits for a person: read its card, then ./millwright models approve " + version
                    + " --reason \"...\" and ./millwright promote.\n";
        }
        return "NOT PROMOTED: "
                + (objections.isEmpty()
                        ? "version " + version + " is not the champion"
                        : "the promotion rule objects to version " + version + ": " + String.join("; ", objections))
                + "; this list is a candidate's opinion.\n";
    }

    static String lookingBack(String version, Optional<Instant> trainedTo, Instant asOf) {
        return trainedTo
                .filter(asOf::isBefore)
                .map(to -> "LOOKING BACK: version " + version + " learned from data up to " + to
                        + ", after this list's moment; what it foretells here it may have seen.\n")
                .orElse("");
    }
}
