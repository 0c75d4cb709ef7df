package io.millwright.pipeline.audit;

import io.millwright.features.table.FeatureGroups;
import io.millwright.lake.Lake;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.Progress;
import io.millwright.lake.SideBySide;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.TimeAxis;
import io.millwright.training.TrainedRun;
import io.millwright.training.registry.Manifest;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Runs the tests of the audit side by side, and names each with what it found. */
final class LeakAudit {

    private LeakAudit() {}

    /**
     * Audits a lake whose features are built; tests of training need the training set and the folds too.
     *
     * @param champion of the registry
     * @throws MillwrightException of category data where there are no features
     */
    static AuditReport run(
            Lake lake,
            PipelineConfig config,
            Builders builders,
            AuditSettings settings,
            Optional<Manifest> champion,
            Progress progress) {
        if (!lake.has(FeatureGroups.TIME_DOMAIN)) {
            throw MillwrightException.data("the lake " + lake.root()
                    + " has no features to audit yet; run ./millwright run (or ingest and features) first");
        }
        long start = System.nanoTime();
        // The folder of the copies outlives the tests.
        try (WorkFolder work = new WorkFolder(lake);
                SideBySide tests = new SideBySide(lake.spark(), "audit", 2)) {
            FeatureCuts cuts = new FeatureCuts(lake, config, builders, settings, work, progress);
            LandingCuts landing = new LandingCuts(lake, config, builders, settings, work, progress);
            Poisoning poisoning = new Poisoning(lake, config, builders, work, progress);
            // Longest first, so that none is waited for at the end.
            Supplier<AuditOutcome> landed = tests.start(inTime(config, landing::truncated));
            Supplier<AuditOutcome> deleted = tests.start(inTime(config, cuts::truncated));
            Supplier<AuditOutcome> perturbed = tests.start(inTime(config, cuts::perturbed));
            Supplier<AuditOutcome> delayed = tests.start(inTime(config, cuts::delayed));
            Supplier<AuditOutcome> poisoned = tests.start(poisoning::poisoned);
            Supplier<AuditOutcome> trainedShuffled = tests.start(poisoning::shuffled);
            Supplier<AuditOutcome> canary =
                    tests.start(new ShuffleCanary(lake, config, builders, work, progress)::sings);
            Supplier<AuditOutcome> zones = tests.start(landing::zones);
            Supplier<AuditOutcome> shuffled =
                    tests.start(new Shuffled(lake, config, builders, work, progress)::features);
            Supplier<AuditOutcome> followed =
                    tests.start(inTime(config, () -> new AlertChecks(lake, config).followed(cuts)));
            Serving serving = new Serving(lake, config, settings, progress);
            Supplier<AuditOutcome> alone = tests.start(serving::alone);
            Supplier<AuditOutcome> againstItself = tests.start(() -> FoldChecks.againstItself(lake, config));
            Supplier<AuditOutcome> atFailures = tests.start(inTime(config, cuts::atFailures));
            Supplier<AuditOutcome> peers = tests.start(inTime(config, cuts::peers));
            Supplier<AuditOutcome> labels = tests.start(inTime(config, () -> LabelChecks.labels(lake, config)));
            Supplier<AuditOutcome> folds = tests.start(() -> FoldChecks.folds(lake, config));
            Supplier<AuditOutcome> days = tests.start(() -> LabelChecks.datedByDay(lake, config));
            Supplier<AuditOutcome> known = tests.start(() -> serving.champion(champion));
            RowChecks checks = new RowChecks(lake, config);
            Supplier<AuditOutcome> afterFailures = tests.start(inTime(config, checks::afterFailures));
            Supplier<AuditOutcome> observed = tests.start(inTime(config, checks::observed));
            Supplier<AuditOutcome> copies = tests.start(checks::copies);
            Supplier<AuditOutcome> drawnTwice = tests.start(checks::drawnTwice);
            Supplier<AuditOutcome> sharedParts = tests.start(() -> new SharedParts(lake).across());
            Supplier<AuditOutcome> proxies = tests.start(() -> Proxies.of(lake, config));
            Supplier<AuditOutcome> survivors = tests.start(checks::survivors);
            Supplier<AuditOutcome> columns = tests.start(checks::columns);
            Supplier<AuditOutcome> choices = tests.start(() -> FoldChecks.choices(lake, config));
            tests.await();
            List<AuditReport.Entry> entries = List.of(
                    entry(
                            "L1",
                            "does a feature change when everything after its time is replaced by garbage?",
                            perturbed.get()),
                    entry(
                            "L2",
                            "does a feature change when everything after its time is deleted?",
                            both(deleted.get(), landed.get())),
                    entry("L3", "does a feature use a record before the record was known?", delayed.get()),
                    entry(
                            "L4",
                            "does a feature or a label use the instant of the failure, such as the repair recorded"
                                    + " with it?",
                            both(labels.get(), atFailures.get())),
                    entry("L5", "does a row just after a failure count as healthy?", afterFailures.get()),
                    entry("L6", "does a row count as healthy that nobody watched to its horizon?", observed.get()),
                    entry(
                            "L7",
                            "does the label of a training row reach into the test, and does a model find labels that were"
                                    + " dealt to other machines?",
                            both(folds.get(), canary.get())),
                    entry(
                            "L8",
                            "are rows of two machines copies of each other, and do machines that train share a part or an"
                                    + " order with machines that are tested?",
                            both(copies.get(), sharedParts.get())),
                    entry("L9", "does anything fitted in a fold depend on the test rows?", poisoned.get()),
                    entry("L10", "was a row drawn twice or made up?", drawnTwice.get()),
                    entry("L11", "does a threshold or the choice of a model depend on a test?", choices.get()),
                    entry("L12", "does a feature give the answer away?", proxies.get()),
                    entry("L13", "does a feature before an alert know of the work that followed it?", followed.get()),
                    entry("L14", "does a feature change with the future of other machines?", peers.get()),
                    entry("L15", "is a machine left out of what is learned from?", survivors.get()),
                    entry(
                            "L16",
                            "does an interval take overlapping rows of one machine for independent?",
                            againstItself.get()),
                    entry(
                            "L17",
                            "does a feature or a label depend on how a zone writes its times?",
                            both(zones.get(), days.get())),
                    entry(
                            "L18",
                            "does a machine served alone get other features than it was learned from?",
                            both(alone.get(), known.get())),
                    entry(
                            "L19",
                            "does a feature or a model depend on the order of rows?",
                            both(shuffled.get(), trainedShuffled.get())),
                    entry("L20", "is a column learned from that no catalogue describes?", columns.get()));
            return new AuditReport(
                    config.hash(), TrainedRun.ofNewest(lake), entries, (System.nanoTime() - start) / 1e9);
        }
    }

    private static AuditReport.Entry entry(String id, String question, AuditOutcome outcome) {
        return new AuditReport.Entry(id, question, PlantedLeak.caughtBy(id), outcome);
    }

    /** A test of before and after; a table without time has neither. */
    private static Supplier<AuditOutcome> inTime(PipelineConfig config, Supplier<AuditOutcome> test) {
        return config.timeAxis() == TimeAxis.NONE
                ? () -> new AuditOutcome.NotApplicable(
                        "landing.axis is none: a row has no time, so nothing comes before or after it")
                : test;
    }

    /** Two halves of one test: failed where one failed, passed where one passed and the other did not fail. */
    static AuditOutcome both(AuditOutcome one, AuditOutcome other) {
        String text = one.text().equals(other.text()) ? one.text() : one.text() + "; " + other.text();
        int cuts = one.cutsMade() + other.cutsMade();
        if (one instanceof AuditOutcome.Failed || other instanceof AuditOutcome.Failed) {
            return new AuditOutcome.Failed(cuts, text);
        }
        return one instanceof AuditOutcome.Passed || other instanceof AuditOutcome.Passed
                ? new AuditOutcome.Passed(cuts, text)
                : new AuditOutcome.NotApplicable(text);
    }
}
