package io.millwright.etl;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.lake.Sha256;
import io.millwright.lake.config.PipelineConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettlingTest {

    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final long DAY = 24 * HOUR;
    private static final int DAYS = 50;

    @TempDir
    Path folder;

    private record Reading(String sensor, long at, double value, long known) {
        long chunk() {
            return Math.floorDiv(at, DAY) * DAY;
        }
    }

    /** What is in a lake: chunks, what gave way, and where settling can go on. */
    private record Kept(List<Settled> chunks, List<Settled> states, List<String> findings, long clean, long merged) {}

    @Test
    void days_settled_from_states_are_the_same_as_all_from_the_first_reading() {
        PipelineConfig config = hourly();
        Settling settling = new Settling(config, Optional.empty());
        TimeGrid grid = TimeGrid.of(config.features());
        for (int seed = 0; seed < 5; seed++) {
            List<Reading> all = readings(new Random(seed));
            Kept atOnce = settle(settling, landed(grid, all));

            Kept lake = new Kept(List.of(), List.of(), List.of(), 0, 0);
            long longestLookBack = 0;
            for (long day = 0; day < DAYS + 30; day++) {
                long from = day * DAY;
                List<Landed> brought = landed(
                        grid,
                        all.stream()
                                .filter(each -> each.known >= from && each.known < from + DAY)
                                .toList());
                List<Landed> again = earlier(lake, brought);
                if (!brought.isEmpty() && brought.stream().noneMatch(piece -> piece.getChunkStart() < from - 2 * DAY)) {
                    longestLookBack = Math.max(longestLookBack, days(again));
                }
                Kept now = settle(
                        settling,
                        Stream.concat(brought.stream(), again.stream()).toList());
                lake = new Kept(
                        Stream.concat(staying(lake, again), now.chunks.stream()).toList(),
                        now.states,
                        now.findings,
                        now.clean,
                        now.merged);
            }

            assertThat(lines(lake.chunks)).isEqualTo(lines(atOnce.chunks));
            assertThat(lake.findings).isEqualTo(atOnce.findings).hasSizeGreaterThan(4);
            assertThat(lake.clean).isEqualTo(atOnce.clean);
            assertThat(lake.merged).isEqualTo(atOnce.merged).isPositive();
            assertThat(longestLookBack)
                    .as("days of which something is needed that the day itself does not bring")
                    .isBetween(2L, 7L);
        }
    }

    @Test
    void a_machine_that_pauses_every_week_keeps_no_more_states_than_one_that_does_not() {
        PipelineConfig config = hourly();
        Settling settling = new Settling(config, Optional.empty());
        TimeGrid grid = TimeGrid.of(config.features());
        Kept lake = new Kept(List.of(), List.of(), List.of(), 0, 0);
        for (long day = 0; day < 70; day++) {
            if (day % 7 < 5) {
                long at = day * DAY;
                List<Landed> brought = landed(grid, List.of(new Reading("temperature", at, 40, at + 30_000)));
                List<Landed> again = earlier(lake, brought);
                lake = settle(
                        settling,
                        Stream.concat(brought.stream(), again.stream()).toList());
            }
        }

        assertThat(lake.states).as("three at borders, and the newest").hasSize(4);
    }

    @Test
    void verdicts_change_with_the_judgement_alone_by_which_states_are_told_apart() {
        PipelineConfig config = hourly();
        TimeGrid grid = TimeGrid.of(config.features());
        StringBuilder verdicts = new StringBuilder();
        for (int seed = 0; seed < 5; seed++) {
            Kept all = settle(new Settling(config, Optional.empty()), landed(grid, readings(new Random(seed))));
            verdicts.append(lines(all.chunks)).append(all.findings);
        }

        assertThat(Sha256.hex(verdicts.toString()))
                .as("where verdicts were changed wittingly, count SensorState.JUDGEMENT up and put the new sum here")
                .isEqualTo("426a78c62d9cd28e129e2693e1b4000a132dca997441502d3cc4ca950a6b8955");
        assertThat(SensorState.JUDGEMENT).isEqualTo(1);
    }

    private PipelineConfig hourly() {
        return new Landings(folder)
                .source("{name: plc, kind: readings, path: '@/plc', format: csv, time: {column: at}, equipment: id,"
                        + " columns: {temperature: temp, pressure: press}}")
                .config();
    }

    /** With spikes, a stuck stretch, a wrong unit, a drift, a silence, a clock that is wrong, late and doubled deliveries. */
    private static List<Reading> readings(Random random) {
        List<Reading> readings = new ArrayList<>();
        for (String sensor : List.of("temperature", "pressure")) {
            double stuck = 41.5;
            for (int hour = 0; hour < DAYS * 24; hour++) {
                double value = Math.rint((40 + random.nextGaussian()) * 100) / 100;
                int day = hour / 24;
                boolean isTemperature = sensor.equals("temperature");
                if (!isTemperature) {
                    value = value / 4;
                } else if (day >= 12 && day < 14) {
                    value = stuck;
                } else if (day >= 16 && day < 18) {
                    value = value * 1.8 + 32;
                }
                if (day >= 22 && day < 36) {
                    value += (isTemperature ? 0.8 : 0.2) * (day - 22);
                }
                if (random.nextInt(80) == 0) {
                    value += isTemperature ? 60 : 8;
                }
                long at = hour * HOUR;
                boolean isBehind = day >= 39 && day < 42;
                long delay = isBehind ? 1_800_000 : 30_000;
                if (!isBehind && random.nextInt(40) == 0) {
                    delay += (long) (random.nextDouble() * (random.nextInt(8) == 0 ? 25 : 2) * DAY);
                }
                if (day != 44) {
                    readings.add(new Reading(sensor, at, value, at + delay));
                }
                if (random.nextInt(60) == 0) {
                    readings.add(new Reading(sensor, at, value + 1, at + delay + random.nextInt(200_000_000)));
                }
            }
        }
        return readings;
    }

    private static List<Landed> landed(TimeGrid grid, List<Reading> readings) {
        return readings.stream()
                .map(each -> {
                    long slot = grid.slot(each.at, each.known);
                    return Landed.piece(
                            "plc",
                            "m1",
                            each.sensor,
                            each.chunk(),
                            slot,
                            new int[] {(int) (each.at - each.chunk())},
                            new double[] {each.value},
                            new int[] {TimeGrid.arrival(slot, each.at, each.known)});
                })
                .toList();
    }

    /** The states nothing that was brought lies before, and the chunks behind the newest of them. */
    private static List<Landed> earlier(Kept lake, List<Landed> brought) {
        List<Landed> again = new ArrayList<>();
        for (String sensor : List.of("temperature", "pressure")) {
            long changed = brought.stream()
                    .filter(piece -> Objects.equals(piece.getSensor(), sensor))
                    .mapToLong(Landed::getChunkStart)
                    .min()
                    .orElse(Long.MAX_VALUE);
            List<Settled> usable = lake.states.stream()
                    .filter(state -> Objects.equals(state.getSensor(), sensor) && state.getChunkStart() <= changed)
                    .toList();
            usable.forEach(state -> again.add(state(state)));
            long restart =
                    usable.stream().mapToLong(Settled::getChunkStart).max().orElse(Long.MIN_VALUE);
            lake.chunks.stream()
                    .filter(chunk -> Objects.equals(chunk.getSensor(), sensor) && chunk.getChunkStart() >= restart)
                    .forEach(chunk -> again.add(piece(chunk)));
        }
        return again;
    }

    private static long days(List<Landed> again) {
        return again.stream()
                .filter(each -> each.getWhat() == Landed.PIECE)
                .map(Landed::getChunkStart)
                .distinct()
                .count();
    }

    private static Stream<Settled> staying(Kept lake, List<Landed> again) {
        return lake.chunks.stream().filter(chunk -> again.stream()
                .noneMatch(piece -> piece.getWhat() == Landed.PIECE
                        && piece.getChunkStart() == chunk.getChunkStart()
                        && Objects.equals(piece.getSensor(), chunk.getSensor())));
    }

    private static Landed state(Settled state) {
        Landed landed = new Landed();
        landed.setWhat(Landed.STATE);
        landed.setEquipmentId(state.getEquipmentId());
        landed.setSensor(state.getSensor());
        landed.setChunkStart(state.getChunkStart());
        landed.setState(state.getState());
        return landed;
    }

    private static Landed piece(Settled chunk) {
        Landed piece = Landed.piece(
                chunk.getSource(),
                "m1",
                Objects.requireNonNull(chunk.getSensor()),
                chunk.getChunkStart(),
                chunk.isLate() ? chunk.getKnownMs() : TimeGrid.ON_TIME,
                Objects.requireNonNull(chunk.getOffsets()),
                Objects.requireNonNull(chunk.getValues()),
                Objects.requireNonNull(chunk.getArrivals()));
        piece.setEarlier(true);
        return piece;
    }

    private static Kept settle(Settling settling, List<Landed> landed) {
        List<Settled> settled = new ArrayList<>();
        settling.settle(landed.stream()
                        .sorted(Comparator.comparing((Landed each) -> Objects.requireNonNull(each.getSensor()))
                                .thenComparing(Landed::getWhat)
                                .thenComparing(Landed::getChunkStart))
                        .iterator())
                .forEachRemaining(settled::add);
        return new Kept(
                of(settled, Settled.SERIES, Settled.MERGED),
                of(settled, Settled.STATE),
                of(settled, Settled.FINDING).stream()
                        .map(found -> found.getSensor() + " " + found.getReason() + " " + found.getFromMs() + " "
                                + found.getToMs() + " " + found.getRaw())
                        .toList(),
                of(settled, Settled.COUNT, Settled.EARLIER_COUNT).stream()
                        .mapToLong(Settled::getRowsClean)
                        .sum(),
                of(settled, Settled.COUNT, Settled.EARLIER_COUNT).stream()
                        .mapToLong(Settled::getMerged)
                        .sum());
    }

    private static List<Settled> of(List<Settled> settled, Integer... what) {
        return settled.stream()
                .filter(each -> List.of(what).contains(each.getWhat()))
                .toList();
    }

    private static List<String> lines(List<Settled> chunks) {
        return chunks.stream()
                .map(chunk -> chunk.getSensor() + " " + chunk.getChunkStart() + " " + chunk.getWhat() + " "
                        + chunk.getKnownMs() + " " + Arrays.toString(chunk.getOffsets())
                        + Arrays.toString(chunk.getValues()) + Arrays.toString(chunk.getClean())
                        + Arrays.toString(chunk.getArrivals()))
                .sorted()
                .toList();
    }
}
