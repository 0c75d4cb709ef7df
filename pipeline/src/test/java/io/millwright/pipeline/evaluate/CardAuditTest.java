package io.millwright.pipeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which audit a card quotes: its models' own, and no other. */
class CardAuditTest {

    private static final Metrics.Judged OWN = new Metrics.Judged("its training", "its file");

    @TempDir
    private Path out;

    @BeforeEach
    void a_card_that_was_registered() throws IOException {
        Files.writeString(out.resolve("model-card.json"), """
                {"title": "Model card", "candidate": "xgboost", "run_id": "run-2", "version": "1",
                 "parts": [{"number": 2, "title": "How it was tested", "statements": ["Split: time."], "tables": []}],
                 "metrics": {"judged": {"training": "its training", "config_hash": "its file"}}}
                """);
    }

    @Test
    void the_card_is_told_of_an_audit_that_ends_after_it_was_written() throws IOException {
        for (String status : List.of("failed", "passed")) {
            audit(OWN, status);
            CardFile.tellOfAudit(out);
        }

        assertThat(card().version()).isEqualTo("1");
        assertThat(quoted(card().parts().get(0)))
                .as("in the order of the list, not of the alphabet")
                .containsExactly(List.of("L2", "passed 3 cuts"), List.of("L10", "passed 3 folds"));
        assertThat(out.resolve("model-card.html")).content().contains("passed 3 folds");
    }

    @Test
    void an_audit_after_another_training_or_by_another_file_leaves_the_card_as_it_was() throws IOException {
        audit(OWN, "passed");
        CardFile.tellOfAudit(out);
        ModelCard told = card();

        for (Metrics.Judged other : List.of(
                new Metrics.Judged("a later training", "its file"),
                new Metrics.Judged("its training", "another file"))) {
            audit(other, "failed");
            CardFile.tellOfAudit(out);

            assertThat(card()).isEqualTo(told);
        }
    }

    @Test
    void a_new_card_says_that_the_audit_beside_it_is_of_others() throws IOException {
        ModelCard.Part testing = card().parts().get(0);
        audit(new Metrics.Judged("an earlier training", "its file"), "passed");

        ModelCard.Part untold = CardTesting.audited(testing, AuditFile.of(out), OWN);

        assertThat(quoted(untold)).isEmpty();
        assertThat(untold.statements())
                .containsExactly(
                        "Split: time.",
                        "Leak audit: not run on these models, the newest is of run run-1 under another training or"
                                + " pipeline file; ./millwright audit runs it, and adds what it finds to the card"
                                + " beside the results, not to the one in the package.");
        audit(OWN, "passed");
        assertThat(CardTesting.audited(untold, AuditFile.of(out), OWN).statements())
                .containsExactly("Split: time.");
    }

    private ModelCard card() {
        return ResultFiles.read(out.resolve("model-card.json"), ModelCard.class, "register");
    }

    private void audit(Metrics.Judged of, String status) throws IOException {
        Files.writeString(out.resolve("audit.json"), """
                {"run_id": "run-1", "training": "%1$s", "config_hash": "%2$s", "tests": [
                  {"id": "L2", "status": "%3$s", "evidence": "3 cuts"},
                  {"id": "L10", "status": "%3$s", "evidence": "3 folds"}]}
                """.formatted(of.training(), of.configHash(), status));
    }

    private static List<List<String>> quoted(ModelCard.Part testing) {
        return testing.tables().stream()
                .filter(table -> table.title().equals("Leak audit"))
                .flatMap(table -> table.rows().stream())
                .toList();
    }
}
