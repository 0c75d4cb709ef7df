package io.millwright.worklist;

import static io.millwright.worklist.Given.AS_OF;
import static io.millwright.worklist.Given.RULES;
import static io.millwright.worklist.Given.bearing;
import static io.millwright.worklist.Given.belt;
import static io.millwright.worklist.Given.nothingElse;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WorklistOutputTest {

    @Test
    void the_file_has_the_published_columns_and_one_line_a_row() {
        Worklist list = WorklistPlanner.plan(AS_OF, List.of(bearing("c1", 0.7)), nothingElse(), RULES);

        assertThat(WorklistCsv.text(list.rows()))
                .isEqualTo(
                        "rank,tier,status,site,equipment_id,component,mode,severity,health,p_fail,horizon_h,rul_low_h,"
                                + "rul_median_h,rul_high_h,reasons,action,crew_hours,parts,parts_lead_h,latest_start,slot,"
                                + "expected_saving,as_of,model_version\r\n"
                                + "1,high,new,north,c1,bearing,bearing wear,high,30,0.7,72,30,60,90,"
                                + "bearing temperature 14 C above this machine's normal of 61 C for 3 days,replace bearing,4,"
                                + "bearing 6205,10,2024-06-26T08:00:00Z,2024-06-25T16:00:00Z/2024-06-25T20:00:00Z,4260,"
                                + "2024-06-25T06:00:00Z,failure-72h-3\r\n");
    }

    @Test
    void fields_with_commas_quotes_and_line_ends_are_quoted() {
        Prediction awkward = new Prediction(
                "north, old",
                "c\"1\"",
                "belt",
                "belt wear",
                Optional.empty(),
                0.5,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                List.of("one", "two\nlines"),
                Duration.ZERO,
                AS_OF,
                "v1");

        String text = WorklistCsv.text(WorklistPlanner.plan(AS_OF, List.of(awkward), nothingElse(), RULES)
                .rows());

        assertThat(text).contains("\"north, old\",\"c\"\"1\"\"\",belt", "\"one; two\nlines\"", "72,,,,");
    }

    @Test
    void the_screen_fits_120_columns_of_plain_characters() {
        List<Prediction> many = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            many.add(bearing("conveyor-with-a-long-name-" + i, 0.2 + i / 100.0));
        }

        String screen =
                WorklistScreen.text(WorklistPlanner.plan(AS_OF, many, nothingElse(), Given.rules(30)), RULES, 20);

        assertThat(screen.lines()).allMatch(line -> line.length() <= 120);
        assertThat(screen).isASCII().contains("LEFT UNDONE FOR LACK OF CREW HOURS", "more in worklist.csv");
    }

    @Test
    void the_screen_says_what_to_do_when_and_why() {
        Worklist list = WorklistPlanner.plan(
                AS_OF,
                List.of(bearing("c1", 0.7), belt("c2", 0.4), bearing("c3", 0.05)),
                Given.orders(Given.order("c2", "belt", "scheduled", -3)),
                RULES);

        String screen = WorklistScreen.text(list, RULES, 20);

        assertThat(screen)
                .contains(
                        "Tue 2024-06-25 06:00 UTC",
                        "3 machines",
                        "1 job, 1 new",
                        "replace bearing",
                        "Tue 25 16:00",
                        "Wed 26 08:00",
                        "- bearing temperature 14 C above",
                        "ALREADY PLANNED (1)",
                        "order WO-1 is scheduled",
                        "Amounts in USD");
        assertThat(screen.replaceAll("\\s+", " "))
                .contains("parts: bearing 6205 (here in 10 h, needed between 30 h and 90 h from now)");
    }

    @Test
    void a_quiet_day_is_said_in_a_sentence() {
        Worklist list = WorklistPlanner.plan(AS_OF, List.of(bearing("c1", 0.01)), nothingElse(), RULES);

        assertThat(WorklistScreen.text(list, RULES, 20)).contains("No machine needs work within the next 72 h.");
        assertThat(WorklistCsv.text(list.rows()).lines()).hasSize(1);
    }
}
