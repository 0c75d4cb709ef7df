package io.millwright.features.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the textbook's table of edit distances. */
class SpellerTest {

    private static final List<String> KNOWN =
            List.of("bearing", "boring", "leak", "gearbox", "hydraulic", "replace", "coupling", "coolant", "cooler");

    /** Edits between two words, where an edit inserts, deletes or replaces a letter or swaps two neighbours. */
    private static int edits(String a, String b) {
        int[][] table = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    table[i][j] = i + j;
                    continue;
                }
                int replaced = table[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                table[i][j] = Math.min(replaced, 1 + Math.min(table[i - 1][j], table[i][j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    table[i][j] = Math.min(table[i][j], 1 + table[i - 2][j - 2]);
                }
            }
        }
        return table[a.length()][b.length()];
    }

    private static String naive(String word) {
        TreeSet<String> forms = new TreeSet<>();
        KNOWN.forEach(known -> forms.addAll(Inflections.of(known)));
        int most = word.length() < 4 ? 0 : word.length() < 8 ? 1 : 2;
        for (int n = 1; n <= most; n++) {
            for (String form : forms) {
                if (form.charAt(0) == word.charAt(0) && edits(word, form) <= n) {
                    return form;
                }
            }
        }
        return word;
    }

    @Test
    void a_random_misspelling_becomes_what_the_table_of_edits_says() {
        Speller speller = new Speller(KNOWN);
        Terms.Stems stems = new Terms.Stems();
        Random random = new Random(5);
        int corrected = 0;
        for (int i = 0; i < 3_000; i++) {
            String word = misspelt(KNOWN.get(random.nextInt(KNOWN.size())), random);
            boolean isAForm = KNOWN.stream().map(stems::stem).anyMatch(stems.stem(word)::equals);

            String right = speller.corrected(word);

            assertThat(right).as(word).isEqualTo(isAForm ? word : naive(word));
            corrected += right.equals(word) ? 0 : 1;
        }
        assertThat(corrected).isBetween(1_000, 2_900);
    }

    private static String misspelt(String word, Random random) {
        StringBuilder letters = new StringBuilder(word);
        for (int edit = 0; edit < 1 + random.nextInt(3); edit++) {
            int at = random.nextInt(letters.length());
            char letter = (char) ('a' + random.nextInt(26));
            switch (random.nextInt(4)) {
                case 0 -> letters.insert(at, letter);
                case 1 -> letters.deleteCharAt(at);
                case 2 -> letters.setCharAt(at, letter);
                default -> {
                    if (at > 0) {
                        char before = letters.charAt(at - 1);
                        letters.setCharAt(at - 1, letters.charAt(at));
                        letters.setCharAt(at, before);
                    }
                }
            }
        }
        return letters.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"lea", "l3ak", "bearings", "replacing", "zzzzzz", "geerbix"})
    void short_words_numbers_known_forms_and_far_words_stay(String word) {
        assertThat(new Speller(KNOWN).corrected(word)).isEqualTo(word);
    }
}
