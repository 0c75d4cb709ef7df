package io.millwright.training.knowledge;

import io.millwright.training.candidate.FittedModel;
import io.millwright.training.explain.Explanations;
import io.millwright.training.explain.Signature;
import io.millwright.training.matrix.TrainingMatrix;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Incidents to cases: the row that stands for an incident is the machine's newest in {@code (at - horizon, at - minimum lead]}, and
 * always before {@code at}: on it an alert in time would have been raised at the latest.
 *
 * @param types by machine
 */
public record CaseReader(Duration horizon, Duration minimumLead, Map<String, String> types, Explanations explanations) {

    /** The cases, in the order of the incidents; an incident without a row is none. */
    public List<PastCase> cases(List<Incident> incidents, TrainingMatrix rows, FittedModel model) {
        Map<String, Integer> ends = ends(rows);
        Map<Incident, Integer> rowOf = new HashMap<>();
        for (Incident incident : incidents) {
            row(incident, rows, ends).ifPresent(row -> rowOf.put(incident, row));
        }
        int[] explained = rowOf.values().stream()
                .mapToInt(Integer::intValue)
                .distinct()
                .sorted()
                .toArray();
        List<Signature> signatures =
                explanations.signatures(model.columns(), model.contributions(rows.select(explained)));
        Map<Integer, Signature> signatureOf = new HashMap<>();
        for (int i = 0; i < explained.length; i++) {
            signatureOf.put(explained[i], signatures.get(i));
        }
        List<PastCase> cases = new ArrayList<>();
        for (Incident incident : incidents) {
            Integer row = rowOf.get(incident);
            Signature signature = row == null ? null : signatureOf.get(row);
            if (row != null && signature != null) {
                String type = types.getOrDefault(incident.equipmentId(), "");
                cases.add(new PastCase(incident, type, Instant.ofEpochMilli(rows.asOfMillis(row)), signature));
            }
        }
        return cases;
    }

    /** One past the last row of each machine. */
    private static Map<String, Integer> ends(TrainingMatrix rows) {
        Map<String, Integer> ends = new HashMap<>();
        for (int row = 0; row < rows.rows(); row++) {
            ends.put(rows.machine(row), row + 1);
        }
        return ends;
    }

    private OptionalInt row(Incident incident, TrainingMatrix rows, Map<String, Integer> ends) {
        long after = incident.at().minus(horizon).toEpochMilli();
        long until = Math.min(
                incident.at().minus(minimumLead).toEpochMilli(), incident.at().toEpochMilli() - 1);
        for (int row = ends.getOrDefault(incident.equipmentId(), 0) - 1; row >= 0; row--) {
            if (!rows.machine(row).equals(incident.equipmentId()) || rows.asOfMillis(row) <= after) {
                return OptionalInt.empty();
            }
            if (rows.asOfMillis(row) <= until) {
                return OptionalInt.of(row);
            }
        }
        return OptionalInt.empty();
    }
}
