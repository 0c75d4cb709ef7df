package io.millwright.features.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.lake.config.FeatureSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read in literal notes. */
class NoteReaderTest {

    private static final NoteReader READER = new NoteReader(NoteLexicon.english());

    private static String joined(Iterable<String> meanings) {
        return String.join(" ", meanings);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Repl. brg, greased                | replace bearing grease",
                "L/H BUCKET CYL LEAKING.           | left hand bucket cylinder leak",
                "A/C u/s                           | air condition unserviceable",
                "pumps over-heated                 | pump over heated",
                "r&r hyd. hose                     | remove and replace hydraulic hose",
                "0.4mm play @ cplg                 | 0.4mm play coupling",
                "Engine won’t start                | engine will not start",
            })
    void abbreviations_are_written_out_and_endings_removed(String note, String words) {
        assertThat(joined(READER.read(note).words())).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({
        "haedlight, haedlight",
        "gearbx, gearbox",
        "repalced, replace",
        "leakign, leak",
        "hydralic, hydraulic",
        "tooht, tooth",
        "lean, lean",
        "boost, boost",
        "peaks, peak",
        "xq, xq",
    })
    void a_misspelling_becomes_the_nearest_known_word_and_other_words_stay(String written, String read) {
        assertThat(READER.read(written).words()).containsExactly(read);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BUCKET CYL LEAKING                      | leak                     | bucket cylinder",
                "no leak found, pump noisy               | noise                    | pump",
                "no oil leaks found on pump              | ''                       | pump",
                "motor not overheating                   | ''                       | motor",
                "checked hose: leak not found            | ''                       | hose",
                "no leaks, cracks or wear on boom        | ''                       | boom",
                "no leaks, crack in boom                 | structural               | boom",
                "could not repair leak                   | leak                     | ''",
                "not leaking but vibrating               | vibration                | ''",
                "no grease left in gearbox               | lubrication              | gearbox grease_system",
                "engine won't start                      | fail_to_start            | engine",
                "belt torn at splice                     | structural               | belt",
                "brg worn, temp high                     | overheating wear         | bearing",
                "pumps over-heated                       | overheating              | pump",
                "mtr overheatng                          | overheating              | motor",
                "fire suppression serviced               | ''                       | fire_suppression",
                "seal wepeing                            | leak                     | seal",
                "bolts loose on ladder - handrail missing| looseness                | ladder",
                "new belt fitted                         | ''                       | belt",
                "''                                      | ''                       | ''",
            })
    void failure_modes_and_components_are_recognised_unless_denied(String note, String modes, String components) {
        ReadNote read = READER.read(note);

        assertThat(joined(read.modes())).isEqualTo(modes);
        assertThat(joined(read.components())).isEqualTo(components);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "repl brg, chk again in 2 wks | inspect replace",
                "not replaced                 | ''",
                "changed out filters          | replace",
                "reweld crack                 | fabricate",
            })
    void actions_are_recognised_unless_denied(String note, String actions) {
        assertThat(joined(READER.read(note).actions())).isEqualTo(actions);
    }

    @Test
    void urgency_is_recognised_unless_denied() {
        assertThat(READER.read("URGENT: belt torn").urgent()).isTrue();
        assertThat(READER.read("fix asap").urgent()).isTrue();
        assertThat(READER.read("not urgent, next service").urgent()).isFalse();
        assertThat(READER.read("PM done, greased").urgent()).isFalse();
    }

    @Test
    void the_crews_own_words_are_added_to_the_built_in_ones() {
        NoteReader reader = new NoteReader(NoteLexicon.english()
                .plus(new FeatureSpec.Dictionary(
                        Map.of("PB", "pillow block"),
                        Map.of("cavitation", List.of("cavitates", "gravel noise")),
                        Map.of("bearing", List.of("pillow block")),
                        List.of("line down"),
                        List.of("leeks")))
                .naming(List.of("comp1", "Drive_Motor")));

        assertThat(reader.read("PB cavitating").modes()).containsExactly("cavitation");
        assertThat(reader.read("pb worn").components()).containsExactly("bearing");
        assertThat(reader.read("line down").urgent()).isTrue();
        assertThat(reader.read("leeks").modes()).isEmpty();
        assertThat(reader.read("comp1 ok, drive motor hot").components()).contains("comp1", "Drive_Motor");
        assertThat(READER.read("leeks").modes()).containsExactly("leak");
    }

    @Test
    void a_lexicon_has_another_version_when_a_word_is_added() {
        NoteLexicon english = NoteLexicon.english();

        assertThat(english.version()).hasSize(8).isEqualTo(NoteLexicon.english().version());
        assertThat(english.naming(List.of("sorter")).version()).isNotEqualTo(english.version());
    }

    @Test
    void a_note_is_read_the_same_by_another_reader_and_after_others() {
        List<String> notes = List.of("repalced brg, no leek", "hydralic hose brst", "noize in gbx asap");
        NoteReader another = new NoteReader(NoteLexicon.english());
        List<ReadNote> first = notes.stream().map(READER::read).toList();

        for (int i = notes.size() - 1; i >= 0; i--) {
            assertThat(another.read(notes.get(i))).isEqualTo(first.get(i));
        }
    }
}
