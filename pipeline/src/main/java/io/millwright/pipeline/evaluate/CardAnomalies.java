package io.millwright.pipeline.evaluate;

import io.millwright.evaluation.event.Baselines;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.TargetSpec;
import io.millwright.training.KeptDetectors;
import io.millwright.training.table.AnomalyThresholds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a card says of the anomaly stage: what it is, and how it did on the tests. */
final class CardAnomalies {

    private CardAnomalies() {}

    /** Empty where the pipeline file asks for no anomalies. */
    static List<String> says(PipelineConfig config, Path out) {
        Path file = out.resolve("anomalies.json");
        return config.targets()
                .anomaly()
                .map(wanted -> Stream.concat(
                                Stream.of(whatItIs(wanted)),
                                Files.exists(file)
                                        ? tested(ResultFiles.read(file, AnomalyFigures.class, "detect"))
                                        : Stream.of("Stage 1 is not tested: ./millwright detect was not run on these"
                                                + " results."))
                        .toList())
                .orElse(List.of());
    }

    private static Stream<String> tested(AnomalyFigures figures) {
        return Stream.concat(
                Stream.of(howItDid(figures)),
                Optional.ofNullable(figures.detectors()).map(CardAnomalies::whichTheyAre).stream());
    }

    private static String whichTheyAre(KeptDetectors.Version detectors) {
        return "The detectors of the newest rows at that time are version " + detectors.version()
                + " of those kept beside the results, fingerprint " + detectors.fingerprint()
                + "; ./millwright reproduce detectors/" + detectors.version() + " rebuilds them.";
    }

    private static String whatItIs(TargetSpec.Anomaly wanted) {
        return "Stage 1, what is unusual, is told without labels, beside this model: the mean rank of "
                + wanted.detectors().stream().map(Written::words).collect(Collectors.joining(", "))
                + " among normal time, unusual from the threshold on that gives "
                + Written.number(wanted.alertsPerMachineWeek(), 2)
                + " alerts per machine-week there. On a list it is a reason beside an alert, or a line that asks for no"
                + " work; its detectors are fitted anew on what came before each list's newest rows.";
    }

    private static String howItDid(AnomalyFigures figures) {
        AnomalyFigures.Voice all = voice(figures, AnomalyThresholds.ALL)
                .orElseThrow(() -> new IllegalArgumentException("anomalies.json has no figures of all detectors"));
        String alerts = "Stage 1 on the tests, " + Written.number(figures.machineWeeks(), 0) + " machine-weeks: "
                + all.alerts() + " alerts, " + Written.number(all.alertsPerMachineWeek(), 2) + " per machine-week";
        if (all.events() == 0) {
            return alerts + ".";
        }
        String random = voice(figures, Baselines.RANDOM)
                .map(voice -> "; as many alerts at random foretell " + voice.detected())
                .orElse("");
        return alerts + ", " + all.detected() + " of " + all.events() + " failures foretold, event recall "
                + Written.percent(all.eventRecall()) + ", event precision " + Written.percent(all.eventPrecision())
                + random + ".";
    }

    private static Optional<AnomalyFigures.Voice> voice(AnomalyFigures figures, String name) {
        return figures.voices().stream()
                .filter(voice -> voice.detector().equals(name))
                .findFirst();
    }
}
