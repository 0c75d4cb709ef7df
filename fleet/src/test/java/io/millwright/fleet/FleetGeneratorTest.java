package io.millwright.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetGeneratorTest {
    private static final FleetSpec TINY =
            FleetSpec.small().withMachines(4).withDays(10).withSeed(7);

    @TempDir
    Path folder;

    @Test
    void same_spec_gives_the_same_bytes_whatever_the_partitions() throws Exception {
        Map<String, String> first = generated("a", TINY, 1);
        Map<String, String> second = generated("b", TINY, 100);

        assertThat(first).hasSizeGreaterThan(20).isEqualTo(second);
    }

    @Test
    void another_seed_gives_another_fleet() throws Exception {
        Map<String, String> first = generated("a", TINY, 4);
        Map<String, String> second = generated("b", TINY.withSeed(8), 4);

        assertThat(first.get("landing/failures/site-1.csv")).isNotEqualTo(second.get("landing/failures/site-1.csv"));
    }

    @Test
    void landing_files_have_the_columns_that_are_published_and_no_others() throws Exception {
        generated("a", TINY, 4);
        SparkSession spark = LocalSpark.session();
        String landing = folder.resolve("a/landing").toString();

        Dataset<Row> readings = spark.read().parquet(landing + "/readings/site-1");
        Dataset<Row> waveforms = spark.read().parquet(landing + "/waveforms/site-2");

        assertThat(readings.columns()).containsExactlyElementsOf(LandingFiles.READING_COLUMNS);
        assertThat(readings.schema().apply("event_time").dataType().typeName()).isEqualTo("timestamp");
        assertThat(waveforms.columns())
                .containsExactly("equipment_id", "sensor", "start_time", "received_at", "sampling_hz", "samples");
        assertThat(waveforms.schema().apply("samples").dataType().catalogString())
                .isEqualTo("binary");
        assertThat(header(landing, "equipment")).isEqualTo(LandingFiles.EQUIPMENT_COLUMNS);
        assertThat(header(landing, "work_orders")).isEqualTo(LandingFiles.WORK_ORDER_COLUMNS);
        assertThat(header(landing, "failures")).isEqualTo(LandingFiles.FAILURE_COLUMNS);
        assertThat(header(landing, "readings")).isEqualTo(LandingFiles.READING_COLUMNS);
    }

    @Test
    void an_earlier_runs_files_are_gone_and_other_files_stay() throws Exception {
        Path landing = folder.resolve("a/landing");
        Files.createDirectories(landing.resolve("readings/site-9"));
        Files.writeString(landing.resolve("readings/site-9/old.csv"), "old");
        Files.writeString(landing.resolve("notes.txt"), "mine");

        Map<String, String> files = generated("a", TINY, 4);

        assertThat(files).containsKey("landing/notes.txt").doesNotContainKey("landing/readings/site-9/old.csv");
    }

    @Test
    void the_small_fleet_has_at_least_forty_failures_on_several_seeds() {
        for (long seed = 1; seed <= 5; seed++) {
            assertThat(failures(FleetSpec.small().withSeed(seed))).hasSizeGreaterThanOrEqualTo(40);
        }
    }

    @Test
    void default_fleet_keeps_what_it_promises() {
        for (long seed = 1; seed <= 5; seed++) {
            FleetSpec spec = FleetSpec.defaults().withSeed(seed);
            List<Episode> failures = failures(spec);

            double machineYears = spec.machines() * spec.days() / 365.0;
            assertThat(failures.size() / machineYears).isBetween(3.0, 6.0);
            assertThat(failures.stream().filter(one -> !one.hasPrecursor()).count())
                    .isGreaterThanOrEqualTo(Math.round(0.2 * failures.size()));
            assertThat(failures.stream().filter(Episode::hasPrecursor))
                    .allSatisfy(one -> assertThat(one.end() - one.onset()).isBetween(24.0, 30 * 24.0));
            assertThat(excursions(spec) / (machineYears * 365 / 90)).isGreaterThan(1);
        }
    }

    private static List<Episode> failures(FleetSpec spec) {
        List<Episode> failures = new ArrayList<>();
        for (Site site : Roster.sites(spec)) {
            for (Machine machine : Roster.machinesOf(spec, site)) {
                MachineLife.of(spec, machine).episodes().stream()
                        .filter(episode -> episode.failed() && episode.end() < spec.hours())
                        .forEach(failures::add);
            }
        }
        return failures;
    }

    private static double excursions(FleetSpec spec) {
        double count = 0;
        for (Site site : Roster.sites(spec)) {
            for (Machine machine : Roster.machinesOf(spec, site)) {
                count += MachineLife.of(spec, machine).excursions().size();
            }
        }
        return count;
    }

    private static List<String> header(String landing, String table) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(landing, table))) {
            Path first = files.filter(file -> file.toString().endsWith(".csv"))
                    .findFirst()
                    .orElseThrow();
            return List.of(Files.readAllLines(first).get(0).split(","));
        }
    }

    private Map<String, String> generated(String name, FleetSpec spec, int partitions) throws Exception {
        Path root = folder.resolve(name);
        FleetGenerator.generate(
                LocalSpark.session(),
                spec,
                root.resolve("landing").toString(),
                root.resolve("truth").toString(),
                (files, of) -> {},
                partitions);
        return digests(root);
    }

    private static Map<String, String> digests(Path root) throws IOException, NoSuchAlgorithmException {
        Map<String, String> digests = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(one -> !one.getFileName().toString().startsWith("."))
                    .toList()) {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
                digests.put(root.relativize(file).toString(), HexFormat.of().formatHex(digest));
            }
        }
        return digests;
    }
}
