package io.millwright.features.catalogue;

import io.millwright.features.waveform.BurstPlan;
import io.millwright.features.waveform.Sensing;
import io.millwright.features.waveform.VibrationUnit;
import io.millwright.features.waveform.WaveformPlan;
import io.millwright.lake.config.Span;
import io.millwright.lake.config.TimeAxis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The burst features of a plan, in the order of the columns of {@code WaveformFeatures}. */
public final class WaveformCatalogue {

    private static final String LATEST = "latest";
    private static final String OF_LATEST = "of the latest burst";
    private static final String MEAN = "mean over the bursts of the window";

    private static final String BEYOND = "; null above 0.4 of the sampling rate";
    private static final String ENVELOPE =
            "height of the line and its second and third harmonic in the envelope spectrum (1/8 to 2/5 of the sampling rate)"
                    + " above the median around each; null where the band is too narrow or the burst too short for it";

    private final WaveformPlan plan;

    public WaveformCatalogue(WaveformPlan plan) {
        this.plan = plan;
    }

    public List<FeatureDefinition> features() {
        List<FeatureDefinition> features = new ArrayList<>();
        for (int sensor = 0; sensor < plan.sensors().size(); sensor++) {
            features.addAll(timeDomain(sensor));
            features.addAll(spectral(sensor));
        }
        return features;
    }

    private List<FeatureDefinition> timeDomain(int sensor) {
        List<FeatureDefinition> features = new ArrayList<>();
        for (String name : WaveformPlan.NAMES) {
            features.add(of(sensor, LATEST, null, name, OF_LATEST));
        }
        for (String window : plan.windows().names()) {
            for (String name : WaveformPlan.NAMES) {
                features.add(of(sensor, window, window, name, MEAN));
            }
            if (plan.baselineMs() > 0) {
                features.add(of(
                        sensor,
                        window,
                        window,
                        "rms_baseline_delta",
                        "mean over the bursts of the window minus the mean of "
                                + BaselineWords.of(
                                        Span.shortName(Duration.ofMillis(plan.baselineMs()), TimeAxis.CLOCK),
                                        plan.trailing())));
            }
        }
        return features;
    }

    private List<FeatureDefinition> spectral(int sensor) {
        List<FeatureDefinition> features = new ArrayList<>();
        for (String name : plan.spectralNames()) {
            features.add(of(sensor, LATEST, null, name, OF_LATEST));
        }
        for (String window : plan.spectralWindows().names()) {
            for (String name : plan.spectralNames()) {
                features.add(of(sensor, window, window, name, MEAN));
            }
        }
        return features;
    }

    private FeatureDefinition of(int sensor, String part, @Nullable String window, String name, String how) {
        String axis = plan.sensors().get(sensor);
        return new FeatureDefinition(
                axis + "__" + part + "__burst_" + name,
                what(name) + ofSpeed(name) + ", " + how,
                unit(name, plan.units().get(sensor)),
                window,
                inputs(name),
                axis,
                "burst_" + name,
                axis,
                reason(sensor, name));
    }

    private static String unit(String name, String ofSensor) {
        return switch (name) {
            case "rms", "peak", "rms_baseline_delta" -> ofSensor;
            case "dominant_frequency", "spectral_centroid", "spectral_spread", "spectral_roll_off", "shaft_frequency" ->
                "Hz";
            case "velocity_rms" -> "mm/s";
            default -> name.startsWith("envelope_") ? "dB" : name.startsWith("band_") ? ofSensor : "";
        };
    }

    private static boolean isOfShaft(String name) {
        return name.startsWith("shaft_") || name.startsWith("envelope_");
    }

    private String inputs(String name) {
        boolean ofPlate = isOfShaft(name) || name.equals("iso_20816_zone");
        String speed = plan.fleet().speedSensor();
        String ofBurst = isOfShaft(name) && plan.fleet().speedOfBurst() ? ", waveforms.shaft_speed_hz" : "";
        String ofSensor = isOfShaft(name) && speed != null ? ", " + FeatureDefinition.readingsOf(List.of(speed)) : "";
        return "waveforms.samples" + ofBurst + (ofPlate ? ", equipment.attributes" : "") + ofSensor;
    }

    /** Where the speed comes from that a line is looked for by, where bursts or a sensor tell it. */
    private String ofSpeed(String name) {
        if (!isOfShaft(name)) {
            return "";
        }
        String sensor = plan.fleet().speedSensor();
        String ofBurst = plan.fleet().speedOfBurst() ? "by the speed that came with the burst" : "";
        String ofSensor = sensor == null
                ? ""
                : "by the last reading of " + sensor + " before the burst's end that had come with it";
        String measured = ofBurst + (ofBurst.isEmpty() || ofSensor.isEmpty() ? "" : ", else ") + ofSensor;
        return measured.isEmpty() ? "" : " (" + measured + "; by the nominal speed where there is none)";
    }

    /** Why no machine of the fleet can have it; null where some can. */
    private @Nullable String reason(int sensor, String name) {
        if (isOfShaft(name)) {
            return reasonOfShaft(name);
        }
        double fastestHz = plan.fleet().fastestHz().get(sensor);
        return switch (name) {
            case "velocity_rms" -> reasonOfUnit(sensor);
            case "iso_20816_zone" -> reasonOfZone(sensor, fastestHz);
            default -> name.startsWith("band_") ? reasonOfBand(name, fastestHz) : null;
        };
    }

