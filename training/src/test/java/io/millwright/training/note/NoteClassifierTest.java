package io.millwright.training.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millwright.evaluation.row.ClassMetrics;
import io.millwright.lake.testing.TestSpark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoteClassifierTest {

    private static final List<KnownNote> NOTES = List.of(
            new KnownNote("bearing noisy", "bearing"),
            new KnownNote("replaced bearing", "bearing"),
            new KnownNote("brg grease", "bearing"),
            new KnownNote("belt slipping", "belt"),
            new KnownNote("tension belt", "belt"),
            new KnownNote("motor hot", "motor"),
            new KnownNote("motor winding", "motor"));

    @Test
    void pieces_of_words_see_through_misspellings() {
        NoteClassifier classifier = NoteClassifier.fit(NOTES, 1, 1);

        assertThat(classifier.answers()).containsExactly("bearing", "belt", "motor");
        assertThat(classifier.say("bering noise").answer()).isEqualTo("bearing");
        assertThat(classifier.say("BELTS slip").answer()).isEqualTo("belt");
        assertThat(classifier.say("motor hot").margin())
                .isGreaterThan(classifier.say("zzzz qqqq").margin());
    }

    @Test
    void of_two_answers_the_margin_is_the_distance_between_them() {
        NoteClassifier classifier = NoteClassifier.fit(NOTES.subList(0, 5), 1, 1);

        assertThat(classifier.say("belt").answer()).isEqualTo("belt");
        assertThat(classifier.say("belt slipping").margin()).isPositive();
    }

    @Test
    void the_same_notes_give_the_same_classifier() {
        NoteClassifier.Said first = NoteClassifier.fit(NOTES, 1, 7).say("bearing belt motor");

        assertThat(NoteClassifier.fit(NOTES, 1, 7).say("bearing belt motor")).isEqualTo(first);
    }

    @Test
    void with_one_answer_there_is_nothing_to_tell_apart() {
        assertThatIllegalArgumentException().isThrownBy(() -> NoteClassifier.fit(NOTES.subList(0, 3), 1, 1));
    }

    /** Worked out by hand: idf of a word in one of two notes is ln(3/2) + 1, in both 1. */
    @Test
    void a_word_weighs_by_how_rare_it_is() {
        NoteTerms terms = NoteTerms.of(List.of("hot motor", "hot"));

        List<Double> words =
                terms.vector("hot motor").values().stream().limit(3).toList();

        double rare = Math.log(1.5) + 1;
        double length = Math.sqrt(1 + 2 * rare * rare);
        assertThat(words.get(0)).isCloseTo(1 / length, within(1e-12));
        assertThat(words.get(1)).as("hot motor").isCloseTo(rare / length, within(1e-12));
        assertThat(words.get(2)).as("motor").isCloseTo(rare / length, within(1e-12));
        assertThat(terms.vector("")).isEmpty();
    }

    /**
     * Fitted before 2010, the cost chosen with 2009 as the later notes, judged from 2010 on; bars are those of a plain TF-IDF with logistic
     * regression and some more.
     */
    @Tag("full")
    @ParameterizedTest
    @CsvSource({"MajorSystem, 0.89", "Action, 0.92", "FM, 0.93", "Part, 0.77"})
    void excavators_notes_are_told_apart(String field, double bar) {
        String data = System.getenv("MILLWRIGHT_DATA");
        assumeTrue(data != null, "MILLWRIGHT_DATA is not set: the real data are not here");
        List<Row> rows = TestSpark.session()
                .read()
                .option("header", "true")
                .option("escape", "\"")
                .csv(Path.of(data, "excavators/excavators-cleaned.csv").toString())
                .orderBy("BscStartDate")
                .select("BscStartDate", "OriginalShorttext", field)
                .collectAsList();
        List<KnownNote> before = notes(rows, "0000", "2010");
        List<KnownNote> after = notes(rows, "2010", "9999");

        NoteClassifier classifier =
                NoteClassifier.chosen(before, notes(rows, "0000", "2009").size(), 1);

        List<String> truths = after.stream().map(KnownNote::answer).toList();
        List<String> said =
                after.stream().map(note -> classifier.say(note.text()).answer()).toList();
        ClassMetrics metrics = new ClassMetrics(truths, said);
        System.out.printf(
                "%s: weighted F1 %.4f, standard error %.4f, n %d before, %d after, most often %s%n",
                field,
                metrics.weightedF1(),
                standardError(truths, said),
                before.size(),
                after.size(),
                metrics.confusions(3));
        assertThat(rows).hasSize(5485);
        assertThat(metrics.weightedF1()).isGreaterThanOrEqualTo(bar);
    }

    private static List<KnownNote> notes(List<Row> rows, String from, String to) {
        return rows.stream()
                .filter(row -> row.getString(0).compareTo(from) >= 0
                        && row.getString(0).compareTo(to) < 0)
                .map(row -> new KnownNote(row.isNullAt(1) ? "" : row.getString(1), row.getString(2)))
                .toList();
    }

    /** Bootstrap over notes. */
    private static double standardError(List<String> truths, List<String> said) {
        Random random = new Random(1);
        double sum = 0;
        double squares = 0;
        int draws = 200;
        for (int draw = 0; draw < draws; draw++) {
            List<String> truth = new ArrayList<>();
            List<String> answer = new ArrayList<>();
            for (int i = 0; i < truths.size(); i++) {
                int row = random.nextInt(truths.size());
                truth.add(truths.get(row));
                answer.add(said.get(row));
            }
            double f1 = new ClassMetrics(truth, answer).weightedF1();
            sum += f1;
            squares += f1 * f1;
        }
        return Math.sqrt(squares / draws - (sum / draws) * (sum / draws));
    }
}
