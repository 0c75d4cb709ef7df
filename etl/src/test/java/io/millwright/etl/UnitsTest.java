package io.millwright.etl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millwright.lake.MillwrightException;
import org.junit.jupiter.api.Test;

class UnitsTest {

    private static double convert(double value, String from, String to) {
        return Units.conversion(from, to, "here").apply(value);
    }

    @Test
    void known_units_convert() {
        assertThat(convert(212, "degF", "degC")).isCloseTo(100, within(1e-9));
        assertThat(convert(20, "C", "K")).isCloseTo(293.15, within(1e-9));
        assertThat(convert(14.5038, "psi", "bar")).isCloseTo(1, within(1e-5));
        assertThat(convert(1, "g", "m/s2")).isCloseTo(9.80665, within(1e-12));
        assertThat(convert(1, "in/s", "mm/s")).isCloseTo(25.4, within(1e-9));
        assertThat(convert(25, "Hz", "rpm")).isCloseTo(1500, within(1e-9));
    }

    @Test
    void the_same_unit_need_not_be_known() {
        assertThat(convert(3, "items per moon", "items per moon")).isEqualTo(3);
    }

    @Test
    void an_unknown_unit_is_a_configuration_error_that_names_what_is_known() {
        assertThatThrownBy(() -> convert(1, "furlong", "mm"))
                .isInstanceOfSatisfying(MillwrightException.class, e -> assertThat(e.category())
                        .isEqualTo(MillwrightException.Category.CONFIGURATION))
                .hasMessageContaining("furlong")
                .hasMessageContaining("temperature: C");
        assertThatThrownBy(() -> convert(1, "bar", "mm"))
                .hasMessageContaining("pressure")
                .hasMessageContaining("length");
    }
}
