package io.millwright.features.label;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.features.context.MachineLog;
import io.millwright.features.label.FailureSeverity.Bill;
import io.millwright.lake.config.MaintenanceSpec.By;
import io.millwright.lake.config.MaintenanceSpec.Grading;
import io.millwright.lake.config.Severity;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FailureSeverityTest {

    private static final Grading BY_COST = new Grading(By.COST, 100, 500);

    private static MachineLog.Event failure(long at, long known, String component, String code) {
        return new MachineLog.Event(at, known, "failure", code, component, null);
    }

    /** Corrective orders, each with what it came to. */
    private static List<FailureSeverity> billed(List<MachineLog.Event> failures, Bill... bills) {
        List<MachineLog.Order> orders = Stream.of(bills)
                .map(bill -> new MachineLog.Order(
                        bill.timeMs(), bill.knownMs(), "corrective", "closed", bill.component(), null, true))
                .toList();
        return FailureSeverity.billed(failures, orders, List.of(bills), BY_COST);
    }

    @Test
    void the_work_that_ends_the_repair_grades_the_failure_from_when_it_was_written_down() {
        List<FailureSeverity> graded = billed(
                List.of(
                        failure(10, 11, "belt", null),
                        failure(100, 101, "motor", null),
                        failure(200, 201, "belt", null)),
                new Bill(15, 40, "belt", 99),
                new Bill(30, 31, "belt", 9_000),
                new Bill(120, 150, "motor", 500),
                new Bill(210, 205, "belt", 100));

        assertThat(graded)
                .containsExactly(
                        new FailureSeverity(10, Severity.LOW, 40),
                        new FailureSeverity(100, Severity.HIGH, 150),
                        new FailureSeverity(200, Severity.MEDIUM, 210));
    }

    @Test
    void other_work_and_work_after_the_next_failure_grade_nothing() {
        List<MachineLog.Event> failures = List.of(failure(10, 11, "belt", null), failure(20, 21, "belt", null));

        assertThat(billed(failures, new Bill(15, 16, "motor", 9_000), new Bill(25, 26, "belt", 1)))
                .containsExactly(new FailureSeverity(20, Severity.LOW, 26));
    }

    @Test
    void of_several_versions_of_an_order_the_first_counts() {
        assertThat(billed(
                        List.of(failure(10, 11, "belt", null)),
                        new Bill(15, 90, "belt", 9_000),
                        new Bill(15, 20, "belt", 200)))
                .containsExactly(new FailureSeverity(10, Severity.MEDIUM, 20));
    }

    @Test
    void of_what_fails_together_the_worst_code_counts_and_other_codes_say_nothing() {
        assertThat(FailureSeverity.coded(List.of(
                        failure(10, 12, "belt", "low"),
                        failure(10, 18, "motor", "High"),
                        failure(30, 31, "belt", "E-17"),
                        failure(40, 41, "belt", null),
                        failure(50, 40, "belt", "medium"))))
                .containsExactly(
                        new FailureSeverity(10, Severity.HIGH, 18), new FailureSeverity(50, Severity.MEDIUM, 50));
    }
}
