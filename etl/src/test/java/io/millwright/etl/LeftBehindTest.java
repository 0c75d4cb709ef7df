package io.millwright.etl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millwright.lake.Interval;
import io.millwright.lake.Progress;
import io.millwright.lake.TableSpec;
import io.millwright.lake.table.Events;
import io.millwright.lake.table.Series;
import io.millwright.lake.table.Waveforms;
import io.millwright.lake.table.WorkOrders;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What no ingest has taken is told until one does. */
class LeftBehindTest {

    private static final String READINGS =
            "{name: plc, kind: readings, path: '@/plc', format: csv, time: {column: at}, known: {column: got},"
                    + " equipment: id, columns: {temperature: temp}}";
    private static final String BURSTS =
            "{name: bursts, kind: waveforms, path: '@/bursts', format: json, time: {column: at}, equipment: id,"
                    + " columns: {sensor: axis, sampling_hz: hz, samples: samples}}";
    private static final String ALARMS =
            "{name: alarms, kind: events, path: '@/alarms.csv', format: csv, time: at, equipment: id, columns: {code: code}}";
    private static final String ORDERS =
            "{name: orders, kind: work_orders, path: '@/orders.csv', format: csv, time: at, known: {column: got},"
                    + " equipment: id, columns: {component: comp, note: note}, constants: {kind: infer}}";

    @TempDir
    private Path folder;

    @Tag("full")
    @Test
    void what_came_after_the_ingest_of_its_day_is_told_and_the_interval_that_is_named_takes_it() {
        Landings plant = new Landings(folder)
                .source(READINGS)
                .source(ALARMS)
                .file("plc/1.csv", readings(hours(1, 0, 23)))
                .file("alarms.csv", "at,id,code", "2025-01-01T05:00:00Z,m1,hot");
        IngestReport first = days(plant, 1, 2);

        plant.file("plc/late.csv", readings(hours(1, 23, 24)))
                .file("plc/2.csv", readings(hours(2, 0, 24)))
                .file("alarms.csv", "at,id,code", "2025-01-01T05:00:00Z,m1,hot", "2025-01-01T03:00:00Z,m1,cold");
        IngestReport second = days(plant, 2, 3);
        Interval interval = second.missed().interval();
        IngestReport taking =
                plant.ingest(interval.from().toString(), interval.to().toString());

        assertThat(first)
                .extracting(IngestReport::missed, IngestReport::history)
                .containsOnly(LeftBehind.NONE);
        assertThat(second.missed())
                .isEqualTo(left(2, 1, "2025-01-01T03:00:00Z", "2025-01-01T23:00:30Z", "alarms", "plc"));
        assertThat(second.rowsIn()).as("beside the rows in").isEqualTo(24);
        assertThat(interval)
                .isEqualTo(new Interval(Instant.parse("2025-01-01T03:00:00Z"), Instant.parse("2025-01-01T23:00:31Z")));
        assertThat(taking)
                .extracting(IngestReport::missed, IngestReport::history)
                .containsOnly(LeftBehind.NONE);
        assertThat(plant.readings()).hasSize(48);
        assertThat(plant.lake().read(Events.TABLE).count()).isEqualTo(2);
    }

    @Test
    @Tag("full")
    void it_is_told_after_every_ingest_and_every_stop_until_one_takes_it_and_the_lake_is_as_if_it_had_been_there() {
        Landings plant = onFirstDay(plant("a"));
        IngestReport first = days(plant, 1, 2);

        onSecondDay(plant);
        IngestReport second = days(plant, 2, 3);
        assertThatThrownBy(() -> slices(plant, stopping())).hasMessage("stopped");
        IngestReport again = slices(plant, Progress.silent());
        Interval interval = second.missed().interval();
        IngestReport taking =
                plant.ingest(interval.from().toString(), interval.to().toString());
        IngestReport after = days(plant, 3, 4);

        assertThat(first)
                .extracting(IngestReport::missed, IngestReport::history)
                .containsOnly(LeftBehind.NONE);
        assertThat(second.missed())
                .isEqualTo(left(
                        4, 2, "2025-01-01T03:00:00Z", "2025-01-01T23:00:30Z", "alarms", "bursts", "orders", "plc"));
        assertThat(second.history()).isEqualTo(LeftBehind.NONE);
        assertThat(again.kept()).isEqualTo(1);
        assertThat(again.missed()).as("after a stop").isEqualTo(second.missed());
        assertThat(interval)
                .isEqualTo(new Interval(Instant.parse("2025-01-01T03:00:00Z"), Instant.parse("2025-01-01T23:00:31Z")));
        assertThat(List.of(taking, after))
                .extracting(IngestReport::missed, IngestReport::history)
                .as("all is taken")
                .allSatisfy(left -> assertThat(left.toList()).containsOnly(LeftBehind.NONE));
        Landings whole = onSecondDay(onFirstDay(plant("b")));
        days(whole, 1, 4);
        TableSpec[] tables = {Series.TABLE, Waveforms.TABLE, Events.TABLE, WorkOrders.TABLE};
        assertThat(plant.fingerprints(tables)).isEqualTo(whole.fingerprints(tables));
        assertThat(IngestTest.books(plant)).isEqualTo(IngestTest.books(whole));
        assertThat(plant.readings()).hasSize(48);
    }

