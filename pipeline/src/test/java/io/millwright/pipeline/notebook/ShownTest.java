package io.millwright.pipeline.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShownTest {

    public record Part(String name, double hours, List<String> notes) {}

    @Test
    void a_table_shows_numbers_to_four_digits_times_in_utc_and_nothing_for_null() {
        Timestamp at = Timestamp.from(Instant.parse("2025-01-02T03:04:05Z"));

        String html = Shown.table(
                List.of("a", "b", "c", "d", "e"), List.of(Arrays.asList(1234567.89, 0.000123456, 12345, at, null)));

        assertThat(html)
                .contains("<td>1235000</td><td>0.0001235</td><td>12345</td><td>2025-01-02T03:04:05Z</td><td></td>");
    }

    @Test
    void text_is_shown_as_text_and_records_a_column_a_component() {
        String html = Shown.table(List.of(new Part("<script>", 2.5, List.of("a & b"))));

        assertThat(html)
                .contains("<th>name</th><th>hours</th><th>notes</th>")
                .contains("<td>&lt;script&gt;</td><td>2.5</td><td>[a &amp; b]</td>");
        assertThat(Shown.table(List.<Part>of())).isEqualTo("<p>none</p>");
    }

    @Test
    void nothing_in_a_plot_can_end_its_script_and_a_gap_is_a_gap() {
        String html = Shown.lines(
                "</script><b>",
                "time",
                "mm/s",
                Map.of("rms", List.of(new double[] {0, 1.5}, new double[] {1, Double.NaN})),
                List.of(0.5));

        assertThat(html.split("</script>", -1)).hasSize(2);
        assertThat(html).contains("[0.0,1.5],[1.0,null]").contains("\"xAxis\":0.5");
    }

    @Test
    void every_plot_has_a_place_of_its_own() {
        String one = Shown.bars("hours", Map.of("a", 1.0));
        String other = Shown.bars("hours", Map.of("a", 1.0));

        assertThat(one.substring(0, 80)).isNotEqualTo(other.substring(0, 80));
    }
}
