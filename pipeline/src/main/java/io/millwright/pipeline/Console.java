package io.millwright.pipeline;

import java.io.PrintStream;

/**
 * Where a person reads what happens.
 *
 * @param live whether {@code out} is a terminal whose last line can be written again
 * @param ownsProcess whether what libraries print to the standard streams may be sent to the log
 */
record Console(PrintStream out, PrintStream err, boolean live, boolean ownsProcess) {

    void line(String text) {
        out.println(text);
        out.flush();
    }

    void error(String text) {
        err.println(text);
        err.flush();
    }
}
