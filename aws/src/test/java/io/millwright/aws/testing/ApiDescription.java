package io.millwright.aws.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * AWS's own description of its APIs, as its Python client brings it. That client checks types, names, required members and least lengths;
 * greatest lengths, enumerations and patterns are checked here, because an emulator takes them all.
 */
final class ApiDescription {

    /** Writes what is wrong, and every text that has a pattern: those are Java's, and Python knows not all of their classes of letters. */
    private static final String CHECK = """
            import json, sys
            from botocore.loaders import Loader
            from botocore.model import ServiceModel
            from botocore.validate import ParamValidator

            wrong, patterns = [], []

            def walk(shape, value, place):
                limit = shape.metadata.get('max')
                size = value if isinstance(value, (int, float)) else len(value)
                if limit is not None and size > limit:
                    wrong.append(f'Invalid length or value for parameter {place}, {size}, valid max: {limit}')
                if value not in shape.metadata.get('enum', [value]):
                    wrong.append(f'Invalid value for parameter {place}, {value}, none of its enumeration')
                if 'pattern' in shape.metadata:
                    patterns.append({'place': place, 'pattern': shape.metadata['pattern'], 'value': value})
                if shape.type_name == 'structure':
                    for name in value:
                        walk(shape.members[name], value[name], f'{place}.{name}')
                elif shape.type_name == 'list':
                    for i, each in enumerate(value):
                        walk(shape.member, each, f'{place}[{i}]')
                elif shape.type_name == 'map':
                    for key in value:
                        walk(shape.key, key, f'{place} (key)')
                        walk(shape.value, value[key], f'{place}.{key}')

            model = ServiceModel(Loader().load_service_model(sys.argv[1], 'service-2'))
            shape = model.operation_model(sys.argv[2]).input_shape
            request = json.load(sys.stdin)
            report = ParamValidator().validate(request, shape)
            if report.has_errors():
                wrong.append(report.generate_report())
            else:
                walk(shape, request, sys.argv[2])
            print(json.dumps({'wrong': wrong, 'patterns': patterns}))
            """;

    private ApiDescription() {}

    /** What it finds wrong with a request, line by line; empty text for nothing. */
    static String violations(String python, String service, String operation, String request) throws IOException {
        Process check = new ProcessBuilder(python, "-c", CHECK, service, operation).start();
        try (var in = check.getOutputStream()) {
            in.write(request.getBytes(StandardCharsets.UTF_8));
        }
        String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String failed = new String(check.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        if (said.isEmpty()) {
            return failed;
        }
        JsonNode found = new ObjectMapper().readTree(said);
        Stream<String> unfit = elements(found.path("patterns"))
                .filter(text -> !fits(text))
                .map(text -> "Invalid value for parameter " + text.path("place").asText() + ", "
                        + text.path("value").asText() + ", not as "
                        + text.path("pattern").asText());
        return Stream.concat(elements(found.path("wrong")).map(JsonNode::asText), unfit)
                .collect(Collectors.joining("\n"));
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    /** The whole text: many patterns have no anchors and mean them. */
    private static boolean fits(JsonNode text) {
        return Pattern.compile(text.path("pattern").asText())
                .matcher(text.path("value").asText())
                .matches();
    }
}
