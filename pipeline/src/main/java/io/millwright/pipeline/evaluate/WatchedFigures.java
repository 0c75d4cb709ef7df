package io.millwright.pipeline.evaluate;

import io.millwright.evaluation.Estimate;
import io.millwright.lake.watch.Figure;
import java.util.ArrayList;
import java.util.List;

/** The figures of {@code metrics.json} that are worth an alarm, those that are defined. */
public final class WatchedFigures {

    private static final String TARGET = "target";
    private static final String POINT = "operating_point";

    private WatchedFigures() {}

    public static List<Figure> of(Metrics metrics) {
        List<Figure> figures = new ArrayList<>();
        metrics.failureTargets().forEach(target -> {
            List<Figure> ofTarget = new ArrayList<>();
            add(ofTarget, "average_precision", target.averagePrecision());
            add(ofTarget, "brier", target.brier());
            add(ofTarget, "calibration_slope", target.calibrationSlope());
            target.operatingPoints()
                    .forEach((name, point) -> points(point).forEach(figure -> ofTarget.add(figure.of(POINT, name))));
            ofTarget.forEach(figure -> figures.add(figure.of(TARGET, target.name())));
        });
        Metrics.Rul rul = metrics.rul();
        if (rul != null) {
            add(figures, "rul_rmse_capped", rul.rmseCapped());
            add(figures, "rul_interval_coverage", rul.intervalCoverage());
        }
        return figures;
    }

    private static List<Figure> points(Metrics.Point point) {
        List<Figure> figures = new ArrayList<>();
        add(figures, "event_recall", point.eventRecall());
        add(figures, "event_precision", point.eventPrecision());
        add(figures, "alerts_per_machine_week", point.alertsPerMachineWeek());
        add(figures, "cost_per_machine_week", point.costPerMachineWeek());
        return figures;
    }

    private static void add(List<Figure> figures, String name, Estimate estimate) {
        if (estimate.isDefined()) {
            figures.add(Figure.number(name, estimate.value()));
        }
    }
}
