package io.millwright.features.own;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millwright.features.context.MachineLog;
import io.millwright.features.tile.Moments;
import io.millwright.features.tile.Tile;
import io.millwright.features.window.KnownSensors;
import io.millwright.features.window.KnownTile;
import io.millwright.features.window.MachineFeatures;
import io.millwright.features.window.MachineFeatures.Knowledge;
import io.millwright.features.window.TimeDomainPlan;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.config.Statistic;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class OwnFeaturesTest {

    private static final long HOUR = 3_600_000;
    private static final String FILE = "plant.yaml";
    private static final List<String> SENSORS = List.of("heat", "load");
    private static final MachineLog LOG = new MachineLog(
            new MachineLog.Facts("s", "t", null, null, Double.NaN),
            List.of(
                    new MachineLog.Event(8 * HOUR, 8 * HOUR, "error", "late to happen", null, null),
                    new MachineLog.Event(2 * HOUR, 2 * HOUR, "error", "known", null, null),
                    new MachineLog.Event(HOUR, 9 * HOUR, "error", "late to arrive", null, null)),
            List.of(
                    new MachineLog.Order(2 * HOUR, 2 * HOUR, "corrective", "closed", "belt", null, true, true),
                    new MachineLog.Order(3 * HOUR, 3 * HOUR, "preventive", "closed", "belt", null, true, false)),
            List.of(),
            Map.of(),
            List.of(),
            List.of(),
            List.of());

    /** Six hours of heat, the hour's number, of which hour 1 arrived at 9. */
    private static KnownSensors sensors(long asOfHours) {
        TimeDomainPlan plan = new TimeDomainPlan(
                SENSORS,
                new double[] {1, 1},
                new boolean[2],
                HOUR,
                new long[] {6},
                List.of(Statistic.MEAN),
                new TimeDomainPlan.Baseline(2, false),
                List.of(),
                HOUR,
                0,
                24 * HOUR);
        List<KnownTile> tiles = java.util.stream.LongStream.range(0, 6)
                .mapToObj(hour -> new KnownTile(
                        new Tile(hour, Moments.of(hour * HOUR, hour), io.millwright.features.tile.Bins.EMPTY),
                        hour == 1 ? 9 * HOUR : (hour + 1) * HOUR))
                .toList();
        return new MachineFeatures(plan, Map.of("heat", tiles), Map.of()).at(asOfHours * HOUR, Knowledge.AS_KNOWN);
    }

    private static KnownMachine machine(long asOfHours, String... declared) {
        return new KnownMachine(sensors(asOfHours), LOG, List.of(declared));
    }

    @Test
    void a_machine_shows_what_was_known_at_the_moment_and_nothing_else() {
        KnownMachine machine = machine(4, "heat", "load");

        assertThat(machine.over("heat", Duration.ofHours(6)).count()).isEqualTo(3);
        assertThat(machine.over("heat", Duration.ofHours(1)).mean()).isEqualTo(3);
        assertThat(machine.over("heat", Duration.ofHours(1), Duration.ofHours(1))
                        .mean())
                .isEqualTo(2);
        assertThat(machine.tiles("heat", Duration.ofHours(3)).get(0).isEmpty())
                .as("hour 1 is not known yet")
                .isTrue();
        assertThat(machine.over("load", Duration.ofHours(6)).isEmpty()).isTrue();
        assertThat(machine.baseline("heat").count()).isEqualTo(1);
        assertThat(machine.events()).extracting(MachineLog.Event::code).containsExactly("known");
        assertThat(machine(9, "heat").baseline("heat").count()).isEqualTo(2);
        assertThat(machine(9, "heat").events())
                .extracting(MachineLog.Event::code)
                .containsExactly("late to arrive", "known", "late to happen");
    }

    @Test
    void work_of_a_kind_that_was_inferred_from_failures_does_not_give_away_one_that_nobody_has_reported() {
        assertThat(machine(4, "heat").orders())
                .extracting(MachineLog.Order::kind)
                .containsExactly("", "preventive");
    }

    @Test
    void a_window_that_is_no_whole_number_of_tiles_or_looks_ahead_is_refused() {
        KnownMachine machine = machine(4, "heat");

        assertThatThrownBy(() -> machine.over("heat", Duration.ofMinutes(90))).hasMessageContaining("PT1H");
        assertThatThrownBy(() -> machine.over("heat", Duration.ofHours(1), Duration.ofHours(-1)))
                .hasMessageContaining("whole number");
    }

    @Test
    void a_window_further_back_than_the_pipeline_looks_is_refused_as_it_would_depend_on_the_slice() {
        KnownMachine machine = machine(4, "heat");

        assertThat(machine.over("heat", Duration.ofHours(20), Duration.ofHours(4))
                        .isEmpty())
                .isTrue();
        assertThatThrownBy(() -> machine.over("heat", Duration.ofHours(20), Duration.ofHours(5)))
                .hasMessageContaining("PT25H back is further than anything")
                .hasMessageContaining("features.windows");
    }

    @Test
    void a_class_reads_no_sensor_that_it_does_not_name() {
        assertThatThrownBy(() -> machine(4, "heat").over("load", Duration.ofHours(1)))
                .hasMessageContaining("load")
                .hasMessageContaining("sensors()");
    }

    /** Reads what it does not name. */
    public static final class Undeclared extends Shaped {
        @Override
        public double value(KnownMachine machine) {
            return machine.over("load", Duration.ofHours(1)).mean();
        }
    }

    /** Reads a sensor there is not. */
    public static final class Elsewhere extends Shaped {
        @Override
        public List<String> sensors() {
            return List.of("pressure");
        }
    }

    /** The rest of a feature. */
    public abstract static class Shaped implements OwnFeature {
        @Override
        public String name() {
            return "shaped";
        }

        @Override
        public String definition() {
            return "nothing";
        }

        @Override
        public String unit() {
            return "";
        }

        @Override
        public List<String> sensors() {
            return List.of("heat");
        }

        @Override
        public double value(KnownMachine machine) {
            return Double.POSITIVE_INFINITY;
        }
    }

    /** What cannot be computed. */
    public static final class Infinite extends Shaped {}

    @Test
    void an_infinite_number_is_none() {
        OwnFeatures own = OwnFeatures.load(FILE, List.of(Infinite.class.getName()), SENSORS);

        assertThat(own.row("m", sensors(4), LOG)).containsExactly(Double.NaN);
    }

    @Test
    void a_class_that_fails_is_named_with_the_machine_and_the_moment() {
        OwnFeatures own = OwnFeatures.load(FILE, List.of(Undeclared.class.getName()), SENSORS);

        assertThatThrownBy(() -> own.row("m7", sensors(4), LOG))
                .isInstanceOf(MillwrightException.class)
                .hasMessageContaining("Undeclared")
                .hasMessageContaining("m7")
                .hasMessageContaining("1970-01-01T04:00:00Z");
    }

    @Test
    void a_class_that_is_not_there_or_is_none_or_asks_for_what_there_is_not_is_refused() {
        assertRefused("com.example.Nowhere", "MILLWRIGHT_CLASSPATH");
        assertRefused("java.lang.String", "does not implement");
        assertRefused(Shaped.class.getName(), "public constructor");
        assertRefused(Elsewhere.class.getName(), "'pressure'");
        assertThatThrownBy(() ->
                        OwnFeatures.load(FILE, List.of(Infinite.class.getName(), Undeclared.class.getName()), SENSORS))
                .hasMessageContaining("no two features share one");
    }

    private static void assertRefused(String name, String because) {
        assertThatThrownBy(() -> OwnFeatures.load(FILE, List.of(name), SENSORS))
                .isInstanceOf(MillwrightException.class)
                .hasMessageContaining("plant.yaml: features.own")
                .hasMessageContaining(because);
    }

    @Test
    void a_class_that_was_changed_is_another_version_and_one_that_was_not_is_the_same() throws Exception {
        String version = OwnFeatures.version(new SteadyHours());

        assertThat(OwnFeatures.version(compiledAnew("steady_hours", "steady_hours")))
                .isEqualTo(version);
        assertThat(OwnFeatures.version(compiledAnew("steady_hours", "steady_weeks")))
                .isNotEqualTo(version);
    }

    /** {@link SteadyHours} with another word of the same length in it, as a second build of it would be loaded. */
    private static OwnFeature compiledAnew(String word, String other) throws Exception {
        byte[] code;
        try (InputStream in = Objects.requireNonNull(SteadyHours.class.getResourceAsStream("SteadyHours.class"))) {
            code = new String(in.readAllBytes(), ISO_8859_1)
                    .replace(word, other)
                    .getBytes(ISO_8859_1);
        }
        ClassLoader loader = new ClassLoader(OwnFeaturesTest.class.getClassLoader()) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                return name.equals(SteadyHours.class.getName())
                        ? defineClass(name, code, 0, code.length)
                        : super.loadClass(name, resolve);
            }

            @Override
            public InputStream getResourceAsStream(String name) {
                return new ByteArrayInputStream(code);
            }
        };
        return (OwnFeature)
                loader.loadClass(SteadyHours.class.getName()).getConstructor().newInstance();
    }
}
