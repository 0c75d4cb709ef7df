package io.millwright.aws.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * A queue that shows what came through a topic or a bus.
 *
 * @param address of the topic or the bus, as the pipeline file names it
 */
public record Mailbox(String address, SqsClient sqs, String queue) {

    static Mailbox behindTopic(String topic, String filterPolicy, SnsClient sns, SqsClient sqs) {
        String queue = queue(sqs);
        sns.subscribe(request -> request.topicArn(topic)
                .protocol("sqs")
                .endpoint(arn(sqs, queue))
                .attributes(Map.of("FilterPolicy", filterPolicy)));
        return new Mailbox(topic, sqs, queue);
    }

    static Mailbox behindBus(String bus, EventBridgeClient events, SqsClient sqs) {
        String queue = queue(sqs);
        events.createEventBus(request -> request.name(bus));
        events.putRule(request -> request.name("all").eventBusName(bus).eventPattern("{\"source\": [\"millwright\"]}"));
        Target target = Target.builder().id("queue").arn(arn(sqs, queue)).build();
        events.putTargets(request -> request.rule("all").eventBusName(bus).targets(target));
        return new Mailbox(bus, sqs, queue);
    }

    private static String queue(SqsClient sqs) {
        return sqs.createQueue(request -> request.queueName(Emulator.fresh("queue")))
                .queueUrl();
    }

    private static String arn(SqsClient sqs, String queue) {
        return sqs.getQueueAttributes(request -> request.queueUrl(queue).attributeNames(QueueAttributeName.QUEUE_ARN))
                .attributes()
                .get(QueueAttributeName.QUEUE_ARN);
    }

    /** What has come and was not looked at before, at most ten. */
    public List<JsonNode> letters() {
        return sqs.receiveMessage(request -> request.queueUrl(queue).maxNumberOfMessages(10)).messages().stream()
                .map(message -> json(message.body()))
                .toList();
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
