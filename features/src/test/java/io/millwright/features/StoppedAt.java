package io.millwright.features;

import io.millwright.lake.Progress;

/** Stands for a kill: the job ends where it says that so much of a step is done. */
final class StoppedAt implements Progress {

    private final String in;
    private final double share;
    private String step = "";

    StoppedAt(double share) {
        this("", share);
    }

    /** @param in how the step begins, as it is told */
    StoppedAt(String in, double share) {
        this.in = in;
        this.share = share;
    }

    @Override
    public void step(String what) {
        step = what;
    }

    @Override
    public void fraction(double done) {
        if (step.startsWith(in) && done >= share) {
            throw new IllegalStateException("stopped at " + done);
        }
    }
}
