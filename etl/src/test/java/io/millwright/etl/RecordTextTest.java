package io.millwright.etl;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.lake.config.Source;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs of failures as programs leave them, those of Windows with a byte-order mark before the first line. */
class RecordTextTest {

    private static final String MARK = "\uFEFF";
    private static final String FIRST = "{\"at\": \"2025-01-01T01:00:00Z\", \"id\": \"m1\", \"what\": \"seized\"}";
    private static final String SECOND = "{\"at\": \"2025-01-02T01:00:00Z\", \"id\": \"m2\", \"what\": 7}";

    @TempDir
    private Path folder;

    /** Each record as {@code machine mode}, or as {@code reason: text}. */
    private List<String> read(String format, String content) {
        Source source = new Landings(folder)
                .text("log", content)
                .source("{name: plc, kind: readings, path: '@/plc', format: csv, time: {column: at}, equipment: id,"
                        + " columns: {temperature: t}}")
                .source("{name: log, kind: events, path: '@/log', format: " + format
                        + ", time: {column: at}, equipment: id, columns: {mode: what}, constants: {kind: failure}}")
                .config()
                .landing()
                .of(Source.Kind.EVENTS)
                .findFirst()
                .orElseThrow();
        RecordPlan plan = RecordPlan.of(source, List.of(), Optional.empty(), null, "pipeline.yaml");
        LandingFile file = SourceFiles.open(source, plan.columns(), false, new Configuration())
                .readable()
                .get(0);
        RecordText text = new RecordText(plan);
        List<LogRecord> records =
                source.format() == Source.Format.JSON ? text.json(file, content) : text.csv(file, content, ",");
        return records.stream()
                .map(record -> record.getReason() == null
                        ? record.getEquipmentId() + " " + record.getFields()[plan.position("mode")]
                        : record.getReason() + ": " + record.getRaw())
                .toList();
    }

    @Test
    void a_byte_order_mark_is_of_no_record() {
        assertThat(read("json", MARK + FIRST + "\n" + SECOND + "\n")).containsExactly("m1 seized", "m2 7");
        assertThat(read("json", MARK + "[" + FIRST + ",\n" + SECOND + "]\n")).containsExactly("m1 seized", "m2 7");
        assertThat(read("csv, header: [id, at, what]", MARK + "m1,2025-01-01T01:00:00Z,seized\n"))
                .containsExactly("m1 seized");
        assertThat(read(
                        "csv",
                        MARK + "id,at,what\nm1,2025-01-01T01:00:00Z,\"shaft\nseized\"\nm2,2025-01-02T01:00:00Z,worn\n"))
                .containsExactly("m1 shaft\nseized", "m2 worn");
    }

    @Test
    void what_comes_before_the_fault_of_an_array_is_read() {
        assertThat(read("json", "[" + FIRST + ", 3, " + SECOND + ", {\"at\": oops}]"))
                .containsExactly("m1 seized", "malformed_record: 3", "m2 7", "malformed_record: , {\"at\": oops}]");
    }

    @Test
    void a_line_that_is_no_object_is_one_malformed_record() {
        assertThat(read("json", FIRST + "\n\n{\"at\":\n[]\n" + SECOND + "\n"))
                .containsExactly("m1 seized", "malformed_record: {\"at\":", "malformed_record: []", "m2 7");
    }
}
