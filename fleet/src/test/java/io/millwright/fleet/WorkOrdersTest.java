package io.millwright.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.fleet.WorkOrders.Order;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The maintenance logs of two default fleets. */
class WorkOrdersTest {

    @TempDir
    private Path folder;

    private static List<Order> orders(FleetSpec spec) {
        List<Order> orders = new ArrayList<>();
        for (Site site : Roster.sites(spec)) {
            for (Machine machine : Roster.machinesOf(spec, site)) {
                orders.addAll(WorkOrders.of(spec, machine, MachineLife.of(spec, machine)));
            }
        }
        return orders;
    }

    @Test
    void work_is_opened_planned_begun_finished_and_written_down_in_this_order_and_costs_something() {
        for (long seed = 1; seed <= 2; seed++) {
            FleetSpec spec = FleetSpec.defaults().withSeed(seed);

            assertThat(orders(spec)).hasSizeGreaterThan(100).allSatisfy(order -> {
                assertThat(List.of(
                                order.opened(), order.scheduled(), order.started(), order.finished(), order.written()))
                        .isSorted();
                assertThat(order.opened()).isBetween(0.0, (double) spec.hours());
                assertThat(order.crewHours()).isPositive();
                assertThat(order.cost()).isPositive();
                assertThat(order.downtimeHours()).isNotNegative();
                assertThat(order.parts().isEmpty()).isEqualTo(!order.replaced());
            });
        }
    }

    @Test
    void a_log_is_open_scheduled_and_closed_of_every_kind_and_replaces_in_a_part_of_the_services() {
        FleetSpec spec = FleetSpec.defaults();
        List<Order> orders = orders(spec);

        assertThat(orders).extracting(Order::kind).contains("corrective", "preventive", "inspection");
        assertThat(orders).extracting(order -> order.status(spec.hours())).contains("scheduled", "closed");
        assertThat(orders.stream().filter(order -> order.kind().equals("corrective")))
                .allMatch(Order::replaced);
        List<Order> services = orders.stream()
                .filter(order -> order.kind().equals("preventive"))
                .toList();
        double replaced = services.stream().filter(Order::replaced).count() / (double) services.size();
        assertThat(replaced).as("services, and what crews replaced early").isBetween(0.3, 0.7);
    }

    /** The same order at several moments of its life. */
    @Test
    void an_order_is_closed_when_that_is_written_and_known_from_its_opening_on() {
        Order order = orders(FleetSpec.defaults()).stream()
                .filter(each -> each.kind().equals("preventive"))
                .findFirst()
                .orElseThrow();
        double done = (order.finished() + order.written()) / 2;

        assertThat(order.status(order.started() - 0.01)).isEqualTo("scheduled");
        assertThat(order.status(order.started() + 0.01)).isEqualTo("open");
        assertThat(order.status(done)).isEqualTo("open");
        assertThat(order.lastWritten(done)).isEqualTo(order.opened());
        assertThat(order.status(order.written() + 0.01)).isEqualTo("closed");
        assertThat(order.lastWritten(order.written() + 0.01)).isEqualTo(order.written());
    }

    @Test
    void every_line_says_when_it_was_written_and_never_before_what_it_tells() throws IOException {
        FleetSpec spec = FleetSpec.defaults();
        int unfinished = 0;
        for (Site site : Roster.sites(spec)) {
            LogFiles.write(spec, site, folder.toString(), new Configuration());
            for (Map<String, String> line : lines(folder.resolve("work_orders").resolve(site.id() + ".csv"))) {
                Instant written = Instant.parse(line.get("written_at"));
                for (String time : List.of("opened_at", "started_at", "finished_at")) {
                    boolean told =
                            time.equals("finished_at") || line.get("status").equals("closed");
                    if (told && !line.get(time).isEmpty()) {
                        assertThat(Instant.parse(line.get(time))).isBeforeOrEqualTo(written);
                    }
                }
                assertThat(line.get("finished_at").isEmpty())
                        .isNotEqualTo(line.get("status").equals("closed"));
                unfinished += line.get("status").equals("closed") ? 0 : 1;
            }
        }
        assertThat(unfinished).isPositive();
    }

    /** Notes alone may hold commas, in quotes; they are the last column but one. */
    private static List<Map<String, String>> lines(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        List<String> header = Arrays.asList(lines.get(0).split(","));
        return lines.stream()
                .skip(1)
                .map(line -> line.replaceAll("\"[^\"]*\"", "note").split(",", -1))
                .map(cells -> IntStream.range(0, header.size())
                        .boxed()
                        .collect(Collectors.toMap(header::get, i -> cells[i], (a, b) -> a, TreeMap::new)))
                .map(line -> (Map<String, String>) line)
                .toList();
    }

    @Test
    void notes_are_abbreviated_and_three_in_ten_have_a_typing_error() {
        Stream random = Stream.of(1, 1, Stream.Purpose.ORDERS, 0);
        List<String> notes = IntStream.range(0, 4_000)
                .mapToObj(i -> Notes.repair(FailureMode.ALL[i % FailureMode.ALL.length], random))
                .toList();
        Map<String, Long> counts = notes.stream().collect(Collectors.groupingBy(note -> note, Collectors.counting()));

        long asMeant = counts.values().stream()
                .sorted(java.util.Comparator.reverseOrder())
                .limit(20)
                .mapToLong(Long::longValue)
                .sum();
        assertThat(asMeant / 4_000.0).as("notes without a typing error").isBetween(0.65, 0.75);
        assertThat(notes.stream()
                        .filter(note ->
                                note.matches(".*\\b(brg|repl|exch|gbx|cplg|mtr|chk|vib|OL|insul|lvl|temp)\\b.*"))
                        .count())
                .isGreaterThan(2_000);
    }
}
