package io.millwright.lake.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** The schema editors use and the loader are the same list of keys. */
class PipelineSchemaTest {

    private final Map<String, Object> schema = read(Examples.repository().resolve("docs/pipeline.schema.json"));
    private final SchemaCheck check = new SchemaCheck(schema);

    @Test
    void the_loader_and_the_schema_accept_the_same_keys_at_every_level() {
        Map<String, Object> document = new Yaml().load(Examples.FULL);
        Set<Map<String, Object>> seen = Collections.newSetFromMap(new IdentityHashMap<>());

        compareKeys(document, document, schema, "", seen);

        assertThat(seen).hasSameSizeAs(closedObjects(schema));
    }

    @ParameterizedTest
    @MethodSource("io.millwright.lake.config.Examples#shipped")
    void every_shipped_example_is_read_and_satisfies_the_schema(Path example) {
        PipelineConfig config = PipelineFile.read(example, Examples.ENVIRONMENT, Optional.empty());

        assertThat(config.sensors()).isNotEmpty();
        assertThat(check.violations(read(example))).isEmpty();
    }

    @Test
    void the_file_with_every_key_satisfies_the_schema_and_a_wrong_value_does_not() {
        assertThat(check.violations(new Yaml().load(Examples.FULL))).isEmpty();
        assertThat(check.violations(new Yaml().load(Examples.SHORTEST))).isEmpty();

        Object wrong = new Yaml().load(Examples.FULL.replace("role: condition", "role: conditoin"));

        assertThat(check.violations(wrong)).hasSize(1).first().asString().contains("role");
        Object misspelt = new Yaml().load(Examples.FULL.replace("columns: {code: nr}", "columns: {cod: nr}"));
        Object repeated = new Yaml().load(Examples.FULL.replace("windows: [24h, 7d]", "windows: [24h, 24h]"));
        assertThat(check.violations(repeated)).hasSize(1).first().asString().contains("windows: holds something twice");
        assertThat(check.violations(misspelt)).hasSize(1).first().asString().contains("cod is none of [kind, code,");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "EQUIPMENT")
    void a_kind_has_the_same_columns_in_the_schema_and_in_the_loader(Source.Kind kind) {
        List<?> rules = (List<?>) at(schema, "$defs", "source", "allOf");

        List<Object> columns = rules.stream()
                .filter(rule -> at(rule, "if", "properties", "kind", "const")
                        .equals(kind.name().toLowerCase(Locale.ROOT)))
                .map(rule -> at(rule, "then", "properties", "columns", "propertyNames", "enum"))
                .toList();

        assertThat(columns).containsExactly(SourceColumns.of(kind));
    }

    private static Object at(Object part, String... keys) {
        Object here = part;
        for (String key : keys) {
            here = SchemaCheck.map(here).get(key);
        }
        return here;
    }

    @Test
    void every_key_is_described() {
        for (Map<String, Object> level : closedObjects(schema)) {
            SchemaCheck.map(level.get("properties")).forEach((key, property) -> assertThat(
                            check.resolved(SchemaCheck.map(property)).containsKey("description")
                                    || SchemaCheck.map(property).containsKey("description"))
                    .as(key)
                    .isTrue());
        }
    }

    private void compareKeys(
            Object whole, Object here, Map<String, Object> rule, String place, Set<Map<String, Object>> seen) {
        if (here instanceof List<?> items) {
            Map<String, Object> itemRule = SchemaCheck.map(check.resolved(rule).get("items"));
            items.forEach(item -> compareKeys(whole, item, itemRule, place + "[]", seen));
        } else if (here instanceof Map<?, ?>) {
            Map<String, Object> object = SchemaCheck.map(here);
            Map<String, Object> level = check.objectRule(rule);
            if (Boolean.FALSE.equals(level.get("additionalProperties"))) {
                seen.add(level);
                Map<String, Object> properties = SchemaCheck.map(level.get("properties"));
                assertThat(acceptedAt(whole, object)).as("keys at '%s'", place).isEqualTo(properties.keySet());
                new LinkedHashMap<>(object)
                        .forEach((key, value) -> compareKeys(
                                whole, value, SchemaCheck.map(properties.get(key)), place + "." + key, seen));
            } else {
                Map<String, Object> valueRule = SchemaCheck.map(level.get("additionalProperties"));
                object.forEach((key, value) -> compareKeys(whole, value, valueRule, place + "." + key, seen));
            }
        }
    }

    /** What the loader says it allows when a key nobody knows stands in this place of the document. */
    private static Set<String> acceptedAt(Object whole, Map<String, Object> level) {
        level.put("zzz_nobody_knows", 1);
        Throwable refusal = catchThrowable(() -> Examples.parse(new Yaml().dump(whole)));
        level.remove("zzz_nobody_knows");
        assertThat(refusal).hasMessageContaining("unknown key 'zzz_nobody_knows'");
        String list = refusal.getMessage().replaceFirst("(?s).*Allowed here: ", "");
        return new TreeSet<>(Arrays.asList(list.split(", ")));
    }

    private static Set<Map<String, Object>> closedObjects(Object part) {
        Set<Map<String, Object>> found = Collections.newSetFromMap(new IdentityHashMap<>());
        if (part instanceof Map<?, ?>) {
            Map<String, Object> rule = SchemaCheck.map(part);
            if (Boolean.FALSE.equals(rule.get("additionalProperties"))) {
                found.add(rule);
            }
            rule.values().forEach(value -> found.addAll(closedObjects(value)));
        } else if (part instanceof List<?> items) {
            items.forEach(item -> found.addAll(closedObjects(item)));
        }
        return found;
    }

    private static Map<String, Object> read(Path file) {
        try {
            return new Yaml().load(Files.readString(file));
        } catch (IOException e) {
            throw new IllegalStateException(file + " cannot be read", e);
        }
    }
}
