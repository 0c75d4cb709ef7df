package io.millwright.pipeline.evaluate;

import io.millwright.evaluation.LooksLedger;
import io.millwright.evaluation.TimeWindow;
import io.millwright.lake.Lake;
import io.millwright.lake.config.PipelineConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A look at tests that the ledger has granted and that was not taken yet. Commands that look with the same rows, configuration and code
 * look once together.
 */
public final class TestLooks {

    private final LooksFile file;
    private final List<TimeWindow> tests;
    private final LooksLedger.Granted granted;
    private final LooksLedger.Run run;
    private final int bootstrapDraws;

    private TestLooks(LooksFile file, List<TimeWindow> tests, LooksLedger.Run run, Optional<String> reason, int draws) {
        this.file = file;
        this.tests = tests;
        this.granted = file.ask(tests, run, reason);
        this.run = run;
        this.bootstrapDraws = draws;
    }

    /**
     * Asks to look at tests of a lake's training set; one pass over its rows.
     *
     * @param reason why rows that were looked at before are looked at again, where they are
     * @throws io.millwright.lake.MillwrightException where they were by another run and there is no reason
     */
    public static TestLooks ask(Lake lake, PipelineConfig config, List<TimeWindow> tests, Optional<String> reason) {
        return new TestLooks(
                new LooksFile(Path.of(config.registryPath())),
                tests,
                LookKeys.of(lake, config),
                reason,
                config.targets().bootstrapDraws());
    }

    /** Keeps the look; to be called before any figure of the tests is computed. */
    public Metrics.Looks take() {
        LooksFile.Standing standing = file.keep(tests, granted);
        return new Metrics.Looks(standing.count(), standing.reasons(), bootstrapDraws, LookKeys.text(run));
    }
}
