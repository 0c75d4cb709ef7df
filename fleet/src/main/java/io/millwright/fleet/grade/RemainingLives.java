package io.millwright.fleet.grade;

import io.millwright.evaluation.ClusterMetric;
import io.millwright.fleet.grade.RunResult.Prediction;
import io.millwright.fleet.grade.Truth.Story;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Remaining useful life on the rows between the onset of a failure and the failure, with 1 to 30 days to go: what the run said, and
 * what two references would say. Each is judged by the sum of its absolute errors over the sum of true lives.
 *
 * @param rows of all exams
 */
record RemainingLives(List<Row> rows) {

    private static final double LEAST_HOURS = 24;
    private static final double MOST_HOURS = 30 * 24;
    /** Rows the oracle looks at: enough for a middle that one long life does not decide. */
    private static final int NEIGHBOURS = 25;

    /**
     * One graded row.
     *
     * @param machine with the exam's name
     * @param degradation true, 0 to 1
     * @param saidHours the run's estimate
     * @param trueHours from the row to the failure
     */
    record Row(String machine, String mode, double degradation, double saidHours, double trueHours) {}

    static RemainingLives of(List<Exam> exams) {
        List<Row> rows = new ArrayList<>();
        for (Exam exam : exams) {
            for (Prediction prediction : exam.run().predictions()) {
                Story story = exam.truth().developing(prediction.machine(), prediction.asOf());
                if (story == null || Double.isNaN(prediction.rulMedianHours())) {
                    continue;
                }
                double hours =
                        Duration.between(prediction.asOf(), story.ended()).toSeconds() / 3_600.0;
                if (hours >= LEAST_HOURS && hours <= MOST_HOURS) {
                    rows.add(new Row(
                            exam.name() + prediction.machine(),
                            story.mode(),
                            exam.truth()
                                    .degradation(
                                            prediction.machine(),
                                            prediction.asOf().toEpochMilli()),
                            prediction.rulMedianHours(),
                            hours));
                }
            }
        }
        return new RemainingLives(rows);
    }

    /** The run's error. */
    ClusterMetric ofRun() {
        return error(Row::saidHours);
    }

    /** Who knows the mode and the true degradation, and takes the middle of the lives other machines had left at the nearest ones. */
    ClusterMetric ofOracle() {
        return error(row -> middle(others(row)
                .filter(other -> other.mode().equals(row.mode()))
                .sorted(Comparator.comparingDouble(other -> Math.abs(other.degradation() - row.degradation())))
                .limit(NEIGHBOURS)));
    }

    /** Who says the same of every row: the middle of what other machines had left. */
    ClusterMetric ofConstant() {
        return error(row -> middle(others(row)));
    }

    private Stream<Row> others(Row row) {
        return rows.stream().filter(other -> !other.machine().equals(row.machine()));
    }

    private static double middle(Stream<Row> rows) {
        double[] hours = rows.mapToDouble(Row::trueHours).sorted().toArray();
        return hours.length == 0 ? Double.NaN : (hours[(hours.length - 1) / 2] + hours[hours.length / 2]) / 2;
    }

    /** Rows of which nothing can be said are left out. */
    private ClusterMetric error(ToDoubleFunction<Row> estimate) {
        SumsByMachine sums = new SumsByMachine();
        for (Row row : rows) {
            double error = Math.abs(estimate.applyAsDouble(row) - row.trueHours());
            if (!Double.isNaN(error)) {
                sums.add(row.machine(), error, row.trueHours());
            }
        }
        return sums.ratio();
    }
}
