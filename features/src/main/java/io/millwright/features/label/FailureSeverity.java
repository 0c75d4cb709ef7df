package io.millwright.features.label;

import io.millwright.features.context.MachineLog;
import io.millwright.lake.config.MaintenanceSpec.Grading;
import io.millwright.lake.config.Severity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How bad one failure turned out.
 *
 * @param failureMs when it failed, milliseconds since the epoch
 * @param knownMs since when the severity is known; never before the failure
 */
public record FailureSeverity(long failureMs, Severity severity, long knownMs) {

    /** The worse of two; of two alike the one that was known earlier. */
    private static final Comparator<FailureSeverity> WORSE = Comparator.comparing(FailureSeverity::severity)
            .thenComparing(FailureSeverity::knownMs, Comparator.reverseOrder());

    /**
     * What closed corrective work came to.
     *
     * @param timeMs when it was finished
     * @param knownMs when that was written down
     * @param amount hours of downtime or cost; never NaN
     */
    public record Bill(long timeMs, long knownMs, @Nullable String component, double amount) {}

    /** By the code of what failed together, the worst of them; failures whose code is no severity have none. */
    public static List<FailureSeverity> coded(List<MachineLog.Event> failures) {
        TreeMap<Long, FailureSeverity> worst = new TreeMap<>();
        for (MachineLog.Event failure : failures) {
            Arrays.stream(Severity.values())
                    .filter(severity -> failure.isFailure() && severity.text().equalsIgnoreCase(failure.code()))
                    .map(severity -> new FailureSeverity(
                            failure.timeMs(), severity, Math.max(failure.timeMs(), failure.knownMs())))
                    .forEach(said -> worst.merge(failure.timeMs(), said, BinaryOperator.maxBy(WORSE)));
        }
        return List.copyOf(worst.values());
    }

    /**
     * By what the work that repaired it came to: the same work that ends the failure's repair. Of several versions of an order the one
     * that was written first counts, because that is what was known.
     */
    public static List<FailureSeverity> billed(
            List<MachineLog.Event> events, List<MachineLog.Order> orders, List<Bill> bills, Grading grading) {
        List<FailureSeverity> severities = new ArrayList<>();
        for (Failure failure : MachineLife.failures(events, orders)) {
            bill(failure, bills)
                    .map(bill -> new FailureSeverity(
                            failure.timeMs(), grading.level(bill.amount()), Math.max(bill.timeMs(), bill.knownMs())))
                    .ifPresent(severities::add);
        }
        return List.copyOf(severities);
    }

    private static Optional<Bill> bill(Failure failure, List<Bill> bills) {
        return bills.stream()
                .filter(bill -> bill.timeMs() == failure.repairedMs())
                .filter(bill -> bill.component() == null
                        || failure.components().isEmpty()
                        || failure.components().contains(bill.component()))
                .min(Comparator.comparingLong(Bill::knownMs).thenComparing(Bill::amount, Comparator.reverseOrder()));
    }
}
