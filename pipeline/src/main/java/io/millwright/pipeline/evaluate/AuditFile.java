package io.millwright.pipeline.evaluate;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a card reads of {@code audit.json}.
 *
 * @param runId of the training whose models were audited; null where nothing was trained yet, or an older Millwright audited
 * @param training that training, see {@link io.millwright.training.TrainedRun#key}; null likewise
 * @param configHash of the pipeline file that was audited by
 * @param tests in the order of the list L1 to L20
 */
record AuditFile(
        @Nullable String runId,
        @Nullable String training,
        @Nullable String configHash,
        List<Test> tests) {

    AuditFile {
        tests = tests == null ? List.of() : List.copyOf(tests);
    }

    /** One test of the list. */
    record Test(String id, String status, String evidence) {}

    /** Empty where none ran in this folder. */
    static Optional<AuditFile> of(Path out) {
        Path file = out.resolve("audit.json");
        return Files.exists(file) ? Optional.of(ResultFiles.read(file, AuditFile.class, "audit")) : Optional.empty();
    }

    /** Whether it is of the models, and by the pipeline file, of these figures. */
    boolean isOf(Metrics.@Nullable Judged judged) {
        return judged != null
                && judged.training().equals(training)
                && judged.configHash().equals(configHash);
    }
}
