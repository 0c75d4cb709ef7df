package io.millwright.training.group;

import java.io.Serializable;

/** Trains one group's model, in an executor. */
public interface GroupTrainer extends Serializable {

    /** What its models are, for the table. */
    String kind();

    /** A group with fewer gets no model. */
    int fewestRows();

    /**
     * The model's parameters, the same bytes for the same rows and seed.
     *
     * @param rows of equal length, in the order of time; at least {@link #fewestRows}
     */
    byte[] train(double[][] rows, long seed);
}
