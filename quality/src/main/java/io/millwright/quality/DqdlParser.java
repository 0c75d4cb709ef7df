package io.millwright.quality;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.glue.dqdl.exception.InvalidDataQualityRulesetException;
import software.amazon.glue.dqdl.model.DQRule;
import software.amazon.glue.dqdl.parser.DQDLParser;

/**
 * Says of a rule, before any data are touched, how Deequ will call it or why it cannot run it. The grammar was generated
 * with an older ANTLR than Spark brings and says so on standard error when it is loaded; those lines are kept from the user.
 */
final class DqdlParser {

    private static final Map<String, String> WITHOUT_EXECUTOR = Map.of(
            "DetectAnomalies", "Deequ does not run it; AWS Glue does",
            "AllStatistics", "Deequ does not run it; AWS Glue does",
            "FileFreshness", "Deequ does not run rules about files; AWS Glue does",
            "FileMatch", "Deequ does not run rules about files; AWS Glue does",
            "FileSize", "Deequ does not run rules about files; AWS Glue does",
            "FileUniqueness", "Deequ does not run rules about files; AWS Glue does",
            "DataFreshness",
                    "it reads the clock, so a rerun could differ; write a CustomSql against the view checked_interval instead");

    private static final Set<String> COMPOSITE = Set.of("Composite", "");

    private DqdlParser() {}

    /** A rule as Deequ calls it, or why it is not run; exactly one of the two is present. */
    record Reading(Optional<String> name, Optional<String> notRunnable) {

        private static Reading runnable(String name) {
            return new Reading(Optional.of(name), Optional.empty());
        }

        private static Reading refused(String reason) {
            return new Reading(Optional.empty(), Optional.of(reason));
        }
    }

    static Reading read(Rule rule) {
        DQRule parsed;
        try {
            parsed = parse("Rules = [ " + rule.text() + " ]");
        } catch (InvalidDataQualityRulesetException | IllegalArgumentException | IllegalStateException e) {
            String known = WITHOUT_EXECUTOR.get(rule.type());
            return Reading.refused(known != null ? known : "the DQDL parser rejects it: " + firstLine(e));
        }
        for (DQRule part : parsed.getNestedRulesAsFlattenedList().isEmpty()
                ? java.util.List.of(parsed)
                : parsed.getNestedRulesAsFlattenedList()) {
            String reason = WITHOUT_EXECUTOR.get(part.getRuleType());
            if (reason != null && !COMPOSITE.contains(part.getRuleType())) {
                return Reading.refused(part.getRuleType() + ": " + reason);
            }
        }
        return Reading.runnable(parsed.toString());
    }

    private static synchronized DQRule parse(String ruleset) throws InvalidDataQualityRulesetException {
        PrintStream before = System.err;
        System.setErr(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        try {
            return new DQDLParser().parse(ruleset).getRules().get(0);
        } finally {
            System.setErr(before);
        }
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage())
                .lines()
                .findFirst()
                .orElse(e.getClass().getSimpleName());
    }
}
