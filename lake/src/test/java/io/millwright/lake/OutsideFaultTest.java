package io.millwright.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.lake.MillwrightException.Category;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is no bug is told as what it is; buckets and networks are tried with real clients in {@code aws} and {@code pipeline}. */
class OutsideFaultTest {

    private static MillwrightException told(Throwable error) {
        return OutsideFault.of(new RuntimeException("job aborted", error)).orElseThrow();
    }

    @Test
    void too_little_memory() {
        MillwrightException told = told(new OutOfMemoryError("Java heap space"));

        assertThat(told.category()).isEqualTo(Category.CONFIGURATION);
        assertThat(told)
                .hasMessageStartingWith(
                        "there was not enough memory (OutOfMemoryError: Java heap space); give the job more")
                .hasMessageContaining("MILLWRIGHT_HEAP");
    }

    @Test
    void a_table_another_job_changed_meanwhile() {
        MillwrightException told =
                told(new io.delta.exceptions.ConcurrentAppendException("Files were added to the table"));

        assertThat(told.category()).isEqualTo(Category.SERVICE);
        assertThat(told).hasMessageContaining("another job changed the same table meanwhile");
    }

    @Test
    void a_table_of_a_newer_delta() {
        MillwrightException told = told(new IllegalStateException(
                "[DELTA_UNSUPPORTED_FEATURES_FOR_READ] Unsupported Delta read feature: table \"series\" requires ..."));

        assertThat(told.category()).isEqualTo(Category.DATA);
        assertThat(told).hasMessageContaining("a newer Delta Lake wrote a table of this lake");
    }

    @Test
    void a_file_this_user_may_not_read() {
        assertThat(told(new FileNotFoundException("/landing/a.csv (Permission denied)"))
                        .category())
                .isEqualTo(Category.CONFIGURATION);
    }

    @Test
    void anything_else_is_not_outside() {
        assertThat(OutsideFault.of(new IOException("not a zip file"))).isEqualTo(Optional.empty());
    }
}
