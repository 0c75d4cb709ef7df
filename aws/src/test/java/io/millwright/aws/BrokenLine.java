package io.millwright.aws;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.extension.ResponseTransformerV2;
import com.github.tomakehurst.wiremock.extension.requestfilter.RequestFilterAction;
import com.github.tomakehurst.wiremock.extension.requestfilter.StubRequestFilterV2;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.RequestMethod;
import com.github.tomakehurst.wiremock.http.Response;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** The way to the emulator, on which one call that writes is refused, or its answer is lost after it was done, or it comes late. */
final class BrokenLine implements StubRequestFilterV2, ResponseTransformerV2, AutoCloseable {

    /** What happens to the call. */
    enum Break {
        BEFORE,
        AFTER
    }

    private static final String REFUSAL = "{\"__type\": \"AccessDeniedException\", \"message\": \"not now\"}";

    private final WireMockServer server;
    private final List<String> writes = new ArrayList<>();
    private Break kind = Break.BEFORE;
    private int broken;
    private int status;
    private boolean loses;
    private Runnable first = () -> {};

    BrokenLine(URI emulator) {
        server = new WireMockServer(options().dynamicPort().extensions(this));
        server.start();
        server.stubFor(any(anyUrl()).willReturn(aResponse().proxiedFrom(emulator.toString())));
    }

    URI address() {
        return URI.create(server.baseUrl());
    }

    /** From now on counts calls that write, and breaks one of them, once. */
    void breaks(int call, Break kind, int status) {
        writes.clear();
        this.broken = call;
        this.kind = kind;
        this.status = status;
    }

    /** Does something else before the next call that writes, once. */
    void beforeNextWrite(Runnable other) {
        first = other;
    }

    /** The calls that wrote since. */
    List<String> writes() {
        return List.copyOf(writes);
    }

    boolean isBroken() {
        return writes.size() >= broken;
    }

    @Override
    public RequestFilterAction filter(Request request, ServeEvent event) {
        String operation = String.valueOf(request.getHeader("X-Amz-Target"));
        loses = false;
        if (request.getMethod().equals(RequestMethod.PUT) || operation.contains("Create")) {
            writes.add(request.getMethod().equals(RequestMethod.PUT) ? request.getUrl() : operation);
            Runnable other = first;
            first = () -> {};
            other.run();
            if (writes.size() == broken) {
                loses = kind == Break.AFTER;
                return loses
                        ? RequestFilterAction.continueWith(request)
                        : RequestFilterAction.stopWith(
                                aResponse().withStatus(status).withBody(REFUSAL).build());
            }
        }
        return RequestFilterAction.continueWith(request);
    }

    @Override
    public Response transform(Response response, ServeEvent event) {
        return loses ? Response.response().status(status).body(REFUSAL).build() : response;
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
