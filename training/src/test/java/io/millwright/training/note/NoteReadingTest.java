package io.millwright.training.note;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.training.note.NoteReading.Order;
import io.millwright.training.note.NoteReading.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NoteReadingTest {

    private static final List<String> PARTS = List.of("bearing", "belt", "motor");

    private static List<Order> orders(int count, long seed) {
        Random random = new Random(seed);
        List<Order> orders = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String part = PARTS.get(random.nextInt(3));
            String written = random.nextInt(4) == 0 ? part.substring(0, part.length() - 1) : part;
            orders.add(new Order(
                    "o" + i,
                    "m" + random.nextInt(5),
                    i,
                    written + " checked " + random.nextInt(100),
                    i % 4 == 0 ? Optional.empty() : Optional.of(part)));
        }
        return orders;
    }

    @Test
    void what_orders_do_not_say_is_suggested_and_judged_on_later_orders() {
        Report report = NoteReading.of(orders(200, 1), 1).orElseThrow();

        assertThat(report.learned()).isEqualTo(150);
        assertThat(report.weightedF1().n()).isEqualTo(60);
        assertThat(report.weightedF1().value()).isGreaterThan(0.95);
        assertThat(report.ofMostFrequent().value()).isLessThan(0.4);
        assertThat(report.suggestions())
                .hasSize(50)
                .isSortedAccordingTo(
                        (a, b) -> Double.compare(b.said().margin(), a.said().margin()))
                .allSatisfy(each -> assertThat(each.order().note())
                        .startsWith(each.said().answer().substring(0, 3)));
    }

    @Test
    void later_orders_change_nothing_of_what_was_learned_before_them() {
        List<Order> orders = orders(200, 1);
        List<Order> poisoned = new ArrayList<>(orders);
        poisoned.replaceAll(order -> order.knownMs() < 140
                ? order
                : new Order(
                        order.orderId(),
                        order.equipmentId(),
                        order.knownMs(),
                        order.note(),
                        order.answer().map(part -> "gearbox")));

        Report report = NoteReading.of(poisoned, 1).orElseThrow();

        assertThat(report.weightedF1().value())
                .as("a classifier that knew the later orders would say gearbox")
                .isLessThan(0.5);
    }

    @Test
    void too_few_orders_or_one_answer_teach_nothing() {
        assertThat(NoteReading.of(orders(40, 1), 1)).isEmpty();
        assertThat(NoteReading.of(
                        orders(200, 1).stream()
                                .filter(order -> order.answer().equals(Optional.of("belt")))
                                .toList(),
                        1))
                .isEmpty();
    }
}
