package io.millwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every job is a main class for {@code spark-submit} too. */
class StagesTest {

    static Stream<String> jobs() {
        return Stream.concat(
                Stream.concat(Stages.RUN.stream(), Stream.of(Stages.GENERATE, Stages.AUDIT))
                        .map(Stage::name),
                Stream.of("run"));
    }

    @ParameterizedTest
    @MethodSource("jobs")
    void every_job_is_a_class_with_a_main(String job) throws ReflectiveOperationException {
        Class<?> type = Class.forName("io.millwright.pipeline.jobs." + inCamelCase(job) + "Job");
        Method main = type.getMethod("main", String[].class);

        assertThat(Modifier.isPublic(type.getModifiers())).isTrue();
        assertThat(Modifier.isStatic(main.getModifiers())).isTrue();
        assertThat(main.getReturnType()).isEqualTo(void.class);
    }

    private static String inCamelCase(String job) {
        return Arrays.stream(job.split("-"))
                .map(word -> word.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());
    }
}
