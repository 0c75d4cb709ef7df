package io.millwright.lake.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millwright.lake.MillwrightException;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpanTest {

    @ParameterizedTest
    @CsvSource({
        "250ms,PT0.25S",
        "90s,PT90S",
        "5m,PT5M",
        "24h,PT24H",
        "7d,PT168H",
        "PT1H,PT1H",
        "5 cycles,PT5H",
        "1 cycle,PT1H"
    })
    void spans_are_read_as_people_write_them(String text, Duration expected) {
        assertThat(Span.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "h", "-5m", "5 weeks", "1.5h", "99999999999999999999h"})
    void anything_else_is_refused_with_what_would_be_right(String text) {
        assertThatThrownBy(() -> Span.parse(text))
                .isInstanceOf(MillwrightException.class)
                .hasMessageContaining("'" + text + "'")
                .hasMessageContaining("write for example 5m");
    }

    @ParameterizedTest
    @CsvSource({
        "PT24H,CLOCK,24h",
        "PT168H,CLOCK,7d",
        "PT5M,CLOCK,5m",
        "PT5H,CYCLES,5c",
        "PT0.5S,CLOCK,500ms",
        "PT90S,CLOCK,90s"
    })
    void short_names_are_those_of_features(Duration span, TimeAxis axis, String expected) {
        assertThat(Span.shortName(span, axis)).isEqualTo(expected);
    }
}