    @Test
    @Tag("full")
    void what_is_older_than_the_lake_is_history_and_neither_a_file_that_grew_nor_another_pipeline_file_makes_it_more() {
        Landings plant = new Landings(folder).source(READINGS).file("plc/1.csv", readings(hours(1, 0, 24)));
        plant.file("plc/2.csv", readings(hours(2, 0, 24)));
        LeftBehind history = left(24, 1, "2025-01-01T00:00:30Z", "2025-01-01T23:00:30Z", "plc");

        IngestReport first = days(plant, 2, 3);
        plant.file(
                "plc/2.csv",
                readings(Stream.concat(
                        hours(2, 0, 24), Stream.concat(Stream.of("2025-01-02T23:30:00Z"), hours(3, 0, 24)))));
        IngestReport grown = days(plant, 3, 4);
        IngestReport other = days(plant.withoutPressure(), 3, 4);
        plant.remove("plc/1.csv");
        plant.remove("plc/2.csv");
        plant.file("plc/4.csv", readings(hours(4, 0, 24))).file("plc/late.csv", readings(hours(3, 9, 11)));
        IngestReport withoutOldFiles = days(plant, 4, 5);

        assertThat(first.missed()).isEqualTo(LeftBehind.NONE);
        assertThat(List.of(first, grown, other))
                .extracting(IngestReport::history)
                .containsOnly(history);
        assertThat(List.of(grown, other))
                .extracting(IngestReport::missed)
                .containsOnly(left(1, 1, "2025-01-02T23:30:30Z", "2025-01-02T23:30:30Z", "plc"));
        assertThat(withoutOldFiles.missed())
                .isEqualTo(left(2, 1, "2025-01-03T09:00:30Z", "2025-01-03T10:00:30Z", "plc"));
        assertThat(withoutOldFiles.history()).isEqualTo(LeftBehind.NONE);
    }

    private Landings plant(String name) {
        return new Landings(folder.resolve(name))
                .source(READINGS)
                .source(BURSTS)
                .source(ALARMS)
                .source(ORDERS);
    }

    private static Landings onFirstDay(Landings plant) {
        return plant.file("plc/1.csv", readings(hours(1, 0, 23)))
                .file("bursts/1.json", burst(1, 10))
                .file("alarms.csv", "at,id,code", "2025-01-01T05:00:00Z,m1,hot")
                .file("orders.csv", "at,id,comp,note,got", order("x", 2), order("x", 4));
    }

    /** One of each kind that was known on the first day, in new files and in logs that are delivered again. */
    private static Landings onSecondDay(Landings plant) {
        return plant.file("plc/late.csv", readings(hours(1, 23, 24)))
                .file("plc/2.csv", readings(hours(2, 0, 24)))
                .file("bursts/2.json", burst(1, 23), burst(2, 10), burst(3, 10))
                .file("alarms.csv", "at,id,code", "2025-01-01T05:00:00Z,m1,hot", "2025-01-01T03:00:00Z,m1,cold")
                .file("orders.csv", "at,id,comp,note,got", order("x", 2), order("x", 4), order("y", 6));
    }

    private static Stream<String> hours(int day, int from, int to) {
        return IntStream.range(from, to).mapToObj(hour -> "2025-01-0%dT%02d:00:00Z".formatted(day, hour));
    }

    /** Each known half a minute later. */
    private static String[] readings(Stream<String> times) {
        return Stream.concat(
                        Stream.of("at,id,temp,got"),
                        times.map(at -> at + ",m1," + (40 + at.hashCode() % 7) + "," + at.replace(":00Z", ":30Z")))
                .toArray(String[]::new);
    }

    private static String burst(int day, int hour) {
        return "{\"at\": \"2025-01-0" + day + "T" + hour
                + ":00:00Z\", \"id\": \"m1\", \"axis\": \"temperature\", \"hz\": 1000, \"samples\": [1, 2]}";
    }

    private static String order(String note, int knownHour) {
        return "2025-01-01T01:00:00Z,m1,pump," + note + ",2025-01-01T0" + knownHour + ":00:00Z";
    }

    private static IngestReport days(Landings plant, int from, int to) {
        return plant.ingest("2025-01-0" + from + "T00:00:00Z", "2025-01-0" + to + "T00:00:00Z");
    }

    private static IngestReport slices(Landings plant, Progress progress) {
        return plant.ingestDayByDay("2025-01-02T00:00:00Z", "2025-01-04T00:00:00Z", progress);
    }

    private static Progress stopping() {
        return IngestTest.stoppingAt("slice 2 of 2: reading landing files");
    }

    private static LeftBehind left(long records, long files, String first, String last, String... sources) {
        return new LeftBehind(
                new TreeSet<>(List.of(sources)),
                records,
                files,
                Instant.parse(first).toEpochMilli(),
                Instant.parse(last).toEpochMilli());
    }
}
