package io.millwright.pipeline.evaluate;

import io.millwright.evaluation.LooksLedger;
import io.millwright.lake.MillwrightException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The ledger of looks at test windows, kept as {@code looks.json} beside the registry; see {@link LooksLedger}. */
final class LooksFile {

    private final Path file;

    LooksFile(Path registry) {
        this.file = registry.resolve("looks.json");
    }

    /** As it stands in the file. */
    private record Kept(List<LooksLedger.Look> looks) {}

    /** What a granted look leaves to print: the highest count over the windows, and every reason given so far. */
    record Standing(int count, List<String> reasons) {}

    /**
     * Looks at windows with one training set, configuration and code; keeps the look before any figure is computed.
     *
     * @throws MillwrightException where a window was looked at with another key and no reason is given; nothing is kept then
     */
    Standing look(List<String> windows, LooksLedger.Key anyWindow, Optional<String> reason) {
        LooksLedger ledger = kept();
        int count = 0;
        for (String window : windows) {
            LooksLedger.Key key = new LooksLedger.Key(
                    window, anyWindow.trainingSetHash(), anyWindow.configurationHash(), anyWindow.trainingCodeHash());
            LooksLedger.Answer answer = ledger.look(key, reason);
            if (answer instanceof LooksLedger.Granted granted) {
                ledger = granted.ledger();
                count = Math.max(count, granted.count());
            } else if (answer instanceof LooksLedger.Refused refused) {
                throw MillwrightException.configuration(refused.message());
            }
        }
        if (!ledger.equals(kept())) {
            ResultFiles.write(file, new Kept(ledger.looks()));
        }
        return new Standing(count, reasons(ledger, windows));
    }

    private LooksLedger kept() {
        return Files.exists(file)
                ? new LooksLedger(ResultFiles.read(file, Kept.class, "evaluate").looks())
                : LooksLedger.empty();
    }

    private static List<String> reasons(LooksLedger ledger, List<String> windows) {
        List<String> reasons = new ArrayList<>();
        for (LooksLedger.Look look : ledger.looks()) {
            if (windows.contains(look.key().window()) && !look.reason().isEmpty() && !reasons.contains(look.reason())) {
                reasons.add(look.reason());
            }
        }
        return List.copyOf(reasons);
    }
}
