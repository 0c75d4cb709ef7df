package io.millwright.aws;

import io.millwright.lake.watch.Figure;
import io.millwright.lake.watch.MetricPublisher;
import java.util.List;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

/** Figures as metrics of one namespace. They bear no time of ours: CloudWatch takes that of their arrival. */
record CloudWatchMetrics(CloudWatchClient cloudWatch, String namespace) implements MetricPublisher {

    /** CloudWatch takes 1,000 in a request. */
    private static final int MOST = 1_000;

    @Override
    public void publish(List<Figure> figures) {
        for (int from = 0; from < figures.size(); from += MOST) {
            put(figures.subList(from, Math.min(figures.size(), from + MOST)));
        }
    }

    private void put(List<Figure> figures) {
        PutMetricDataRequest request = PutMetricDataRequest.builder()
                .namespace(namespace)
                .metricData(figures.stream().map(CloudWatchMetrics::datum).toList())
                .build();
        AwsCall.made("cloudwatch:PutMetricData", "the namespace " + namespace, () -> cloudWatch.putMetricData(request));
    }

    private static MetricDatum datum(Figure figure) {
        return MetricDatum.builder()
                .metricName(figure.name())
                .value(figure.value())
                .unit(unit(figure.unit()))
                .dimensions(figure.dimensions().entrySet().stream()
                        .map(dimension -> Dimension.builder()
                                .name(dimension.getKey())
                                .value(dimension.getValue())
                                .build())
                        .toList())
                .build();
    }

    private static StandardUnit unit(Figure.Unit unit) {
        return switch (unit) {
            case COUNT -> StandardUnit.COUNT;
            case SECONDS -> StandardUnit.SECONDS;
            case NONE -> StandardUnit.NONE;
        };
    }
}
