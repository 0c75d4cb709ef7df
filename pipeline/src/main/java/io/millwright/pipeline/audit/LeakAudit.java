package io.millwright.pipeline.audit;

import io.millwright.features.table.FeatureGroups;
import io.millwright.lake.Lake;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.Progress;
import io.millwright.lake.SideBySide;
import io.millwright.lake.config.PipelineConfig;
import java.util.List;
import java.util.function.Supplier;

/** Runs the tests of the audit side by side, and names each with what it found. */
final class LeakAudit {

    private LeakAudit() {}

    /**
     * Audits a lake whose features are built; tests of training need the training set and the folds too.
     *
     * @throws MillwrightException of category data where there are no features
     */
    static AuditReport run(
            Lake lake, PipelineConfig config, Builders builders, AuditSettings settings, Progress progress) {
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
            Supplier<AuditOutcome> landed = tests.start(landing::truncated);
            Supplier<AuditOutcome> deleted = tests.start(cuts::truncated);
            Supplier<AuditOutcome> perturbed = tests.start(cuts::perturbed);
            Supplier<AuditOutcome> delayed = tests.start(cuts::delayed);
            Supplier<AuditOutcome> poisoned = tests.start(poisoning::poisoned);
            Supplier<AuditOutcome> atFailures = tests.start(cuts::atFailures);
            Supplier<AuditOutcome> peers = tests.start(cuts::peers);
            Supplier<AuditOutcome> labels = tests.start(() -> LabelChecks.labels(lake, config));
            Supplier<AuditOutcome> folds = tests.start(() -> FoldChecks.folds(lake, config));
            RowChecks checks = new RowChecks(lake, config);
            Supplier<AuditOutcome> afterFailures = tests.start(checks::afterFailures);
            Supplier<AuditOutcome> observed = tests.start(checks::observed);
            Supplier<AuditOutcome> copies = tests.start(checks::copies);
            Supplier<AuditOutcome> drawnTwice = tests.start(checks::drawnTwice);
            Supplier<AuditOutcome> proxies = tests.start(checks::proxies);
            Supplier<AuditOutcome> survivors = tests.start(checks::survivors);
            Supplier<AuditOutcome> columns = tests.start(checks::columns);
            Supplier<AuditOutcome> choices = tests.start(() -> FoldChecks.choices(lake, config));
            tests.await();
            List<AuditReport.Entry> entries = List.of(
                    new AuditReport.Entry(
                            "L1",
                            "does a feature change when everything after its time is replaced by garbage?",
                            perturbed.get()),
                    new AuditReport.Entry(
                            "L2",
                            "does a feature change when everything after its time is deleted?",
                            both(deleted.get(), landed.get())),
                    new AuditReport.Entry(
                            "L3", "does a feature use a record before the record was known?", delayed.get()),
                    new AuditReport.Entry(
                            "L4",
                            "does a feature or a label use the instant of the failure, such as the repair recorded with it?",
                            both(labels.get(), atFailures.get())),
                    new AuditReport.Entry(
                            "L5", "does a row just after a failure count as healthy?", afterFailures.get()),
                    new AuditReport.Entry(
                            "L6", "does a row count as healthy that nobody watched to its horizon?", observed.get()),
                    new AuditReport.Entry("L7", "does the label of a training row reach into the test?", folds.get()),
                    new AuditReport.Entry("L8", "are rows of two machines copies of each other?", copies.get()),
                    new AuditReport.Entry(
                            "L9", "does anything fitted in a fold depend on the test rows?", poisoned.get()),
                    new AuditReport.Entry("L10", "was a row drawn twice or made up?", drawnTwice.get()),
                    new AuditReport.Entry(
                            "L11", "does a threshold or the choice of a model depend on a test?", choices.get()),
                    new AuditReport.Entry("L12", "does a feature give the answer away?", proxies.get()),
                    new AuditReport.Entry(
                            "L14", "does a feature change with the future of other machines?", peers.get()),
                    new AuditReport.Entry("L15", "is a machine left out of what is learned from?", survivors.get()),
                    new AuditReport.Entry(
                            "L20", "is a column learned from that no catalogue describes?", columns.get()));
            return new AuditReport(entries, (System.nanoTime() - start) / 1e9);
        }
    }

    /** Two halves of one test: failed where one failed, passed where one passed and the other did not fail. */
    static AuditOutcome both(AuditOutcome one, AuditOutcome other) {
        String text = one.text() + "; " + other.text();
        int cuts = one.cutsMade() + other.cutsMade();
        if (one instanceof AuditOutcome.Failed || other instanceof AuditOutcome.Failed) {
            return new AuditOutcome.Failed(cuts, text);
        }
        return one instanceof AuditOutcome.Passed || other instanceof AuditOutcome.Passed
                ? new AuditOutcome.Passed(cuts, text)
                : new AuditOutcome.NotApplicable(text);
    }
}
