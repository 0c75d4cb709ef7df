package io.millwright.quality;

import io.millwright.lake.MillwrightException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A DQDL file, split into its rules so that one Deequ cannot run does not hide the others. Comments {@code # gate} and
 * {@code # warn} say what a failure of the rules below them does; a file without them warns. AWS Glue reads the same file
 * and skips the comments.
 */
public final class RuleFile {

    private RuleFile() {}

    /** Where rules of one's own lie: beside the pipeline file. */
    public static Path folder(String pipelineFile) {
        Path parent = Path.of(pipelineFile).toAbsolutePath().getParent();
        return parent == null ? Path.of("rules") : parent.resolve("rules");
    }

    /**
     * The rules of a table: those of {@code rules/<table>.dqdl} beside the pipeline file where there is one, else our own.
     *
     * @param pipelineFile path of the pipeline file; may name no file, as in tests
     */
    static List<Rule> of(String table, String pipelineFile) {
        Path file = folder(pipelineFile).resolve(table + ".dqdl");
        if (Files.isRegularFile(file)) {
            return split(read(file), file.toString());
        }
        return shipped(table)
                .map(text -> split(text, "rules/" + table + ".dqdl"))
                .orElse(List.of());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw MillwrightException.configuration(
                    "the rule file " + file + " cannot be read as text in UTF-8; mend or remove it");
        }
    }

    private static Optional<String> shipped(String table) {
        try (InputStream in = RuleFile.class.getResourceAsStream("/rules/" + table + ".dqdl")) {
            return in == null ? Optional.empty() : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException("the rules of " + table + " are in the jar but cannot be read", e);
        }
    }

    /** Splits at the commas between rules: not inside quotes, brackets or comments. */
    static List<Rule> split(String text, String file) {
        Splitter splitter = new Splitter(text.replace("\r\n", "\n"), file);
        splitter.skipToRules();
        List<Rule> rules = splitter.rules();
        Set<String> seen = new HashSet<>();
        for (Rule rule : rules) {
            if (!seen.add(rule.text())) {
                throw MillwrightException.configuration(
                        file + ":" + rule.line() + ": the rule stands here twice: " + rule.text());
            }
        }
        return rules;
    }

    /** One pass over the characters. */
    private static final class Splitter {
        private final String text;
        private final String file;
        private int at;
        private int line = 1;
        private boolean gating;

        Splitter(String text, String file) {
            this.text = text;
            this.file = file;
        }

        void skipToRules() {
            StringBuilder head = new StringBuilder();
            while (at < text.length() && text.charAt(at) != '[') {
                take(head);
            }
            if (at == text.length() || !head.toString().replaceAll("\\s", "").endsWith("Rules=")) {
                throw MillwrightException.configuration(
                        file + ":" + line + ": this is not a DQDL rule file; it must say Rules = [ ... ]");
            }
            at++;
        }

        List<Rule> rules() {
            List<Rule> rules = new ArrayList<>();
            StringBuilder rule = new StringBuilder();
            int depth = 0;
            int start = line;
            boolean gate = gating;
            while (at < text.length()) {
                char next = text.charAt(at);
                if (rule.toString().isBlank()) {
                    start = line;
                    gate = gating;
                }
                if (depth == 0 && (next == ',' || next == ']')) {
                    add(rules, rule, gate, start);
                    at++;
                    if (next == ']') {
                        return rules;
                    }
                } else {
                    depth += "[(".indexOf(next) >= 0 ? 1 : "])".indexOf(next) >= 0 ? -1 : 0;
                    take(rule);
                }
            }
            throw MillwrightException.configuration(file + ":" + start + ": the closing ] of Rules is missing");
        }

        private void add(List<Rule> rules, StringBuilder rule, boolean gate, int start) {
            String oneLine = rule.toString().strip().replaceAll("\\s*\\n\\s*", " ");
            if (!oneLine.isEmpty()) {
                rules.add(new Rule(oneLine, gate, file, start));
            }
            rule.setLength(0);
        }

        /** Takes one character, one quoted string, or skips one comment. */
        private void take(StringBuilder into) {
            char next = text.charAt(at);
            if (next == '#') {
                skipComment();
            } else if (next == '"') {
                takeQuoted(into);
            } else {
                takeCharacter(into);
            }
        }

        private void takeCharacter(StringBuilder into) {
            line += text.charAt(at) == '\n' ? 1 : 0;
            into.append(text.charAt(at++));
        }

        private void takeQuoted(StringBuilder into) {
            int start = line;
            takeCharacter(into);
            while (at < text.length() && text.charAt(at) != '"') {
                if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                    takeCharacter(into);
                }
                takeCharacter(into);
            }
            if (at == text.length()) {
                throw MillwrightException.configuration(file + ":" + start + ": the closing quote is missing");
            }
            takeCharacter(into);
        }

        private void skipComment() {
            int end = text.indexOf('\n', at);
            end = end < 0 ? text.length() : end;
            String word =
                    text.substring(at + 1, end).strip().toLowerCase(Locale.ROOT).split("[\\s:]", 2)[0];
            if (word.equals("gate") || word.equals("warn")) {
                gating = word.equals("gate");
            }
            at = end;
        }
    }
}
