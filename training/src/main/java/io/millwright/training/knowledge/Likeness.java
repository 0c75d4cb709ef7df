package io.millwright.training.knowledge;

import io.millwright.lake.config.TimeAxis;
import io.millwright.training.knowledge.KnowledgeBase.Similar;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Similar cases in words: {@code like 3 past cases: bearing wear on S2-SRT-01 (2025-03-02, regreased, quiet since), ...}.
 *
 * @param horizon a machine is called quiet only once this has passed without the same failure
 */
public record Likeness(History history, Duration horizon, TimeAxis axis) {

    /** The first with all that is known of it, the others by name; empty text without cases. */
    public String of(List<Similar> similar, Instant asOf) {
        if (similar.isEmpty()) {
            return "";
        }
        String others = similar.stream()
                .skip(1)
                .map(each -> name(each) + " (" + day(each.past().incident().at()) + ")")
                .collect(Collectors.joining(", "));
        return "like " + (similar.size() == 1 ? "a past case: " : similar.size() + " past cases: ")
                + detail(similar.get(0), asOf) + (others.isEmpty() ? "" : ", " + others);
    }

    private static String name(Similar similar) {
        Incident incident = similar.past().incident();
        return incident.what().replace('_', ' ') + " on " + incident.equipmentId();
    }

    private String detail(Similar similar, Instant asOf) {
        Incident incident = similar.past().incident();
        String action = history.action(incident, asOf);
        return name(similar) + " (" + day(incident.at()) + ", " + (action.isEmpty() ? "" : action + ", ")
                + outcome(incident, asOf) + ")";
    }

    private String outcome(Incident incident, Instant asOf) {
        return history.again(incident, asOf)
                .map(again -> "again after " + length(Duration.between(incident.at(), again)))
                .orElseGet(() -> incident.at().plus(horizon).isAfter(asOf) ? "too early to tell" : "quiet since");
    }

    private String day(Instant at) {
        return axis.countsCycles()
                ? "cycle " + Duration.between(Instant.EPOCH, at).toHours()
                : at.atOffset(ZoneOffset.UTC).toLocalDate().toString();
    }

    private String length(Duration between) {
        return axis.countsCycles()
                ? between.toHours() + " cycles"
                : between.toDays() > 0 ? between.toDays() + " days" : between.toHours() + " hours";
    }
}
