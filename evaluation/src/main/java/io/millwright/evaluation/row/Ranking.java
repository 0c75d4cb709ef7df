package io.millwright.evaluation.row;

/** Row numbers by falling score, rows of equal score kept in their given order. Sorted once, used by every bootstrap draw. */
final class Ranking {

    private Ranking() {}

    /** Bottom-up merge sort on primitives: stable, n log n, no boxing. */
    static int[] byFallingScore(double[] score) {
        int n = score.length;
        int[] from = new int[n];
        for (int i = 0; i < n; i++) {
            from[i] = i;
        }
        int[] into = new int[n];
        for (int width = 1; width < n; width *= 2) {
            for (int left = 0; left < n; left += 2 * width) {
                merge(score, from, into, left, Math.min(left + width, n), Math.min(left + 2 * width, n));
            }
            int[] swap = from;
            from = into;
            into = swap;
        }
        return from;
    }

    private static void merge(double[] score, int[] from, int[] into, int left, int middle, int right) {
        int l = left;
        int r = middle;
        for (int i = left; i < right; i++) {
            boolean takeLeft = l < middle && (r >= right || score[from[l]] >= score[from[r]]);
            into[i] = takeLeft ? from[l++] : from[r++];
        }
    }
}
