package io.millwright.pipeline.evaluate;

import io.millwright.evaluation.LooksLedger;
import io.millwright.evaluation.TimeWindow;
import io.millwright.lake.MillwrightException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The ledger of looks at test windows, kept as {@code looks.json} beside the registry; see {@link LooksLedger}. */
final class LooksFile {

    private final Path file;

    LooksFile(Path registry) {
        this.file = registry.resolve("looks.json");
    }

    /** As it stands in the file. */
    private record Kept(List<KeptLook> looks) {}

    private record KeptLook(KeptKey key, String reason) {

        static KeptLook of(LooksLedger.Look look) {
            return new KeptLook(KeptKey.of(look.key()), look.reason());
        }

        LooksLedger.Look look() {
            return new LooksLedger.Look(key.key(), reason);
        }
    }

    /** @param window its two ends, a slash between them */
    private record KeptKey(String window, String trainingSetHash, String configurationHash, String trainingCodeHash) {

        static KeptKey of(LooksLedger.Key key) {
            return new KeptKey(
                    key.window().from() + "/" + key.window().to(),
                    key.run().trainingSetHash(),
                    key.run().configurationHash(),
                    key.run().trainingCodeHash());
        }

        LooksLedger.Key key() {
            int slash = window.indexOf('/');
            TimeWindow ends = new TimeWindow(
                    Instant.parse(window.substring(0, slash)), Instant.parse(window.substring(slash + 1)));
            return new LooksLedger.Key(ends, new LooksLedger.Run(trainingSetHash, configurationHash, trainingCodeHash));
        }
    }

    /** What a granted look leaves to print: the highest count over the windows, and every reason given so far. */
    record Standing(int count, List<String> reasons) {}

    /**
     * Asks to look at the tests of a training run; nothing is kept yet.
     *
     * @throws MillwrightException where rows of a window were looked at by another run and no reason is given
     */
    LooksLedger.Granted ask(List<TimeWindow> windows, LooksLedger.Run run, Optional<String> reason) {
        LooksLedger.Answer answer = kept().look(run, windows, reason);
        if (answer instanceof LooksLedger.Refused refused) {
            throw MillwrightException.configuration(refused.message());
        }
        return (LooksLedger.Granted) answer;
    }

    /** Keeps a look that was granted, before any figure is computed. */
    Standing keep(List<TimeWindow> windows, LooksLedger.Granted granted) {
        if (!granted.ledger().equals(kept())) {
            ResultFiles.write(
                    file,
                    new Kept(granted.ledger().looks().stream().map(KeptLook::of).toList()));
        }
        return new Standing(granted.count(), reasons(granted.ledger(), windows));
    }

    private LooksLedger kept() {
        return Files.exists(file)
                ? new LooksLedger(ResultFiles.read(file, Kept.class, "evaluate").looks().stream()
                        .map(KeptLook::look)
                        .toList())
                : LooksLedger.empty();
    }

    private static List<String> reasons(LooksLedger ledger, List<TimeWindow> windows) {
        return windows.stream()
                .flatMap(window -> ledger.at(window).stream())
                .map(LooksLedger.Look::reason)
                .filter(reason -> !reason.isEmpty())
                .distinct()
                .toList();
    }
}
