package io.millwright.training.candidate;

import io.millwright.evaluation.split.GroupFold;
import io.millwright.evaluation.split.MachineSplit;
import io.millwright.evaluation.split.Part;
import io.millwright.training.matrix.FailureLabels;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * A fold inside a training period: whole machines are left out.
 *
 * @param train row numbers in the period's matrix, ascending
 * @param test row numbers of the machines left out, ascending
 */
@SuppressWarnings("ArrayRecordComponent") // row numbers; identity is never asked for
public record InnerFold(int[] train, int[] test) {

    /** At most k folds by machine; fewer where there are fewer machines, none where there is one machine only. */
    public static List<InnerFold> byMachine(TrainingMatrix period, int k, long seed) {
        Set<String> machines = new TreeSet<>();
        for (int row = 0; row < period.rows(); row++) {
            machines.add(period.machine(row));
        }
        int folds = Math.min(k, machines.size());
        return folds < 2
                ? List.of()
                : new MachineSplit(seed)
                        .folds(machines, folds).stream()
                                .map(fold -> of(period, fold))
                                .toList();
    }

    private static InnerFold of(TrainingMatrix period, GroupFold fold) {
        return new InnerFold(rows(period, fold, Part.TRAIN), rows(period, fold, Part.TEST));
    }

    private static int[] rows(TrainingMatrix period, GroupFold fold, Part part) {
        return IntStream.range(0, period.rows())
                .filter(row -> fold.part(period.machine(row), period.asOfMillis(row)) == part)
                .toArray();
    }

    /** The fold without the rows of most machines where the period has more than so many rows; the same machines in every fold. */
    InnerFold ofFewMachines(TrainingMatrix period, int mostRows, long seed) {
        if (period.rows() <= mostRows) {
            return this;
        }
        double share = (double) mostRows / period.rows();
        Set<String> kept = new HashSet<>();
        for (String machine : period.machines()) {
            if (new MachineSplit(seed).holdsOut(machine, share)) {
                kept.add(machine);
            }
        }
        return new InnerFold(ofMachines(period, train, kept), ofMachines(period, test, kept));
    }

    private static int[] ofMachines(TrainingMatrix period, int[] rows, Set<String> machines) {
        return Arrays.stream(rows)
                .filter(row -> machines.contains(period.machine(row)))
                .toArray();
    }

    /** Row numbers 0 to n - 1. */
    public static int[] all(int rows) {
        return IntStream.range(0, rows).toArray();
    }

    /** Those of the rows that carry a label. */
    public static int[] labelled(int[] rows, FailureLabels labels) {
        return Arrays.stream(rows).filter(labels::labelled).toArray();
    }

    /** Puts the scores of the rows left out where they belong. */
    public void keepScores(double[] outOfFold, double[] scores) {
        for (int i = 0; i < test.length; i++) {
            outOfFold[test[i]] = scores[i];
        }
    }
}