    private @Nullable String reasonOfShaft(String name) {
        if (!plan.fleet().anyShaft()) {
            return "no machine's metadata say its shaft speed (attribute shaft_speed_rpm), and neither bursts (column"
                    + " shaft_speed of waveforms) nor a sensor (features.shaft_speed_sensor) do";
        }
        boolean ofBearing = name.startsWith("envelope_") && !name.equals("envelope_1x");
        return ofBearing && !plan.fleet().anyBearing()
                ? "no machine's metadata give its bearing's geometry (attributes bearing_balls, bearing_ball_diameter_mm,"
                        + " bearing_pitch_diameter_mm, bearing_contact_angle_deg)"
                : null;
    }

    private @Nullable String reasonOfUnit(int sensor) {
        String unit = plan.units().get(sensor);
        return VibrationUnit.of(unit).kind() == VibrationUnit.Kind.OTHER
                ? "the sensor's unit '" + unit
                        + "' is neither an acceleration nor a velocity; use one of m/s2, mm/s2, g, m/s, mm/s, in/s"
                : null;
    }

    private @Nullable String reasonOfZone(int sensor, double fastestHz) {
        String ofUnit = reasonOfUnit(sensor);
        if (ofUnit != null) {
            return ofUnit;
        }
        return fastestHz < 2_500
                ? "zones need frequencies up to 1 kHz, and so a sampling rate of 2.5 kHz; the fastest is " + fastestHz
                        + " Hz"
                : null;
    }

    private @Nullable String reasonOfBand(String name, double fastestHz) {
        return plan.burst().bands().stream()
                .filter(band -> BurstPlan.name(band).equals(name) && band.toHz() > Sensing.USABLE * fastestHz)
                .map(band -> "the band reaches above 0.4 of the fastest sampling rate, " + fastestHz + " Hz")
                .findFirst()
                .orElse(null);
    }

    private static String what(String name) {
        return switch (name) {
            case "peak" -> "largest absolute deviation of a burst from its mean";
            case "crest_factor" -> "peak over RMS of a burst";
            case "kurtosis" -> "kurtosis of a burst, 3 for a normal distribution";
            case "high_frequency_share" ->
                "RMS of a burst's first differences over twice its RMS, 1 for samples that alternate";
            case "dominant_frequency" -> "frequency of the strongest line of the Hann-windowed spectrum";
            case "spectral_centroid" -> "mean frequency of a burst, weighted by power";
            case "spectral_spread" -> "standard deviation of a burst's frequencies, weighted by power";
            case "spectral_roll_off" -> "frequency at or below which 85 % of a burst's power lie";
            case "spectral_entropy" ->
                "entropy of a burst's power over its bins, over that of white noise: 0 for one line, 1 for noise";
            case "spectral_kurtosis" ->
                "kurtosis of the analytic signal from 1/8 to 2/5 of the sampling rate, less 2: 0 for noise, -1 for a tone,"
                        + " positive for strikes (Antoni and Randall 2006)";
            case "shaft_frequency" ->
                "turns a second: the strongest line within 8 % of the nominal speed; null where none stands 18 dB out";
            case "shaft_1x" -> "root of the share of a burst's power in the line at the shaft speed" + BEYOND;
            case "shaft_2x" -> "root of the share of a burst's power in the line at twice the shaft speed" + BEYOND;
            case "shaft_3x" ->
                "root of the share of a burst's power in the line at three times the shaft speed" + BEYOND;
            case "envelope_1x" -> "strikes once a turn: " + ENVELOPE;
            case "envelope_bpfo" -> "ball pass frequency of the outer race: " + ENVELOPE;
            case "envelope_bpfi" -> "ball pass frequency of the inner race: " + ENVELOPE;
            case "envelope_bsf" -> "spin of a ball: " + ENVELOPE;
            case "envelope_ftf" -> "rounds of the cage: " + ENVELOPE;
            case "velocity_rms" ->
                "root mean square of the velocity from 10 Hz to 1 kHz, or to 0.4 of the sampling rate where that is lower";
            case "iso_20816_zone" ->
                "zone of ISO 20816-3 by the root mean square of the velocity from 10 Hz to 1 kHz, 1 to 4 for A to D; of group"
                        + " 2 on rigid supports unless the metadata say otherwise (attributes iso_20816_group,"
                        + " iso_20816_support); null for bursts below 2.5 kHz";
            default ->
                name.startsWith("shaft_")
                        ? "root of the share of a burst's power in the line at "
                                + name.substring("shaft_".length(), name.length() - 1) + " times the shaft speed"
                                + BEYOND
                        : ofConfigured(name);
        };
    }

    private static String ofConfigured(String name) {
        return name.startsWith("band_")
                ? "root mean square of a burst in the band" + BEYOND
                : name.startsWith("wavelet_")
                        ? "share of a burst's energy in the level of a wavelet transform (Daubechies, four vanishing"
                                + " moments, periodic)"
                        : "root mean square of a burst about its mean";
    }
}
