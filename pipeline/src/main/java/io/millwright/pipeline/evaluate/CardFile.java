package io.millwright.pipeline.evaluate;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The card beside the results of a run: {@code model-card.json} and the same as a page. */
public final class CardFile {

    private static final String JSON = "model-card.json";
    private static final String PAGE = "model-card.html";

    private CardFile() {}

    static void write(Path out, ModelCard card) {
        ResultFiles.write(out.resolve(JSON), card);
        ResultFiles.writeText(out.resolve(PAGE), ModelCardPage.html(card));
    }

    /**
     * Tells the card of the audit that ended just now, as it runs after the model is registered; nothing where there is no card, or it is
     * of another training or pipeline file than was audited.
     */
    public static void tellOfAudit(Path out) {
        Optional<AuditFile> audit = AuditFile.of(out);
        read(out)
                .filter(card ->
                        audit.filter(of -> of.isOf(card.metrics().judged())).isPresent())
                .ifPresent(card -> write(out, card.audited(audit)));
    }

    /** Says in the card of a version whether it could be rebuilt; nothing where the folder holds another version's card, or none. */
    public static void rebuilt(Path out, String version, boolean same) {
        read(out).filter(card -> version.equals(card.version())).ifPresent(card -> write(out, card.rebuilt(same)));
    }

    private static Optional<ModelCard> read(Path out) {
        return Files.exists(out.resolve(JSON))
                ? Optional.of(ResultFiles.read(out.resolve(JSON), ModelCard.class, "register"))
                : Optional.empty();
    }
}
