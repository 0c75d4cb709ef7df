package io.millwright.pipeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuiltFromTest {

    @Test
    void the_checked_out_commit_says_whether_files_differed_from_it() {
        assertThat(commit("", "e5e2a20", "false")).isEqualTo("e5e2a20");
        assertThat(commit("", "e5e2a20", "true")).isEqualTo("e5e2a20 and changes");
    }

    @Test
    void what_the_build_was_told_comes_first_and_without_either_nothing_is_said() {
        assertThat(commit("release 3", "e5e2a20", "true")).isEqualTo("release 3");
        assertThat(commit("", "", "")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://example.org/plant/millwright.git               | https://example.org/plant/millwright.git",
                "https://jane:secret@example.org/plant/millwright.git   | https://example.org/plant/millwright.git",
                "https://token@example.org:8443/plant/millwright.git    | https://example.org:8443/plant/millwright.git",
                "https://example.org/millwright?private_token=secret    | https://example.org/millwright",
                "ssh://git@example.org/plant/millwright.git             | ssh://example.org/plant/millwright.git",
                "git@example.org:plant/millwright.git                   | git@example.org:plant/millwright.git",
                "/home/jane/millwright                                  | ''",
                "file:///home/jane/millwright                           | ''",
                "Unknown                                                | ''",
                "''                                                     | ''",
            })
    void the_repository_is_where_others_find_it_too_without_who_fetched_it(String remote, String repository) {
        Properties build = new Properties();
        build.put("repository", remote);

        assertThat(BuiltFrom.source(build).repository()).isEqualTo(repository);
    }

    @Test
    void the_build_left_no_placeholder() {
        assertThat(BuiltFrom.source().toString()).doesNotContain("${");
    }

    private static String commit(String told, String commit, String changed) {
        Properties build = new Properties();
        build.putAll(Map.of("told", told, "commit", commit, "changed", changed));
        return BuiltFrom.source(build).commit();
    }
}
