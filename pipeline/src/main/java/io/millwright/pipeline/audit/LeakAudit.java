package io.millwright.pipeline.audit;

import io.millwright.features.table.FeatureGroups;
import io.millwright.lake.Lake;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.Progress;
import io.millwright.lake.config.PipelineConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Runs the tests of the audit one after the other, and names each with what it found. */
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
        List<AuditReport.Entry> entries = new ArrayList<>();
        try (WorkFolder work = new WorkFolder(lake)) {
            FeatureCuts cuts = new FeatureCuts(lake, config, builders, settings, work, progress);
            LandingCuts landing = new LandingCuts(lake, config, builders, settings, work, progress);
            Poisoning poisoning = new Poisoning(lake, config, builders, work, progress);
            add(
                    entries,
                    "L1",
                    "does a feature change when everything after its time is replaced by garbage?",
                    cuts::perturbed);
            add(
                    entries,
                    "L2",
                    "does a feature change when everything after its time is deleted?",
                    () -> both(cuts.truncated(), landing.truncated()));
            add(entries, "L3", "does a feature use a record before the record was known?", cuts::delayed);
            add(
                    entries,
                    "L4",
                    "does a feature or a label use the instant of the failure, such as the repair recorded with it?",
                    () -> both(LabelChecks.labels(lake, config), cuts.atFailures()));
            add(
                    entries,
                    "L7",
                    "does the label of a training row reach into the test?",
                    () -> FoldChecks.folds(lake, config));
            add(entries, "L9", "does anything fitted in a fold depend on the test rows?", poisoning::poisoned);
            add(entries, "L14", "does a feature change with the future of other machines?", cuts::peers);
        }
        return new AuditReport(entries, (System.nanoTime() - start) / 1e9);
    }

    private static void add(List<AuditReport.Entry> entries, String id, String question, Supplier<AuditOutcome> test) {
        entries.add(new AuditReport.Entry(id, question, test.get()));
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
