package io.millwright.lake;

/** Where a long job says how far it is. Implemented by the command line; a silent one serves tests and notebooks. */
public interface Progress {

    /** Says what begins now, in a few words: {@code "merging 412 chunks"}. */
    void step(String what);

    /** Says how far the current step is, in {@code [0, 1]}. */
    void fraction(double done);

    /** Says a line that stays to be read. */
    default void remark(String line) {
        step(line);
    }

    static Progress silent() {
        return new Progress() {
            @Override
            public void step(String what) {}

            @Override
            public void fraction(double done) {}
        };
    }
}
