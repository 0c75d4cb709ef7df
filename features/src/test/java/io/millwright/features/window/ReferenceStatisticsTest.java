package io.millwright.features.window;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millwright.features.tile.Tile;
import io.millwright.features.window.MachineFeatures.Knowledge;
import io.millwright.lake.config.Statistic;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every statistic of a window against numpy, scipy and tsfresh, from tiles of nasty readings. What is right, and how exact a number has
 * to be, says {@code src/test/python/reference_statistics.py}, which writes the answers.
 */
class ReferenceStatisticsTest {

    private static final long HOUR = 3_600_000;
    private static final List<Statistic> ALL = List.of(Statistic.values());
    private static final List<String> COLUMNS = Stream.concat(
                    ALL.stream().map(Statistic::columnName), Stream.of("change", "rated_position"))
            .toList();
    private static final TimeDomainPlan PLAN = new TimeDomainPlan(
            List.of("a"),
            new double[] {1.0 / 3},
            new boolean[] {true},
            HOUR,
            new long[] {24},
            ALL,
            new TimeDomainPlan.Baseline(6, false),
            List.of(new TimeDomainPlan.Change(6, 12)),
            HOUR,
            0,
            24 * HOUR);

    /** Readings by source, and the least and greatest right number by column; no number is right where there is none. */
    record Case(String name, List<KnownTile> tiles, JsonNode answers) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Case> cases() throws IOException {
        try (InputStream file = ReferenceStatisticsTest.class.getResourceAsStream("statistics.json")) {
            List<Case> cases = new ArrayList<>();
            for (JsonNode node : new ObjectMapper().readTree(Objects.requireNonNull(file))) {
                cases.add(new Case(node.get("name").asText(), tiles(node.get("sources")), node.get("answers")));
            }
            return cases;
        }
    }

    private static List<KnownTile> tiles(JsonNode sources) {
        List<KnownTile> tiles = new ArrayList<>();
        for (JsonNode source : sources) {
            int[] offsets =
                    numbers(source.get("ms")).mapToInt(Integer::parseInt).toArray();
            double[] values = numbers(source.get("value"))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            Tile.cut(0, offsets, values, HOUR, Tile.Quantiles.KEPT)
                    .forEach(tile -> tiles.add(KnownTile.of(tile, HOUR, false, 0)));
        }
        return tiles;
    }

    private static Stream<String> numbers(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agrees_with_numpy_scipy_and_tsfresh(Case readings) {
        MachineFeatures machine =
                new MachineFeatures(PLAN, Map.of("a", readings.tiles()), Map.of("a", new RatedRange(-10, 30)));

        double[] row = machine.rows(new long[] {30 * HOUR}, Knowledge.AS_KNOWN)[0];

        SoftAssertions all = new SoftAssertions();
        for (int column = 0; column < row.length; column++) {
            JsonNode answer = readings.answers().get(COLUMNS.get(column));
            if (answer != null && answer.isNull()) {
                all.assertThat(row[column]).as(COLUMNS.get(column)).isNaN();
            } else if (answer != null) {
                all.assertThat(row[column])
                        .as(COLUMNS.get(column))
                        .isBetween(answer.get(0).asDouble(), answer.get(1).asDouble());
            }
        }
        all.assertAll();
    }

    @Test
    void every_statistic_is_asked_for_in_every_case_but_those_the_sketch_cannot_tell_beside_a_huge_offset()
            throws IOException {
        for (Case readings : cases()) {
            String[] unanswered = COLUMNS.stream()
                    .filter(column -> !readings.answers().has(column))
                    .toArray(String[]::new);
            if (readings.name().startsWith("offset of")) {
                assertThat(unanswered).containsExactly("last_modified_z", "iqr_distance");
            } else {
                assertThat(unanswered).as(readings.name()).isEmpty();
            }
        }
        assertThat(PLAN.width()).isEqualTo(COLUMNS.size());
    }
}
