package io.millwright.evaluation.event;

import io.millwright.evaluation.row.ScoredRows;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The time-ordered scores of each subject. */
final class RowsBySubject {

    private final ScoredRows rows;
    private final Map<String, int[]> rangeOfSubject;

    private RowsBySubject(ScoredRows rows, Map<String, int[]> rangeOfSubject) {
        this.rows = rows;
        this.rangeOfSubject = rangeOfSubject;
    }

    static RowsBySubject of(ScoredRows rows) {
        Map<String, int[]> ranges = new HashMap<>();
        for (int row = 0; row < rows.size(); row++) {
            int at = row;
            ranges.computeIfAbsent(rows.subject(row), any -> new int[] {at, at})[1] = row + 1;
        }
        return new RowsBySubject(rows, ranges);
    }

    long[] asOfMillis(String subject) {
        int[] range = range(subject);
        long[] column = new long[range[1] - range[0]];
        Arrays.setAll(column, i -> rows.asOfMillis(range[0] + i));
        return column;
    }

    double[] scores(String subject) {
        int[] range = range(subject);
        double[] column = new double[range[1] - range[0]];
        Arrays.setAll(column, i -> rows.score(range[0] + i));
        return column;
    }

    void requireKnown(Set<String> subjects) {
        for (String subject : rangeOfSubject.keySet()) {
            if (!subjects.contains(subject)) {
                throw new IllegalArgumentException("scores of " + subject + " but no timeline: when was it watched?");
            }
        }
    }

    private int[] range(String subject) {
        return rangeOfSubject.getOrDefault(subject, new int[] {0, 0});
    }
}
