package io.millwright.features.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.features.catalogue.FeatureDefinition;
import io.millwright.features.catalogue.TextCatalogue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Notes at one moment, from literal ones and against a naive loop; times are in hours. */
class TextFeaturesTest {

    private static final long H = 3_600_000;
    private static final TextPlan PLAN = new TextPlan(
            NoteLexicon.english(),
            List.of("leak", "noise"),
            List.of("pump"),
            List.of("inspect", "replace"),
            new long[] {24 * H, 96 * H},
            List.of("24h", "4d"),
            false);
    private static final NoteReader READER = new NoteReader(PLAN.lexicon());

    private static WrittenNote note(String order, long hour, long knownHour, String text) {
        return new WrittenNote(order, hour * H, knownHour * H, text);
    }

    private static Map<String, Double> row(List<WrittenNote> notes, long hour) {
        double[] values = new TextFeatures(PLAN, READER, notes).row(hour * H);
        List<FeatureDefinition> features = new TextCatalogue(PLAN).features();
        assertThat(values).hasSize(features.size());
        Map<String, Double> row = new HashMap<>();
        for (int i = 0; i < values.length; i++) {
            row.put(features.get(i).name().replace("text__", ""), values[i]);
        }
        return row;
    }

    @Test
    void notes_are_counted_in_the_window_before_the_row() {
        List<WrittenNote> notes = List.of(
                note("1", 76, 76, "pump leaking, urgent"),
                note("2", 75, 75, "pump lekaing"),
                note("3", 90, 90, "no leak found, pump noisy"),
                note("4", 95, 95, "  "));

        assertThat(row(notes, 100))
                .containsEntry("note_count_24h", 2.0)
                .containsEntry("note_count_4d", 3.0)
                .containsEntry("hours_since_note", 10.0)
                .containsEntry("urgent_count_24h", 1.0)
                .containsEntry("hours_since_urgent", 24.0)
                .containsEntry("mode_leak_count_24h", 1.0)
                .containsEntry("mode_leak_count_4d", 2.0)
                .containsEntry("hours_since_mode_leak", 24.0)
                .containsEntry("mode_noise_count_24h", 1.0)
                .containsEntry("component_pump_count_24h", 2.0)
                .containsEntry("hours_since_component_pump", 10.0);
    }

    @Test
    void notes_are_counted_by_what_was_done_unless_they_deny_it() {
        List<WrittenNote> notes = List.of(
                note("1", 60, 60, "repl. pump"),
                note("2", 80, 80, "pump inspected, could not be replaced"),
                note("3", 90, 99, "seal renewed"));

        assertThat(row(notes, 98))
                .containsEntry("action_replace_count_24h", 0.0)
                .containsEntry("action_replace_count_4d", 1.0)
                .containsEntry("hours_since_action_replace", 38.0)
                .containsEntry("action_inspect_count_24h", 1.0)
                .containsEntry("hours_since_action_inspect", 18.0);
        assertThat(row(notes, 99))
                .containsEntry("action_replace_count_24h", 1.0)
                .containsEntry("hours_since_action_replace", 9.0);
    }

    @Test
    void a_count_without_a_note_is_zero_and_a_time_since_one_is_missing() {
        Map<String, Double> row = row(List.of(), 100);

        assertThat(row).containsEntry("note_count_24h", 0.0).containsEntry("mode_leak_count_4d", 0.0);
        assertThat(row.get("hours_since_note")).isNaN();
        assertThat(row.get("hours_since_mode_leak")).isNaN();
    }

    @Test
    void a_note_at_the_very_moment_does_not_count_yet() {
        List<WrittenNote> notes = List.of(note("1", 100, 100, "leak"));

        assertThat(row(notes, 100)).containsEntry("mode_leak_count_24h", 0.0);
        assertThat(row(notes, 101)).containsEntry("mode_leak_count_24h", 1.0);
    }

