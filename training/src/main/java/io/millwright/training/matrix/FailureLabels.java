package io.millwright.training.matrix;

import java.util.Arrays;

/**
 * What became of the machine after each row of a matrix, for one failure target.
 *
 * @param label 1 positive, 0 negative, {@link #UNLABELLED}
 * @param mode failure mode of a positive row, empty text elsewhere or where the log names none
 * @param component failed component of a positive row, empty text elsewhere or where the log names none
 * @param severity of the failure of a positive row
 */
@SuppressWarnings("ArrayRecordComponent") // columns beside a matrix; identity is never asked for
public record FailureLabels(byte[] label, String[] mode, String[] component, SeverityLabels severity) {

    public static final byte UNLABELLED = -1;

    public FailureLabels {
        if (label.length != mode.length
                || label.length != component.length
                || label.length != severity.level().length) {
            throw new IllegalArgumentException("columns must have equal lengths, got " + label.length + ", "
                    + mode.length + ", " + component.length + " and " + severity.level().length);
        }
    }

    /** Labels of failures nobody graded. */
    public FailureLabels(byte[] label, String[] mode, String[] component) {
        this(label, mode, component, SeverityLabels.unknown(label.length));
    }

    /** Labels without modes. */
    public static FailureLabels of(byte[] label) {
        String[] none = new String[label.length];
        Arrays.fill(none, "");
        return new FailureLabels(label, none, none);
    }

    public int rows() {
        return label.length;
    }

    public boolean labelled(int row) {
        return label[row] != UNLABELLED;
    }

    public boolean positive(int row) {
        return label[row] == 1;
    }

    /** 1 for positive rows, 0 for all others, as boosting wants it. */
    public float[] outcome() {
        float[] outcome = new float[label.length];
        for (int row = 0; row < outcome.length; row++) {
            outcome[row] = positive(row) ? 1 : 0;
        }
        return outcome;
    }

    public FailureLabels select(int[] rows) {
        byte[] selected = new byte[rows.length];
        String[] modes = new String[rows.length];
        String[] components = new String[rows.length];
        for (int i = 0; i < rows.length; i++) {
            selected[i] = label[rows[i]];
            modes[i] = mode[rows[i]];
            components[i] = component[rows[i]];
        }
        return new FailureLabels(selected, modes, components, severity.select(rows));
    }

    /** These rows, then those; of failures nobody graded. */
    public FailureLabels followedBy(FailureLabels more) {
        byte[] labels = Arrays.copyOf(label, rows() + more.rows());
        String[] modes = Arrays.copyOf(mode, labels.length);
        String[] components = Arrays.copyOf(component, labels.length);
        System.arraycopy(more.label, 0, labels, rows(), more.rows());
        System.arraycopy(more.mode, 0, modes, rows(), more.rows());
        System.arraycopy(more.component, 0, components, rows(), more.rows());
        return new FailureLabels(labels, modes, components);
    }

    public int count(int value) {
        int count = 0;
        for (byte each : label) {
            count += each == value ? 1 : 0;
        }
        return count;
    }
}
