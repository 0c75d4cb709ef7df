package io.millwright.pipeline.evaluate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What an evaluation found, for the last screen of a run. */
public record EvaluateReport(Metrics metrics, Path metricsFile) {

    /** One line. */
    public String summary() {
        List<String> says = new ArrayList<>();
        String look = metrics.looks().beside();
        Metrics.Failure failure = metrics.failure();
        if (failure != null) {
            Metrics.Point point = failure.operatingPoints().get("alert_budget");
            says.add(Written.words(failure.candidate()) + " on " + failure.name() + ": average precision "
                    + Written.figure(failure.averagePrecision(), 3) + look
                    + (point == null
                            ? ""
                            : ", " + point.counts().detected() + " of "
                                    + point.counts().events() + " failures foretold at the alert budget" + look));
        }
        Metrics.Rul rul = metrics.rul();
        if (rul != null) {
            says.add("remaining life: capped RMSE " + Written.figure(rul.rmseCapped(), 2) + " " + rul.unit() + look);
        }
        says.add(metrics.champion().promoted() ? "to be promoted" : "not to be promoted");
        if (!metrics.champion().lifeCaution().isEmpty()) {
            says.add(metrics.champion().lifeCaution());
        }
        return String.join("; ", says);
    }
}
