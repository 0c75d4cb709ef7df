package io.millwright.pipeline.jobs;

import io.millwright.pipeline.Main;

/** {@code run}: all jobs in order, for {@code spark-submit}. */
public final class RunJob {

    private RunJob() {}

    public static void main(String[] args) {
        Main.main("run", args);
    }
}
