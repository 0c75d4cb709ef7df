package io.millwright.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millwright.fleet.Stream.Purpose;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamTest {
    @Test
    void a_name_is_a_stream() {
        assertThat(Stream.of(1, 2, Purpose.NOISE, 3).next())
                .isEqualTo(Stream.of(1, 2, Purpose.NOISE, 3).next());
        assertThat(List.of(
                        Stream.of(1, 2, Purpose.NOISE, 3).next(),
                        Stream.of(2, 2, Purpose.NOISE, 3).next(),
                        Stream.of(1, 3, Purpose.NOISE, 3).next(),
                        Stream.of(1, 2, Purpose.LIFE, 3).next(),
                        Stream.of(1, 2, Purpose.NOISE, 4).next()))
                .doesNotHaveDuplicates();
    }

    @Test
    void gauss_is_nearly_standard_normal() {
        Stream random = Stream.of(1, 1, Purpose.NOISE, 0);
        double sum = 0;
        double squares = 0;
        double fourths = 0;
        int draws = 200_000;
        for (int i = 0; i < draws; i++) {
            double value = random.gauss();
            sum += value;
            squares += value * value;
            fourths += value * value * value * value;
        }

        assertThat(sum / draws).isCloseTo(0, within(0.01));
        assertThat(squares / draws).isCloseTo(1, within(0.01));
        assertThat(fourths / draws).isCloseTo(2.85, within(0.06));
    }

    @Test
    void poisson_and_exponential_have_their_means() {
        Stream random = Stream.of(3, 1, Purpose.NOISE, 0);
        double events = 0;
        double waits = 0;
        for (int i = 0; i < 20_000; i++) {
            events += random.poisson(2.5);
            waits += random.exponential(7);
        }

        assertThat(events / 20_000).isCloseTo(2.5, within(0.05));
        assertThat(waits / 20_000).isCloseTo(7, within(0.2));
    }

    @Test
    void permuted_holds_every_number_once() {
        assertThat(Stream.of(1, 1, Purpose.LIFE, 1).permuted(10))
                .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void csv_numbers_read_as_they_are(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("numbers.csv");

        try (CsvFile csv =
                new CsvFile(new Configuration(), new org.apache.hadoop.fs.Path(file.toUri()), List.of("a", "b"))) {
            csv.field(-0.05, 100).field(12.3, 10);
            csv.endLine();
            csv.field(Double.NaN, 10).field("say \"hi\", ok");
            csv.endLine();
            csv.field(0.007, 1_000).field(1_200);
            csv.endLine();
        }

        assertThat(Files.readAllLines(file))
                .containsExactly("a,b", "-0.05,12.3", ",\"say \"\"hi\"\", ok\"", "0.007,1200");
    }

    @Test
    void local_times_are_those_of_the_zone() {
        LocalTimes times = new LocalTimes(ZoneId.of("Asia/Kolkata"));

        assertThat(times.format(micros("2025-01-01T00:00:10Z"))).isEqualTo("2025-01-01T05:30:10");
        assertThat(times.format(micros("2025-01-01T00:29:59Z"))).isEqualTo("2025-01-01T05:59:59");
        assertThat(times.format(micros("2025-01-01T00:30:00Z"))).isEqualTo("2025-01-01T06:00:00");
        assertThat(times.format(micros("2024-12-31T18:29:59Z"))).isEqualTo("2024-12-31T23:59:59");
    }

    private static long micros(String instant) {
        return Instant.parse(instant).getEpochSecond() * 1_000_000L;
    }
}
