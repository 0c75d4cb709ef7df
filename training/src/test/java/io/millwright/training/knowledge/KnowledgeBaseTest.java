package io.millwright.training.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.lake.config.TimeAxis;
import io.millwright.training.explain.Signature;
import io.millwright.training.knowledge.Incident.Source;
import io.millwright.training.knowledge.KnowledgeBase.Question;
import io.millwright.training.knowledge.KnowledgeBase.Similar;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class KnowledgeBaseTest {

    private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");
    private static final Duration HORIZON = Duration.ofDays(3);
    private static final List<String> FAMILIES =
            List.of("bearing", "current", "speed", "vib", "vib line envelope_bpfo");

    private static Instant day(int day) {
        return START.plus(Duration.ofDays(day));
    }

    private static Signature signature(Map<String, Double> pushes) {
        return new Signature(new TreeMap<>(pushes));
    }

    private static Incident failure(String machine, String mode, int day, int knownDay) {
        return new Incident(machine, "part-of-" + mode, mode, day(day), day(knownDay), Source.FAILURE, "");
    }

    private static PastCase past(Incident incident, String type, Map<String, Double> pushes) {
        return new PastCase(incident, type, incident.at().minus(Duration.ofDays(1)), signature(pushes));
    }

    private static Signature anySignature(Random random) {
        Map<String, Double> pushes = new TreeMap<>();
        FAMILIES.stream().filter(any -> random.nextInt(4) > 0).forEach(name -> pushes.put(name, random.nextGaussian()));
        return signature(pushes);
    }

    private static List<PastCase> anyCases(Random random, int count) {
        List<PastCase> cases = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int day = random.nextInt(100);
            Incident incident =
                    failure("m" + random.nextInt(5), "mode-" + random.nextInt(3), day, day + random.nextInt(10));
            cases.add(new PastCase(incident, "type-" + random.nextInt(2), incident.at(), anySignature(random)));
        }
        return cases;
    }

    @Test
    void the_nearest_are_those_a_naive_search_finds() {
        Random random = new Random(3);
        for (int round = 0; round < 50; round++) {
            List<PastCase> cases = anyCases(random, random.nextInt(30));
            Question question =
                    new Question("type-" + random.nextInt(2), anySignature(random), day(random.nextInt(110)));

            List<Similar> nearest = new KnowledgeBase(cases).nearest(question, 3);

            List<Double> naive = new ArrayList<>();
            for (PastCase each : cases) {
                boolean known = !each.incident().knownAt().isAfter(question.asOf());
                if (known) {
                    naive.add(naiveCosine(each.signature(), question.signature())
                            * (each.type().equals(question.type()) ? 1 : 0.8));
                }
            }
            naive.sort((a, b) -> Double.compare(b, a));
            assertThat(nearest).hasSize(Math.min(3, naive.size()));
            for (int i = 0; i < nearest.size(); i++) {
                assertThat(nearest.get(i).similarity())
                        .isCloseTo(naive.get(i), org.assertj.core.api.Assertions.within(1e-12));
            }
        }
    }

    private static double naiveCosine(Signature a, Signature b) {
        double[] x = new double[FAMILIES.size()];
        double[] y = new double[FAMILIES.size()];
        double product = 0;
        double xs = 0;
        double ys = 0;
        for (int i = 0; i < x.length; i++) {
            x[i] = a.pushes().getOrDefault(FAMILIES.get(i), 0.0);
            y[i] = b.pushes().getOrDefault(FAMILIES.get(i), 0.0);
            product += x[i] * y[i];
            xs += x[i] * x[i];
            ys += y[i] * y[i];
        }
        return xs == 0 || ys == 0 ? 0 : product / Math.sqrt(xs) / Math.sqrt(ys);
    }

    @Test
    void what_becomes_known_later_changes_no_answer() {
        Random random = new Random(5);
        for (int round = 0; round < 50; round++) {
            List<PastCase> cases = anyCases(random, 20);
            Instant asOf = day(20 + random.nextInt(80));
            Question question = new Question("type-0", anySignature(random), asOf);
            List<PastCase> otherwise = new ArrayList<>();
            for (PastCase each : cases) {
                boolean known = !each.incident().knownAt().isAfter(asOf);
                otherwise.add(known ? each : new PastCase(each.incident(), "type-0", asOf, question.signature()));
            }
            otherwise.add(past(
                    failure("m0", "future", 0, 2000),
                    "type-0",
                    question.signature().pushes()));

            assertThat(new KnowledgeBase(otherwise).nearest(question, 3))
                    .isEqualTo(new KnowledgeBase(cases).nearest(question, 3));
            assertThat(new KnowledgeBase(otherwise).mostFrequent(asOf))
                    .isEqualTo(new KnowledgeBase(cases).mostFrequent(asOf));
            assertThat(new KnowledgeBase(otherwise).size(asOf)).isEqualTo(new KnowledgeBase(cases).size(asOf));
        }
    }

    @Test
    void the_same_type_is_preferred_and_the_opposite_direction_is_unlike() {
        PastCase other = past(failure("m1", "wear", 1, 1), "pump", Map.of("vib", 1.0, "bearing", 0.1));
        PastCase same = past(failure("m2", "burnout", 2, 2), "fan", Map.of("vib", 1.0, "bearing", 0.3));
        PastCase against = past(failure("m3", "slip", 3, 3), "fan", Map.of("vib", -1.0));

        List<Similar> nearest = new KnowledgeBase(List.of(other, same, against))
                .nearest(new Question("fan", signature(Map.of("vib", 2.0, "bearing", 0.2)), day(9)), 3);

        assertThat(nearest).extracting(Similar::past).containsExactly(same, other, against);
        assertThat(nearest.get(2).similarity()).isNegative();
    }

    @Test
    void the_most_frequent_is_counted_over_what_is_known_and_the_first_by_name_among_equals() {
        KnowledgeBase base = new KnowledgeBase(List.of(
                past(failure("m1", "wear", 1, 1), "fan", Map.of()),
                past(failure("m2", "burnout", 2, 2), "fan", Map.of()),
                past(failure("m3", "wear", 3, 30), "fan", Map.of())));

        assertThat(base.mostFrequent(day(0))).isEmpty();
        assertThat(base.mostFrequent(day(9))).isEqualTo("burnout");
        assertThat(base.mostFrequent(day(30))).isEqualTo("wear");
    }

    @Test
    void cases_are_told_with_what_was_done_and_whether_it_held() {
        Incident held = failure("S2-SRT-01", "bearing_wear", 60, 61);
        Incident returned = failure("S1-CNV-02", "belt_wear", 10, 10);
        History history = new History(
                List.of(held, returned, failure("S1-CNV-02", "belt_wear", 40, 40)),
                List.of(new Repair("S2-SRT-01", "", day(61), day(62), "1x bearing")));
        Likeness words = new Likeness(history, HORIZON, TimeAxis.CLOCK);
        List<Similar> both = List.of(
                new Similar(past(held, "sorter", Map.of()), 0.9),
                new Similar(past(returned, "conveyor", Map.of()), 0.8));

        assertThat(words.of(both, day(100)))
                .isEqualTo("like 2 past cases: bearing wear on S2-SRT-01 (2025-03-02, 1x bearing, quiet since),"
                        + " belt wear on S1-CNV-02 (2025-01-11)");
        assertThat(words.of(both.subList(0, 1), day(61)))
                .isEqualTo("like a past case: bearing wear on S2-SRT-01 (2025-03-02, too early to tell)");
        assertThat(words.of(both.subList(1, 2), day(100)))
                .isEqualTo("like a past case: belt wear on S1-CNV-02 (2025-01-11, again after 30 days)");
        assertThat(words.of(List.of(), day(100))).isEmpty();
    }
}
