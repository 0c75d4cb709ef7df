package io.millwright.aws;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.extension.ResponseTransformerV2;
import com.github.tomakehurst.wiremock.extension.requestfilter.RequestFilterAction;
import com.github.tomakehurst.wiremock.extension.requestfilter.StubRequestFilterV2;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.RequestMethod;
import com.github.tomakehurst.wiremock.http.Response;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.MillwrightException.Category;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The way to the emulator, on which one call is refused, or its answer is lost after it was done, or it comes late: of those that write,
 * unless all are counted.
 */
final class BrokenLine implements StubRequestFilterV2, ResponseTransformerV2, AutoCloseable {

    /** What happens to the call. */
    enum Break {
        BEFORE,
        AFTER
    }

    /** What changes something, by the operation's name; S3's is a PUT. */
    private static final Pattern WRITING = Pattern.compile("\\.(Create|Update|Put|Add|Associate|BatchPut|StartJobRun)");

    private static final Pattern ANY = Pattern.compile("\\.");

    /** Operations that are a PUT and not S3's. */
    private static final Map<Pattern, String> PUTS = Map.of(
            Pattern.compile("/FeatureGroup/[^/]+"), "SageMakerFeatureStoreRuntime.PutRecord",
            Pattern.compile("/BatchPutMetrics"), "SageMakerMetrics.BatchPutMetrics");

    private static final String OPERATION = "X-Amz-Target";

    private final WireMockServer server;
    private final List<String> writes = new ArrayList<>();
    private final List<Arrived> arrived = new ArrayList<>();
    private Pattern counted = WRITING;
    private Break kind = Break.BEFORE;
    private int broken;
    private int status;
    private String code = "AccessDeniedException";
    private boolean loses;
    private boolean isOfS3;
    private Runnable first = () -> {};

    private record Arrived(String operation, String body) {}

    BrokenLine(URI emulator) {
        server = new WireMockServer(options().dynamicPort().extensions(this));
        server.start();
        server.stubFor(any(anyUrl()).atPriority(9).willReturn(aResponse().proxiedFrom(emulator.toString())));
    }

    /** What the emulator lacks another does. */
    void goesElsewhere(String operation, URI other) {
        server.stubFor(any(anyUrl())
                .withHeader(OPERATION, matching("SageMaker\\.(" + operation + ")"))
                .willReturn(aResponse().proxiedFrom(other.toString())));
    }

    /** The emulator has no online store: its records are taken, and are in {@link #arrived}. */
    void takesRecords() {
        server.stubFor(put(urlPathMatching("/FeatureGroup/[^/]+")).willReturn(aResponse()));
    }

    /** Counts, and breaks, calls that read too, but for S3's. */
    void countsEveryCall() {
        counted = ANY;
    }

    URI address() {
        return URI.create(server.baseUrl());
    }

    /** From now on counts calls, and breaks one of them, once. */
    void breaks(int call, Break kind, int status) {
        breaks(call, kind, status, "AccessDeniedException");
    }

    /** The same with the error that is answered. */
    void breaks(int call, Break kind, int status, String code) {
        writes.clear();
        arrived.clear();
        this.broken = call;
        this.kind = kind;
        this.status = status;
        this.code = code;
    }

    /** Does something else before the next call that writes, once. */
    void beforeNextWrite(Runnable other) {
        first = other;
    }

    /** The calls that were counted since. */
    List<String> writes() {
        return List.copyOf(writes);
    }

    /** The requests of an operation that came through since, in order. */
    List<String> arrived(String operation) {
        return arrived.stream()
                .filter(each -> each.operation().endsWith("." + operation))
                .map(Arrived::body)
                .toList();
    }

    /** The same, read. */
    List<JsonNode> requests(String operation) {
        return arrived(operation).stream().map(BrokenLine::json).toList();
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the SDK sends JSON", e);
        }
    }

    /** Of what a try ended with; null where it went through. */
    static @Nullable Category category(@Nullable Throwable failure) {
        return failure == null ? null : ((MillwrightException) failure).category();
    }

    boolean isBroken() {
        return writes.size() >= broken;
    }

    @Override
    public RequestFilterAction filter(Request request, ServeEvent event) {
        String operation = operation(request);
        loses = false;
        isOfS3 = request.getMethod().equals(RequestMethod.PUT) && operation.isEmpty();
        if (isOfS3 || counted.matcher(operation).find()) {
            writes.add(isOfS3 ? request.getUrl() : operation);
            Runnable other = first;
            first = () -> {};
            other.run();
            loses = writes.size() == broken && kind == Break.AFTER;
            if (writes.size() == broken && !loses) {
                return RequestFilterAction.stopWith(
                        aResponse().withStatus(status).withBody(refusal()).build());
            }
            arrived.add(new Arrived(operation, isOfS3 ? "" : request.getBodyAsString()));
        }
        return RequestFilterAction.continueWith(request);
    }

    private static String operation(Request request) {
        if (request.containsHeader(OPERATION)) {
            return request.getHeader(OPERATION);
        }
        return PUTS.entrySet().stream()
                .filter(put -> request.getMethod().equals(RequestMethod.PUT)
                        && put.getKey().matcher(request.getUrl()).matches())
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }

    @Override
    public Response transform(Response response, ServeEvent event) {
        return loses ? Response.response().status(status).body(refusal()).build() : response;
    }

    private String refusal() {
        return isOfS3
                ? "<Error><Code>" + code + "</Code><Message>not now</Message></Error>"
                : "{\"__type\": \"" + code + "\", \"message\": \"not now\"}";
    }

    @Override
    public String getName() {
        return "broken-line";
    }

    @Override
    public void close() {
        server.stop();
    }
}
