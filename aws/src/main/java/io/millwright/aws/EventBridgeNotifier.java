package io.millwright.aws;

import io.millwright.lake.MillwrightException;
import io.millwright.lake.watch.Notice;
import io.millwright.lake.watch.Notifier;
import io.millwright.training.matrix.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/**
 * Notices to programs: events with source {@code millwright}, a detail type for each kind ({@code Gate failed}, {@code Features
 * drifted}, {@code Model promoted}, ...) and the notice's facts in the detail.
 */
record EventBridgeNotifier(EventBridgeClient eventBridge, String bus) implements Notifier {

    private static final String SOURCE = "millwright";

    @Override
    public void tell(Notice notice) {
        PutEventsRequestEntry entry = PutEventsRequestEntry.builder()
                .eventBusName(bus)
                .source(SOURCE)
                .detailType(detailType(notice.kind()))
                .detail(detail(notice))
                .build();
        PutEventsResponse response = AwsCall.made(
                "events:PutEvents", "the event bus " + bus, () -> eventBridge.putEvents(put -> put.entries(entry)));
        if (response.failedEntryCount() > 0) {
            PutEventsResultEntry failed = response.entries().get(0);
            throw MillwrightException.service(
                    "events:PutEvents on the event bus " + bus + " failed: " + failed.errorCode() + ": "
                            + failed.errorMessage() + "; try again later",
                    new IllegalStateException("EventBridge took the request but not the event"));
        }
    }

    private static String detailType(Notice.Kind kind) {
        String words = kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    private static String detail(Notice notice) {
        Map<String, Object> detail = new LinkedHashMap<>(notice.facts());
        detail.put("severity", notice.severity().name().toLowerCase(Locale.ROOT));
        detail.put("headline", notice.headline());
        return new String(Json.bytes(detail), StandardCharsets.UTF_8);
    }
}
