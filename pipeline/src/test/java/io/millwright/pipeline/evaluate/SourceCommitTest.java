package io.millwright.pipeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class SourceCommitTest {

    @Test
    void the_checked_out_commit_says_whether_files_differed_from_it() {
        assertThat(built("", "e5e2a20", "false")).isEqualTo("e5e2a20");
        assertThat(built("", "e5e2a20", "true")).isEqualTo("e5e2a20 and changes");
    }

    @Test
    void what_the_build_was_told_comes_first_and_without_either_nothing_is_said() {
        assertThat(built("release 3", "e5e2a20", "true")).isEqualTo("release 3");
        assertThat(built("", "", "")).isEmpty();
    }

    @Test
    void the_build_left_no_placeholder() {
        assertThat(SourceCommit.text()).doesNotContain("${");
    }

    private static String built(String told, String commit, String changed) {
        Properties build = new Properties();
        build.putAll(Map.of("told", told, "commit", commit, "changed", changed));
        return SourceCommit.text(build);
    }
}
