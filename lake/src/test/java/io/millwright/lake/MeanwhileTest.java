package io.millwright.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millwright.lake.testing.TestSpark;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class MeanwhileTest {

    private static final String SETTING = "millwright.test.meanwhile";

    private final SparkSession spark = TestSpark.session();

    @Test
    void a_setting_holds_as_long_as_the_work_takes() {
        String during = Meanwhile.with(spark, Map.of(SETTING, "yes"), this::value);

        assertThat(during).isEqualTo("yes");
        assertThat(value()).isEqualTo("none");
    }

    @Test
    void what_was_set_before_is_set_again_even_where_the_work_fails() {
        spark.conf().set(SETTING, "before");

        assertThatThrownBy(() -> Meanwhile.with(spark, Map.of(SETTING, "yes"), () -> {
                    throw new IllegalStateException("stopped");
                }))
                .hasMessage("stopped");

        assertThat(value()).isEqualTo("before");
        spark.conf().unset(SETTING);
    }

    @Test
    void of_two_pieces_of_work_side_by_side_the_last_puts_the_setting_back() {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch firstIsDone = new CountDownLatch(1);
        try (SideBySide running = new SideBySide(spark, "test", 1)) {
            Supplier<String> second = Meanwhile.with(spark, Map.of(SETTING, "yes"), () -> {
                Supplier<String> started = running.start(() -> Meanwhile.with(spark, Map.of(SETTING, "yes"), () -> {
                    inside.countDown();
                    await(firstIsDone);
                    return value();
                }));
                await(inside);
                return started;
            });
            firstIsDone.countDown();

            assertThat(second.get()).isEqualTo("yes");
        }
        assertThat(value()).isEqualTo("none");
    }

    private String value() {
        return spark.conf().get(SETTING, "none");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