    @Test
    void a_note_dated_back_does_not_count_before_it_was_written() {
        List<WrittenNote> notes = List.of(note("1", 80, 95, "leak"));

        assertThat(row(notes, 94)).containsEntry("mode_leak_count_24h", 0.0);
        assertThat(row(notes, 95)).containsEntry("mode_leak_count_24h", 1.0).containsEntry("hours_since_note", 15.0);
    }

    @Test
    void of_an_order_written_twice_the_newest_version_that_counts_is_read() {
        List<WrittenNote> notes =
                List.of(note("1", 80, 80, "pump leaking"), note("1", 90, 92, "noisy pump"), note("1", 99, 94, ""));

        assertThat(row(notes, 91))
                .containsEntry("note_count_24h", 1.0)
                .containsEntry("mode_leak_count_24h", 1.0)
                .containsEntry("mode_noise_count_24h", 0.0);
        assertThat(row(notes, 96))
                .containsEntry("note_count_24h", 1.0)
                .containsEntry("mode_leak_count_24h", 0.0)
                .containsEntry("mode_noise_count_24h", 1.0);
    }

    @Test
    void random_notes_give_what_a_naive_loop_gives_in_any_order_and_the_future_changes_nothing() {
        List<String> texts =
                List.of("pump leaking", "urgent: noise", "no leak", "leak and noise", "", "pump ok, replaced");
        Random random = new Random(3);
        for (int round = 0; round < 200; round++) {
            List<WrittenNote> notes = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                long hour = random.nextInt(120);
                notes.add(note(
                        "o" + random.nextInt(6),
                        hour,
                        hour + (random.nextBoolean() ? 0 : random.nextInt(40)),
                        texts.get(random.nextInt(texts.size()))));
            }
            long asOf = random.nextInt(130);
            List<WrittenNote> past = notes.stream()
                    .filter(note -> note.timeMs() < asOf * H && note.knownMs() <= asOf * H)
                    .toList();

            double[] row = new TextFeatures(PLAN, READER, notes).row(asOf * H);

            assertThat(row).containsExactly(naive(notes, asOf * H));
            assertThat(new TextFeatures(PLAN, READER, past).row(asOf * H)).containsExactly(row);
            Collections.shuffle(notes, random);
            assertThat(new TextFeatures(PLAN, READER, notes).row(asOf * H)).containsExactly(row);
        }
    }

    private static double[] naive(List<WrittenNote> notes, long asOf) {
        List<Predicate<ReadNote>> kinds = List.of(
                note -> true,
                ReadNote::urgent,
                note -> note.modes().contains("leak"),
                note -> note.modes().contains("noise"),
                note -> note.components().contains("pump"),
                note -> note.actions().contains("inspect"),
                note -> note.actions().contains("replace"));
        Map<String, WrittenNote> newest = new HashMap<>();
        for (WrittenNote note : notes) {
            if (!note.text().isEmpty() && note.timeMs() < asOf && note.knownMs() <= asOf) {
                newest.merge(note.orderId(), note, (a, b) -> WrittenNote.VERSIONS.compare(a, b) > 0 ? a : b);
            }
        }
        List<Double> row = new ArrayList<>();
        for (Predicate<ReadNote> kind : kinds) {
            double day = 0;
            double fourDays = 0;
            double since = Double.NaN;
            for (WrittenNote note : newest.values()) {
                if (kind.test(READER.read(note.text()))) {
                    double hours = (asOf - note.timeMs()) / (double) H;
                    day += hours <= 24 ? 1 : 0;
                    fourDays += hours <= 96 ? 1 : 0;
                    since = Double.isNaN(since) ? hours : Math.min(since, hours);
                }
            }
            row.addAll(List.of(day, fourDays, since));
        }
        return row.stream().mapToDouble(Double::doubleValue).toArray();
    }

    @Test
    void every_feature_says_what_it_is_and_has_a_name_of_its_own() {
        List<FeatureDefinition> features = new TextCatalogue(PLAN).features();

        assertThat(features)
                .extracting(FeatureDefinition::name)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z0-9_]+"));
        assertThat(features).extracting(FeatureDefinition::definition).noneMatch(String::isBlank);
        assertThat(features).extracting(FeatureDefinition::unit).containsOnly("", "h");
    }
}
