package io.millwright.pipeline.audit;

import io.millwright.lake.MillwrightException;
import io.millwright.pipeline.JobContext;
import io.millwright.pipeline.evaluate.CardFile;
import io.millwright.pipeline.evaluate.ResultFiles;
import io.millwright.training.registry.ModelRegistry;

/** {@code audit}: the leak audit on the lake of a pipeline file; writes {@code audit.json} and {@code audit.txt}, and tells the
 * card. */
public final class AuditRun {

    private AuditRun() {}

    /**
     * Audits and writes the report, whatever it says.
     *
     * @throws MillwrightException of category data where a test failed, after the report is written, or where there are no
     *     features to audit
     */
    public static AuditReport run(JobContext context) {
        ModelRegistry registry = context.outside().registry();
        AuditReport report = LeakAudit.run(
                context.lake(),
                context.config(),
                Builders.ofJobs(context.lake()),
                AuditSettings.STANDARD,
                registry.champion()
                        .map(champion -> registry.load(champion.version()).manifest()),
                context.progress());
        ResultFiles.writeText(context.out().resolve("audit.json"), report.json());
        ResultFiles.writeText(context.out().resolve("audit.txt"), report.table());
        CardFile.tellOfAudit(context.out());
        if (!report.passed()) {
            throw MillwrightException.data("the leak audit failed:\n" + report.table()
                    + "Features or models know the future; do not trust any figure until this is mended. The report is "
                    + context.out().resolve("audit.txt") + ".");
        }
        return report;
    }
}
