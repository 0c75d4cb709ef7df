package io.millwright.training.knowledge;

import io.millwright.training.explain.Signature;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Cases to compare with. Plain search: every case is looked at. */
public final class KnowledgeBase {

    /** Below this nobody would call two cases alike. */
    public static final double LEAST_SIMILARITY = 0.5;

    /** What a case of another type of machine counts, of one of the same. */
    private static final double OTHER_TYPE = 0.8;

    private final List<PastCase> cases;

    public KnowledgeBase(List<PastCase> cases) {
        this.cases = List.copyOf(cases);
    }

    /** What is asked: which cases known by then are like this machine? */
    public record Question(String type, Signature signature, Instant asOf) {}

    /**
     * A case beside what was asked.
     *
     * @param similarity cosine of the signatures, less for another type of machine; in [-1, 1]
     */
    public record Similar(PastCase past, double similarity) {}

    /** The most similar cases known by then, the most similar first, among equals the newest; however little similar they are. */
    public List<Similar> nearest(Question question, int atMost) {
        return known(question.asOf())
                .map(past -> new Similar(past, similarity(past, question)))
                .sorted(Comparator.comparingDouble((Similar similar) -> -similar.similarity())
                        .thenComparing(similar -> similar.past().incident(), Incident.IN_TIME.reversed()))
                .limit(atMost)
                .toList();
    }

    private static double similarity(PastCase past, Question question) {
        double cosine = past.signature().cosine(question.signature());
        return past.type().equals(question.type()) ? cosine : OTHER_TYPE * cosine;
    }

    /** What happened most often of all that is known by then, the first by name among equals; empty text without cases. */
    public String mostFrequent(Instant asOf) {
        Map<String, Long> counts = known(asOf)
                .collect(Collectors.groupingBy(past -> past.incident().what(), TreeMap::new, Collectors.counting()));
        String most = "";
        for (Map.Entry<String, Long> count : counts.entrySet()) {
            most = most.isEmpty() || count.getValue() > counts.getOrDefault(most, 0L) ? count.getKey() : most;
        }
        return most;
    }

    /** How many cases are known by then. */
    public long size(Instant asOf) {
        return known(asOf).count();
    }

    private Stream<PastCase> known(Instant asOf) {
        return cases.stream().filter(past -> past.incident().isKnown(asOf));
    }
}
