package io.millwright.aws;

import io.millwright.lake.watch.Notice;
import io.millwright.lake.watch.Notifier;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.PublishRequest;

/**
 * Notices to people, as text that reads well in a mail. A subscription filters by the message attributes {@code severity} (info,
 * warning, critical) and {@code kind}.
 */
record SnsNotifier(SnsClient sns, String topic) implements Notifier {

    /** SNS wants fewer than 100. */
    private static final int LONGEST_SUBJECT = 99;

    @Override
    public void tell(Notice notice) {
        PublishRequest request = PublishRequest.builder()
                .topicArn(topic)
                .subject(subject(notice))
                .message(message(notice))
                .messageAttributes(Map.of(
                        "severity", text(notice.severity().name()),
                        "kind", text(notice.kind().name())))
                .build();
        AwsCall.made("sns:Publish", topic, () -> sns.publish(request));
    }

    /** One line of plain ASCII, as SNS wants it. */
    private static String subject(Notice notice) {
        String line = ("Millwright: " + notice.headline()).replaceAll("[^\\x20-\\x7E]+", " ");
        return line.length() <= LONGEST_SUBJECT ? line : line.substring(0, LONGEST_SUBJECT - 3) + "...";
    }

    private static String message(Notice notice) {
        String facts = notice.facts().entrySet().stream()
                .map(fact -> fact.getKey().replace('_', ' ') + ": " + fact.getValue())
                .collect(Collectors.joining("\n"));
        return notice.headline() + "\n\n" + notice.body() + (facts.isEmpty() ? "" : "\n\n" + facts) + "\n";
    }

    private static MessageAttributeValue text(String value) {
        return MessageAttributeValue.builder()
                .dataType("String")
                .stringValue(value.toLowerCase(Locale.ROOT))
                .build();
    }
}
