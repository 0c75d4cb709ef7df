package io.millwright.training.explain;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a statistic is called in a sentence for a technician. */
final class StatisticWords {

    private static final Pattern BAND = Pattern.compile("burst_band_(\\d+)_(\\d+)_hz");
    private static final Pattern HARMONIC = Pattern.compile("burst_shaft_(\\d+)x");
    private static final Pattern WAVELET = Pattern.compile("burst_wavelet_(\\d+)");
    private static final Pattern AMONG_PEERS = Pattern.compile("(.+)_peer_(rank|z)");
    private static final Pattern FROM_NORMAL = Pattern.compile("(.+)_delta");

    private static final Map<String, String> WORDS = Map.ofEntries(
            // Of single readings.
            Map.entry("count", "readings"),
            Map.entry("missing_share", "share of readings missing"),
            Map.entry("mean", "mean"),
            Map.entry("median", "median"),
            Map.entry("sd", "standard deviation"),
            Map.entry("variance", "variance"),
            Map.entry("skewness", "lopsidedness (skewness, 0 is even)"),
            Map.entry("kurtosis", "share of outliers (kurtosis, 3 is usual)"),
            Map.entry("min", "lowest reading"),
            Map.entry("max", "highest reading"),
            Map.entry("peak_to_peak", "highest less lowest reading"),
            Map.entry("rms", "RMS"),
            Map.entry("crest_factor", "peak over RMS"),
            Map.entry("slope", "trend"),
            Map.entry("integral", "sum over time"),
            Map.entry("last", "latest reading"),
            Map.entry("last_z", "latest reading from the mean, in standard deviations,"),
            Map.entry("last_modified_z", "latest reading from the median, in robust standard deviations,"),
            Map.entry("iqr", "width of the middle half of readings"),
            Map.entry("iqr_distance", "latest reading outside the middle half, in widths of it,"),
            Map.entry("baseline_delta", "distance from this machine's normal"),
            Map.entry("baseline_z", "distance from this machine's normal, in standard deviations,"),
            Map.entry("autocorrelation", "steadiness (correlation with the stretch before)"),
            Map.entry("mean_crossings", "share of steps across the mean"),
            Map.entry("zero_crossings", "share of steps across zero"),
            Map.entry("flat_hours", "time without any movement"),
            Map.entry("ewma", "mean that weighs the newest most"),
            Map.entry("cusum", "distance from this machine's normal summed up, in standard deviations,"),
            Map.entry("change", "change of the mean"),
            Map.entry("rated_position", "place in the rated range (0 is its middle, 1 and -1 are its ends)"),
            // Of vibration bursts.
            Map.entry("burst_rms", "RMS"),
            Map.entry("burst_peak", "highest peak"),
            Map.entry("burst_crest_factor", "peak over RMS"),
            Map.entry("burst_kurtosis", "strikes (kurtosis, 3 is none)"),
            Map.entry("burst_high_frequency_share", "share of high frequencies"),
            Map.entry("burst_rms_baseline_delta", "RMS from this machine's normal"),
            Map.entry("burst_dominant_frequency", "strongest frequency"),
            Map.entry("burst_spectral_centroid", "mean frequency"),
            Map.entry("burst_spectral_spread", "spread of frequencies"),
            Map.entry("burst_spectral_roll_off", "frequency below which 85 % of the power lies"),
            Map.entry("burst_spectral_entropy", "noisiness (0 is one tone, 1 is noise)"),
            Map.entry("burst_spectral_kurtosis", "strikes at high frequencies (0 is none)"),
            Map.entry("burst_shaft_frequency", "turns of the shaft"),
            Map.entry("burst_shaft_1x", "share at the shaft's speed"),
            Map.entry("burst_shaft_2x", "share at twice the shaft's speed"),
            Map.entry("burst_shaft_3x", "share at three times the shaft's speed"),
            Map.entry("burst_envelope_1x", "strikes once a turn"),
            Map.entry("burst_envelope_bpfo", "strikes at the rate of the bearing's outer race"),
            Map.entry("burst_envelope_bpfi", "strikes at the rate of the bearing's inner race"),
            Map.entry("burst_envelope_bsf", "strikes at the rate of the bearing's balls"),
            Map.entry("burst_envelope_ftf", "strikes at the rate of the bearing's cage"),
            Map.entry("burst_velocity_rms", "RMS of the velocity"),
            Map.entry("burst_iso_20816_zone", "zone of ISO 20816-3 (1 to 4 for A to D)"),
            // Of several sensors.
            Map.entry("ratio", "ratio"),
            Map.entry("difference", "difference"),
            Map.entry("rise", "rise"),
            Map.entry("product", "product"),
            Map.entry("correlation", "correlation"),
            Map.entry("residual", "difference from what is expected"),
            Map.entry("residual_z", "difference from what is expected, in standard deviations,"),
            Map.entry("distance", "distance from this machine's normal (T-squared)"),
            Map.entry("pca_t2", "distance from the fleet's normal (T-squared)"),
            Map.entry("pca_spe", "disagreement of sensors (squared error)"),
            Map.entry("fitted_residual", "difference from what is expected"));

    private StatisticWords() {}

    /** Empty for a statistic that has no words. */
    static Optional<String> of(String statistic) {
        String words = WORDS.get(statistic);
        return words != null ? Optional.of(words) : ofPattern(statistic);
    }

    private static Optional<String> ofPattern(String statistic) {
        Matcher band = BAND.matcher(statistic);
        if (band.matches()) {
            return Optional.of("RMS from " + band.group(1) + " to " + band.group(2) + " Hz");
        }
        Matcher wavelet = WAVELET.matcher(statistic);
        if (wavelet.matches()) {
            return Optional.of("share of energy in wavelet level " + wavelet.group(1));
        }
        Matcher harmonic = HARMONIC.matcher(statistic);
        if (harmonic.matches()) {
            return Optional.of("share at " + harmonic.group(1) + " times the shaft's speed");
        }
        Matcher peers = AMONG_PEERS.matcher(statistic);
        if (peers.matches()) {
            return of(peers.group(1))
                    .map(words -> words + (peers.group(2).equals("rank") ? " ranked" : "")
                            + " among machines alike"
                            + (peers.group(2).equals("rank")
                                    ? " (0 is lowest, 1 is highest)"
                                    : ", in robust standard deviations,"));
        }
        Matcher delta = FROM_NORMAL.matcher(statistic);
        return delta.matches()
                ? of(delta.group(1)).map(words -> words + " from this machine's normal")
                : Optional.empty();
    }
}
