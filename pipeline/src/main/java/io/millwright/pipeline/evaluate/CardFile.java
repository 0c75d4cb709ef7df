package io.millwright.pipeline.evaluate;

import java.nio.file.Files;
import java.nio.file.Path;

/** The card beside the results of a run, {@code model-card.json} and {@code model-card.html}. */
public final class CardFile {

    private static final String JSON = "model-card.json";

    private CardFile() {}

    static void write(Path out, ModelCard card) {
        ResultFiles.write(out.resolve(JSON), card);
        ResultFiles.writeText(out.resolve("model-card.html"), ModelCardPage.html(card));
    }

    /** Tells the card of the audit that ended just now, as it runs after the model is registered; nothing where there is no card. */
    public static void tellOfAudit(Path out) {
        if (Files.exists(out.resolve(JSON))) {
            ModelCard card = ResultFiles.read(out.resolve(JSON), ModelCard.class, "register");
            write(out, card.audited(CardFacts.leakage(out)));
        }
    }
}
