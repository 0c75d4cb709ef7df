package io.millwright.lake;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millwright.lake.testing.TestSpark;
import org.junit.jupiter.api.Test;

class SideBySideTest {

    @Test
    void of_several_failures_the_first_is_thrown_and_tells_of_the_others() {
        IllegalStateException full = new IllegalStateException("the disk is full");
        IllegalStateException sameAgain = new IllegalStateException("no file of readings");
        try (SideBySide running = new SideBySide(TestSpark.session(), "test", 2)) {
            running.run(() -> {
                throw sameAgain;
            });
            running.run(() -> {});
            running.run(() -> {
                throw full;
            });
            running.run(() -> {
                throw sameAgain;
            });

            assertThatThrownBy(running::await).isSameAs(sameAgain).hasSuppressedException(full);
        }
    }
}
