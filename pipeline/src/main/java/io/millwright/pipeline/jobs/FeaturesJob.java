package io.millwright.pipeline.jobs;

import io.millwright.features.FeatureEngine;
import io.millwright.features.FeatureReport;
import io.millwright.features.TrainingManifest;
import io.millwright.features.TrainingSets;
import io.millwright.pipeline.JobContext;
import io.millwright.pipeline.Main;
import io.millwright.pipeline.Outcome;
import java.util.Locale;

/** {@code features}: feature groups, labels and the training set. */
public final class FeaturesJob {

    private FeaturesJob() {}

    public static void main(String[] args) {
        Main.main("features", args);
    }

    public static Outcome run(JobContext context) {
        FeatureReport report =
                FeatureEngine.build(context.lake(), context.config(), context.interval(), context.progress());
        if (report.slices() == 0) {
            return Outcome.of("no machine has sent anything for "
                    + context.config().silence().toHours()
                    + " hours before the interval, so there is nothing to compute; should readings of it still come, run"
                    + " features over it again");
        }
        TrainingManifest manifest = TrainingSets.build(context.lake(), context.config(), context.progress());
        return Outcome.of(String.format(
                Locale.ROOT,
                "%,d rows of %,d features; %,d rows in the training set, %s%s",
                report.rows(),
                report.features(),
                manifest.rows(),
                manifest.mode(),
                report.leftOut().isEmpty() ? "" : "; no features are " + String.join("; ", report.leftOut())));
    }
}
