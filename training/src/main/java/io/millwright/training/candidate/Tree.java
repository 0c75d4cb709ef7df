package io.millwright.training.candidate;

/**
 * One binary tree as flat arrays; node 0 is the root.
 *
 * @param feature column a node splits on, -1 at a leaf
 * @param threshold a value up to it goes left
 * @param left number of the left child
 * @param right number of the right child
 * @param value probability of a failure among the training rows that reached the node
 */
@SuppressWarnings("ArrayRecordComponent")
record Tree(int[] feature, double[] threshold, int[] left, int[] right, double[] value) {

    double score(double[] row) {
        int node = 0;
        while (feature[node] >= 0) {
            node = next(node, row);
        }
        return value[node];
    }

    /** Adds to each column how the value changed at the splits on it along the row's path. */
    void addPath(double[] row, double[] pushes) {
        int node = 0;
        while (feature[node] >= 0) {
            int child = next(node, row);
            pushes[feature[node]] += value[child] - value[node];
            node = child;
        }
    }

    private int next(int node, double[] row) {
        return row[feature[node]] <= threshold[node] ? left[node] : right[node];
    }
}
