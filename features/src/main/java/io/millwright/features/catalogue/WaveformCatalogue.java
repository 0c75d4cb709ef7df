package io.millwright.features.catalogue;

import io.millwright.features.waveform.WaveformPlan;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The burst features of a plan, in the order of the columns of {@code WaveformFeatures}. */
public final class WaveformCatalogue {

    private final WaveformPlan plan;

    public WaveformCatalogue(WaveformPlan plan) {
        this.plan = plan;
    }

    public List<FeatureDefinition> features() {
        List<FeatureDefinition> features = new ArrayList<>();
        for (int sensor = 0; sensor < plan.sensors().size(); sensor++) {
            for (String name : WaveformPlan.NAMES) {
                features.add(of(sensor, "latest", null, name, "of the latest burst"));
            }
            for (String window : plan.windowNames()) {
                for (String name : WaveformPlan.NAMES) {
                    features.add(of(sensor, window, window, name, "mean over the bursts of the window"));
                }
                if (plan.baselineMs() > 0) {
                    features.add(of(
                            sensor,
                            window,
                            window,
                            "rms_baseline_delta",
                            "mean over the bursts of the window minus the mean of the machine's own baseline"));
                }
            }
        }
        return features;
    }

    private FeatureDefinition of(int sensor, String part, @Nullable String window, String name, String how) {
        String axis = plan.sensors().get(sensor);
        return new FeatureDefinition(
                axis + "__" + part + "__burst_" + name,
                what(name) + ", " + how,
                name.startsWith("rms") || name.equals("peak") ? plan.units().get(sensor) : "",
                window,
                "waveforms.samples",
                axis,
                "burst_" + name,
                axis,
                null);
    }

    private static String what(String name) {
        return switch (name) {
            case "peak" -> "largest absolute deviation of a burst from its mean";
            case "crest_factor" -> "peak over RMS of a burst";
            case "kurtosis" -> "kurtosis of a burst, 3 for a normal distribution";
            case "high_frequency_share" ->
                "RMS of a burst's first differences over twice its RMS, 1 for samples that alternate";
            default -> "root mean square of a burst about its mean";
        };
    }
}
