package io.millwright.pipeline.report;

import io.millwright.pipeline.evaluate.EvaluationDetail;
import io.millwright.pipeline.score.WorkListFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A machine whose timeline is shown, and why.
 *
 * @param why in a few words
 */
record ShownMachine(String equipmentId, String why) {

    private static final int MOST = 60;

    /** Those on the list first, by rank; then missed failures, foretold ones, false alarms, large errors of remaining life. */
    static List<ShownMachine> of(@Nullable WorkListFile list, EvaluationDetail evaluation) {
        Map<String, String> why = new LinkedHashMap<>();
        if (list != null) {
            list.rows().stream()
                    .filter(row -> row.rank() > 0)
                    .forEach(row -> why.putIfAbsent(row.equipmentId(), "number " + row.rank() + " on the list"));
        }
        evaluation.targets().stream().filter(EvaluationDetail.Target::headline).forEach(target -> {
            target.events().stream()
                    .filter(event -> !event.detected())
                    .forEach(event -> why.putIfAbsent(event.equipmentId(), "a failure was missed"));
            target.events().stream()
                    .filter(EvaluationDetail.Event::detected)
                    .forEach(event -> why.putIfAbsent(event.equipmentId(), "a failure was foretold"));
            target.episodes().stream()
                    .filter(alert -> alert.outcome().equals("false_alarm"))
                    .forEach(alert -> why.putIfAbsent(alert.equipmentId(), "a false alarm"));
        });
        lifeErrors(evaluation)
                .forEach(point -> why.putIfAbsent(
                        point.equipmentId(), "off by " + Math.round(Math.abs(point.median() - point.truth()))));
        List<ShownMachine> shown = new ArrayList<>();
        why.forEach((machine, reason) -> shown.add(new ShownMachine(machine, reason)));
        return List.copyOf(shown.subList(0, Math.min(MOST, shown.size())));
    }

    private static List<EvaluationDetail.RulPoint> lifeErrors(EvaluationDetail evaluation) {
        EvaluationDetail.Rul rul = evaluation.rul();
        return rul == null
                ? List.of()
                : rul.points().stream()
                        .sorted(Comparator.comparingDouble(
                                (EvaluationDetail.RulPoint point) -> -Math.abs(point.median() - point.truth())))
                        .toList();
    }
}
