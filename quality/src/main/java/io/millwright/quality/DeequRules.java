package io.millwright.quality;

import com.amazon.deequ.dqdl.EvaluateDataQuality$;
import com.amazon.deequ.dqdl.execution.DQDLExecutor$;
import com.amazon.deequ.dqdl.model.RuleOutcome;
import com.amazon.deequ.dqdl.translation.DQDLRuleTranslator$;
import com.amazon.deequ.dqdl.util.DefaultDQDLParser$;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import scala.collection.JavaConverters;

/**
 * Runs the rules of one table: all that can share a scan in one Deequ call, each CustomSql in its own; rules Deequ cannot
 * run are named with the reason. Should the shared call fail as a whole, each rule is run by itself, so one bad rule takes
 * no other with it.
 *
 * <p>A rule that Deequ breaks off at, or gives no outcome for, has failed: what must hold and could not be judged must not let a run pass,
 * and thrown on it would take the outcomes of all other rules with it and name none. Errors of Spark itself, such as a lost executor, are
 * no runtime exceptions and do go on, since a retry may help.
 */
final class DeequRules {

    /** How many failing rows a message shows. */
    private static final int EXAMPLES = 3;

    private static final String NO_OUTCOME = "Deequ gave no outcome for it";

    private final String table;
    private final Dataset<Row> primary;
    private final List<String> key;
    private final Map<String, Dataset<Row>> sources;

    /**
     * @param primary what the rules speak of, in a session of its own: CustomSql finds it as the view {@code primary}
     * @param key columns that identify a row in a message
     * @param sources other tables by the name rules use
     */
    DeequRules(String table, Dataset<Row> primary, List<String> key, Map<String, Dataset<Row>> sources) {
        this.table = table;
        this.primary = primary;
        this.key = List.copyOf(key);
        this.sources = Map.copyOf(sources);
    }

    /** One result a rule, in the order of the rules. */
    List<RuleResult> run(List<Rule> rules) {
        primary.createOrReplaceTempView("primary");
        sources.forEach((name, rows) -> rows.createOrReplaceTempView(name));
        Map<Rule, String> runnable = new LinkedHashMap<>();
        Map<Rule, RuleResult> results = new HashMap<>();
        for (Rule rule : rules) {
            DqdlParser.Reading reading = DqdlParser.read(rule);
            reading.name().ifPresent(name -> runnable.put(rule, name));
            reading.notRunnable().ifPresent(reason -> results.put(rule, notRunnable(rule, reason)));
        }
        results.putAll(together(without(runnable)));
        runnable.forEach((rule, name) -> results.computeIfAbsent(rule, one -> alone(one, name)));
        return rules.stream().map(results::get).toList();
    }

    /** The rules but for CustomSql: Deequ files the figures of all of them under one name, so each is run by itself. */
    private static Map<Rule, String> without(Map<Rule, String> runnable) {
        Map<Rule, String> shared = new LinkedHashMap<>(runnable);
        shared.keySet().removeIf(rule -> rule.type().equals("CustomSql"));
        return shared;
    }

    private Map<Rule, RuleResult> together(Map<Rule, String> runnable) {
        if (runnable.isEmpty()) {
            return Map.of();
        }
        try {
            return outcomes(runnable);
        } catch (RuntimeException wholeCall) {
            Map<Rule, RuleResult> results = new HashMap<>();
            runnable.forEach((rule, name) -> results.put(rule, alone(rule, name)));
            return results;
        }
    }

    private RuleResult alone(Rule rule, String name) {
        try {
            return outcomes(Map.of(rule, name)).getOrDefault(rule, failed(rule, NO_OUTCOME, Map.of()));
        } catch (RuntimeException e) {
            return failed(rule, "Deequ stopped at it: " + firstLine(e.getMessage()), Map.of());
        }
    }

