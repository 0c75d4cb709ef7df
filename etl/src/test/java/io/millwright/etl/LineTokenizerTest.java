package io.millwright.etl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LineTokenizerTest {

    @Test
    void quotes_hold_delimiters_and_doubled_quotes() {
        assertThat(new LineTokenizer(",").split("a,\"b, \"\"c\"\"\", d ,")).containsExactly("a", "b, \"c\"", "d", "");
        assertThat(new LineTokenizer(";").split("1;;3")).containsExactly("1", "", "3");
    }

    @Test
    void an_open_quote_is_no_record() {
        assertThat(new LineTokenizer(",").split("a,\"b")).isNull();
    }

    @Test
    void a_single_blank_means_runs_of_blanks() {
        assertThat(new LineTokenizer(" ").split(" 1  2   -0.0007 100.0  "))
                .containsExactly("1", "2", "-0.0007", "100.0");
    }

    @Test
    void raw_cells_are_cut_where_the_others_are_and_joined_they_are_the_line() {
        for (String line : new String[] {"a, \"b, \"\"c\"\"\" x, d ,", "1,5\" pipe,7,2\"", "\"\",,\"e\""}) {
            LineTokenizer tokenizer = new LineTokenizer(",");

            assertThat(String.join(",", tokenizer.raw(line))).isEqualTo(line);
            assertThat(tokenizer.raw(line)).hasSameSizeAs(tokenizer.split(line));
        }
        assertThat(new LineTokenizer(",").raw("1,5\" pipe, \"a, b\"")).containsExactly("1", "5\" pipe", " \"a, b\"");
        assertThat(new LineTokenizer(",").raw("1,\"and so on, 2")).containsExactly("1", "\"and so on, 2");
        assertThat(new LineTokenizer(" ").raw(" 1  2 ")).containsExactly("1", "2");
    }
}
