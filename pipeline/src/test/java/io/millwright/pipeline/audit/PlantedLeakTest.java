package io.millwright.pipeline.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PlantedLeakTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void the_test_that_planted_the_leak_is_there(int number) throws ClassNotFoundException {
        PlantedLeak planted = PlantedLeak.caughtBy("L" + number);

        int method = planted.test().lastIndexOf('.');
        Class<?> plants =
                Class.forName("io.millwright.pipeline." + planted.test().substring(0, method));
        assertThat(Arrays.stream(plants.getDeclaredMethods())
                        .filter(each -> each.isAnnotationPresent(Test.class))
                        .map(Method::getName))
                .contains(planted.test().substring(method + 1));
    }
}