    private Map<Rule, RuleResult> outcomes(Map<Rule, String> runnable) {
        String ruleset =
                runnable.keySet().stream().map(Rule::text).collect(Collectors.joining(",\n", "Rules = [\n", "\n]"));
        // Not EvaluateDataQuality's process, which turns these few outcomes into a table first.
        Map<String, RuleOutcome> byName = new HashMap<>();
        JavaConverters.mapAsJavaMap(DQDLExecutor$.MODULE$.executeRules(
                        DQDLRuleTranslator$.MODULE$.toExecutableRules(DefaultDQDLParser$.MODULE$.parse(ruleset)),
                        primary,
                        scalaMap(sources)))
                .forEach((rule, outcome) -> byName.put(rule.toString(), outcome));
        Map<Rule, RuleResult> results = new HashMap<>();
        runnable.forEach((rule, name) -> {
            RuleOutcome outcome = byName.get(name);
            results.put(rule, outcome == null ? failed(rule, NO_OUTCOME, Map.of()) : result(rule, outcome));
        });
        return results;
    }

    private RuleResult result(Rule rule, RuleOutcome outcome) {
        Map<String, Double> metrics = new HashMap<>();
        JavaConverters.mapAsJavaMap(outcome.evaluatedMetrics())
                .forEach((name, value) -> metrics.put(name, (Double) value));
        if (outcome.outcome().asString().equals("Passed")) {
            return new RuleResult(table, rule.text(), rule.gating(), new Outcome.Passed(), metrics);
        }
        String reason = outcome.failureReason().isEmpty()
                ? "it did not hold"
                : firstLine(outcome.failureReason().get());
        if (reason.contains("No converter found")) {
            return notRunnable(rule, "Deequ has no way to run " + rule.type());
        }
        String said = metrics.isEmpty() ? reason : reason + examples(rule);
        return failed(rule, said, metrics);
    }

    /** The keys of a few rows that fail a rule about single rows; empty for rules about the whole table. */
    private String examples(Rule rule) {
        if (!List.of("IsComplete", "ColumnValues", "IsUnique").contains(rule.type())) {
            return "";
        }
        try {
            Dataset<Row> judged = EvaluateDataQuality$.MODULE$
                    .processRows(primary, "Rules = [ " + rule.text() + " ]", scalaMap(sources))
                    .apply(EvaluateDataQuality$.MODULE$.ROW_LEVEL_OUTCOMES_KEY());
            List<String> keys = new ArrayList<>();
            judged.filter(functions.size(judged.col("DataQualityRulesFail")).gt(0))
                    .select(key.stream().map(functions::col).toArray(org.apache.spark.sql.Column[]::new))
                    .limit(EXAMPLES)
                    .collectAsList()
                    .forEach(row -> keys.add(row.toString()));
            return keys.isEmpty() ? "" : "; for example " + key + " = " + String.join(", ", keys);
        } catch (RuntimeException e) {
            // Deequ judges rows only for some forms of these rules; the outcome stands without examples.
            return "";
        }
    }

    private RuleResult failed(Rule rule, String reason, Map<String, Double> metrics) {
        return new RuleResult(table, rule.text(), rule.gating(), new Outcome.Failed(reason), metrics);
    }

    private RuleResult notRunnable(Rule rule, String reason) {
        return new RuleResult(table, rule.text(), rule.gating(), new Outcome.NotRunnable(reason), Map.of());
    }

    private static String firstLine(@org.jspecify.annotations.Nullable String message) {
        return String.valueOf(message)
                .lines()
                .findFirst()
                .orElse("no reason given")
                .strip();
    }

    private static <V> scala.collection.immutable.Map<String, V> scalaMap(Map<String, V> map) {
        scala.collection.immutable.Map<String, V> result = scala.collection.immutable.Map$.MODULE$.empty();
        for (Map.Entry<String, V> entry : map.entrySet()) {
            result = result.updated(entry.getKey(), entry.getValue());
        }
        return result;
    }
}
