package io.millwright.etl;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.lake.config.Source;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From when on it is known that a part was put in. */
class RecordJudgeTest {

    @TempDir
    private Path folder;

    private LogRecord judged(String known, String... cells) {
        Source source = new Landings(folder)
                .source("{name: plc, kind: readings, path: '@/plc', format: csv, time: {column: at}, equipment: id,"
                        + " columns: {temperature: t}}")
                .source("{name: parts, kind: components, path: '@/parts.csv', format: csv, equipment: id" + known
                        + ", columns: {serial: s, installed_at: i}}")
                .config()
                .landing()
                .of(Source.Kind.COMPONENTS)
                .findFirst()
                .orElseThrow();
        RecordPlan plan = RecordPlan.of(source, List.of(), Optional.empty(), null, "pipeline.yaml");
        return new RecordJudge(plan).judge("parts.csv", "", cells, 2).orElseThrow();
    }

    private static long ms(String instant) {
        return Instant.parse(instant).toEpochMilli();
    }

    @Test
    void an_installation_is_known_when_it_was_written_down_else_when_it_happened() {
        assertThat(judged(", known: {column: typed}", "m1", "2025-01-09T00:00:00Z", "2025-01-02T00:00:00Z", "B7"))
                .satisfies(part -> assertThat(part.getKnownMs()).isEqualTo(ms("2025-01-09T00:00:00Z")))
                .satisfies(part -> assertThat(part.getReason()).isNull());
        assertThat(judged(", known: {delay: 36h}", "m1", "2025-01-02T00:00:00Z", "B7")
                        .getKnownMs())
                .isEqualTo(ms("2025-01-03T12:00:00Z"));
        assertThat(judged("", "m1", "2025-01-02T00:00:00Z", "B7").getKnownMs()).isEqualTo(ms("2025-01-02T00:00:00Z"));
        assertThat(judged("", "m1", "", "B7").getKnownMs()).isNull();
    }

    @Test
    void an_arrival_that_is_no_time_is_rejected() {
        assertThat(judged(", known: {column: typed}", "m1", "soon", "2025-01-02T00:00:00Z", "B7")
                        .getReason())
                .isEqualTo(Reason.UNPARSABLE_TIME);
    }
}
