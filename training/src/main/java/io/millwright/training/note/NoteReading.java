package io.millwright.training.note;

import io.millwright.evaluation.ClusterBootstrap;
import io.millwright.evaluation.Estimate;
import io.millwright.evaluation.row.ClassMetrics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Learns from orders that say something (their component, for example) what the notes of those that do not say it are about, and how far
 * that can be trusted: judged on the later of the orders that do, by a classifier that has seen the earlier ones.
 */
public final class NoteReading {

    private static final double EARLIER = 0.6;
    private static final double EARLIER_TO_CHOOSE = 0.8;
    private static final int FEWEST = 50;
    private static final int CONFUSIONS = 5;
    private static final int DRAWS = 1000;

    private NoteReading() {}

    /**
     * An order with a note.
     *
     * @param knownMs when it was written, in milliseconds since the epoch
     * @param answer empty where the order does not say
     */
    public record Order(String orderId, String equipmentId, long knownMs, String note, Optional<String> answer) {}

    /** What an order is most likely about that does not say it. */
    public record Suggestion(Order order, NoteClassifier.Said said) {}

    /**
     * What was learned.
     *
     * @param learned orders that say it
     * @param weightedF1 on the later of them, with an interval by machine
     * @param ofMostFrequent the same figure of always answering what was most frequent before
     * @param suggestions the surest first
     */
    public record Report(
            long learned,
            Estimate weightedF1,
            Estimate ofMostFrequent,
            List<ClassMetrics.Confusion> confusions,
            List<Suggestion> suggestions) {

        public Report {
            confusions = List.copyOf(confusions);
            suggestions = List.copyOf(suggestions);
        }
    }

    /**
     * Judges, then suggests.
     *
     * @param orders in any order
     * @return empty where fewer than 50 orders say it, or all earlier ones say the same
     */
    public static Optional<Report> of(List<Order> orders, long seed) {
        List<Order> known = orders.stream()
                .filter(order -> order.answer().isPresent())
                .sorted(Comparator.comparingLong(Order::knownMs).thenComparing(Order::orderId))
                .toList();
        int earlier = (int) (EARLIER * known.size());
        if (known.size() < FEWEST || isOneAnswer(known.subList(0, (int) (EARLIER_TO_CHOOSE * earlier)))) {
            return Optional.empty();
        }
        List<Order> before = known.subList(0, earlier);
        List<Order> after = known.subList(earlier, known.size());
        NoteClassifier judged = learned(before, seed);
        List<String> said =
                after.stream().map(order -> judged.say(order.note()).answer()).toList();
        ClassMetrics metrics = new ClassMetrics(answers(after), said);
        ClassMetrics plain = new ClassMetrics(
                answers(after), java.util.Collections.nCopies(after.size(), mostFrequent(answers(before))));
        ClusterBootstrap bootstrap = new ClusterBootstrap(DRAWS, seed);
        List<String> machines = after.stream().map(Order::equipmentId).toList();
        return Optional.of(new Report(
                known.size(),
                bootstrap.estimate(metrics.weightedF1(machines)),
                bootstrap.estimate(plain.weightedF1(machines)),
                metrics.confusions(CONFUSIONS),
                suggestions(learned(known, seed), orders)));
    }

    private static boolean isOneAnswer(List<Order> orders) {
        return orders.stream().map(Order::answer).distinct().count() < 2;
    }

    private static NoteClassifier learned(List<Order> inOrder, long seed) {
        List<KnownNote> notes = inOrder.stream()
                .map(order -> new KnownNote(order.note(), order.answer().orElseThrow()))
                .toList();
        return NoteClassifier.chosen(notes, (int) (EARLIER_TO_CHOOSE * notes.size()), seed);
    }

    private static List<String> answers(List<Order> orders) {
        return orders.stream().map(order -> order.answer().orElseThrow()).toList();
    }

    private static String mostFrequent(List<String> answers) {
        Map<String, Integer> counts = new HashMap<>();
        answers.forEach(answer -> counts.merge(answer, 1, Integer::sum));
        return counts.entrySet().stream()
                .max(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .orElseThrow()
                .getKey();
    }

    private static List<Suggestion> suggestions(NoteClassifier classifier, List<Order> orders) {
        List<Suggestion> suggestions = new ArrayList<>();
        for (Order order : orders) {
            if (order.answer().isEmpty()) {
                suggestions.add(new Suggestion(order, classifier.say(order.note())));
            }
        }
        suggestions.sort(
                Comparator.comparingDouble((Suggestion each) -> each.said().margin())
                        .reversed()
                        .thenComparing(each -> each.order().orderId()));
        return suggestions;
    }
}
