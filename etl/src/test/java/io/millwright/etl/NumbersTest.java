package io.millwright.etl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class NumbersTest {

    @Test
    void every_bit_is_that_of_the_library() {
        Random random = new Random(11);
        for (int i = 0; i < 100_000; i++) {
            double value = (random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(12) - 4);
            String text = i % 3 == 0 ? Double.toString(value) : String.format("%." + random.nextInt(14) + "f", value);

            assertThat(Double.doubleToLongBits(Numbers.parse(text)))
                    .isEqualTo(Double.doubleToLongBits(Double.parseDouble(text)));
        }
    }

    @Test
    void text_that_is_no_number_is_not_one() {
        for (String text :
                new String[] {"ERR", "N/A", "--", "1.2.3", "#VALUE!", "", "-", ".", "12f", "7d", "NaN", "0x1p3"}) {
            assertThat(Numbers.parse(text)).as(text).isNaN();
        }
        assertThat(Numbers.parse("Infinity")).isInfinite();
        assertThat(Numbers.parse(" 12.5 ")).isEqualTo(12.5);
        assertThat(Numbers.parse("1e3")).isEqualTo(1000);
    }
}
