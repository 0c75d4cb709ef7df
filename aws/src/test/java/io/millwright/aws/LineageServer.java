package io.millwright.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * SageMaker's lineage as far as {@link Lineage} asks for it, which the emulator lacks. A name or an association that is taken is refused;
 * of artifacts, which are known by no name, two of one place are kept as two.
 */
final class LineageServer implements AutoCloseable {

    /** The operations it knows. */
    static final String OPERATIONS =
            "CreateArtifact|ListArtifacts|CreateAction|DescribeAction|CreateContext|DescribeContext|AddAssociation|ListAssociations";

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final HttpServer server;
    /** What was made, by its ARN. */
    private final Map<String, JsonNode> entities = new TreeMap<>();

    private final List<JsonNode> associations = new ArrayList<>();

    LineageServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Everything it holds, a line each, without what tells one version from another. */
    synchronized List<String> content() {
        return Stream.concat(
                        entities.values().stream().map(LineageServer::words),
                        associations.stream()
                                .map(each -> words(entities.get(
                                                each.path("SourceArn").asText())) + " "
                                        + each.path("AssociationType").asText() + " "
                                        + words(entities.get(
                                                each.path("DestinationArn").asText()))))
                .sorted()
                .toList();
    }

    synchronized void clear() {
        entities.clear();
        associations.clear();
    }

    private static String words(JsonNode entity) {
        return entity.has("ArtifactType")
                ? "artifact " + entity.at("/Source/SourceUri").asText()
                : entity.has("ActionType") ? "action" : "context";
    }

    private void handle(HttpExchange exchange) throws IOException {
        String operation = exchange.getRequestHeaders().getFirst("X-Amz-Target").replaceFirst(".*\\.", "");
        Answer answer = answer(operation, MAPPER.readTree(exchange.getRequestBody()));
        byte[] body = answer.json().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private record Answer(int status, String json) {}

    private synchronized Answer answer(String operation, JsonNode request) {
        return switch (operation) {
            case "CreateArtifact" -> made("Artifact", "artifact/" + entities.size(), request);
            case "CreateAction" ->
                made("Action", "action/" + request.path("ActionName").asText(), request);
            case "CreateContext" ->
                made("Context", "context/" + request.path("ContextName").asText(), request);
            case "DescribeAction" ->
                arn("Action", "action/" + request.path("ActionName").asText());
            case "DescribeContext" ->
                arn("Context", "context/" + request.path("ContextName").asText());
            case "ListArtifacts" -> artifacts(request);
            case "AddAssociation" -> associated(request);
            case "ListAssociations" ->
                listed(
                        "AssociationSummaries",
                        associations.stream()
                                .filter(each -> isOf(each, request))
                                .map(JsonNode::toString));
            default -> throw new IllegalStateException("lineage has no operation " + operation);
        };
    }

    private Answer made(String kind, String id, JsonNode request) {
        if (entities.putIfAbsent("arn:aws:sagemaker:eu-central-1:111122223333:" + id, request) != null) {
            return taken();
        }
        return arn(kind, id);
    }

    private static Answer arn(String kind, String id) {
        return new Answer(200, "{\"" + kind + "Arn\": \"arn:aws:sagemaker:eu-central-1:111122223333:" + id + "\"}");
    }

    private static Answer taken() {
        return new Answer(400, "{\"__type\": \"ValidationException\", \"message\": \"It already exists.\"}");
    }

    private Answer artifacts(JsonNode request) {
        return listed(
                "ArtifactSummaries",
                entities.entrySet().stream()
                        .filter(each -> each.getValue().at("/Source/SourceUri").equals(request.path("SourceUri"))
                                && each.getValue().path("ArtifactType").equals(request.path("ArtifactType")))
                        .map(each -> "{\"ArtifactArn\": \"" + each.getKey() + "\"}"));
    }

    private Answer associated(JsonNode request) {
        if (associations.stream().anyMatch(each -> isOf(each, request))) {
            return taken();
        }
        associations.add(request);
        return new Answer(200, "{}");
    }

    private static boolean isOf(JsonNode association, JsonNode request) {
        return association.path("SourceArn").equals(request.path("SourceArn"))
                && association.path("DestinationArn").equals(request.path("DestinationArn"));
    }

    private static Answer listed(String name, Stream<String> summaries) {
        return new Answer(200, "{\"" + name + "\": [" + String.join(", ", summaries.toList()) + "]}");
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
