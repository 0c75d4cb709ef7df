package io.millwright.training.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.features.catalogue.FeatureDefinition;
import io.millwright.features.catalogue.TimeDomainCatalogue;
import io.millwright.features.catalogue.WaveformCatalogue;
import io.millwright.features.waveform.BurstPlan;
import io.millwright.features.waveform.WaveformPlan;
import io.millwright.lake.config.FeatureSpec;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.PipelineFile;
import io.millwright.lake.config.Statistic;
import io.millwright.lake.config.TimeAxis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a technician reads of every statistic there is. */
class SentencesTest {

    private static final Sentences SENTENCES = new Sentences(
            Map.of("heat", "bearing temperature", "factor", "power factor"),
            Map.of("heat", "degC", "factor", "1", "shake", "m/s2"),
            List.of("3d"));

    @TempDir
    private Path folder;

    private static String sentence(Feature feature, Map<String, Double> values) {
        return SENTENCES
                .of(feature, name -> values.getOrDefault(name, Double.NaN))
                .orElse("");
    }

    private static Feature feature(FeatureDefinition definition) {
        return new Feature(
                definition.name(),
                definition.family(),
                Objects.requireNonNullElse(definition.sensor(), ""),
                definition.statistic(),
                definition.unit());
    }

    /** The first feature of every statistic, as if it alone were known. */
    private static List<String> sentences(List<FeatureDefinition> definitions) {
        Map<String, String> byStatistic = new LinkedHashMap<>();
        definitions.forEach(definition -> byStatistic.putIfAbsent(
                definition.statistic(), sentence(feature(definition), Map.of(definition.name(), 0.25))));
        return List.copyOf(byStatistic.values());
    }

    private List<FeatureDefinition> timeDomain() throws IOException {
        Path file = Files.writeString(folder.resolve("pipeline.yaml"), """
                landing: {sources: [{name: t, kind: readings, path: r, format: csv}]}
                sensors: [{name: heat, unit: degC, min: 0, max: 100, period: 1h}]
                features:
                  tile: 6h
                  as_of: {every: 24h}
                  windows: [3d]
                  baseline: {length: 5d, from: start}
                  changes: [{window: 3d, lag: 7d}]
                  statistics: [%s]
                targets: {}
                split: {kind: time}
                """.formatted(
                Arrays.stream(Statistic.values()).map(Statistic::columnName).collect(Collectors.joining(", "))));
        PipelineConfig config = PipelineFile.read(file, Map.of(), Optional.empty());
        return new TimeDomainCatalogue(config, config.sensors(), Set.of("heat")).features();
    }

    private static List<FeatureDefinition> ofBursts() {
        WaveformPlan.Windows threeDays = WaveformPlan.Windows.of(List.of(Duration.ofDays(3)), TimeAxis.CLOCK);
        return new WaveformCatalogue(new WaveformPlan(
                        List.of("shake"),
                        threeDays,
                        threeDays,
                        Duration.ofDays(5).toMillis(),
                        false,
                        List.of("m/s2"),
                        new BurstPlan(List.of(new FeatureSpec.Band(10, 200)), 1, 4),
                        new WaveformPlan.Fleet(true, true, List.of(10_000.0), false, null)))
                .features();
    }

    @Test
    void every_statistic_of_readings() throws IOException {
        assertThat(sentences(timeDomain()))
                .containsExactly(
                        "bearing temperature: readings 0.250 over 3 days",
                        "bearing temperature: share of readings missing 0.250 over 3 days",
                        "bearing temperature 0.250 degC over 3 days",
                        "bearing temperature: median 0.250 degC over 3 days",
                        "bearing temperature: standard deviation 0.250 degC over 3 days",
                        "bearing temperature: variance 0.250 (degC)^2 over 3 days",
                        "bearing temperature: lopsidedness 0.250 (skewness, 0 is even) over 3 days",
                        "bearing temperature: share of outliers 0.250 (kurtosis, 3 is usual) over 3 days",
                        "bearing temperature: lowest reading 0.250 degC over 3 days",
                        "bearing temperature: highest reading 0.250 degC over 3 days",
                        "bearing temperature: highest less lowest reading 0.250 degC over 3 days",
                        "bearing temperature: RMS 0.250 degC over 3 days",
                        "bearing temperature: peak over RMS 0.250 over 3 days",
                        "bearing temperature: trend 0.250 degC/h over 3 days",
                        "bearing temperature: sum over time 0.250 degC h over 3 days",
                        "bearing temperature: latest reading 0.250 degC over 3 days",
                        "bearing temperature: latest reading from the mean, in standard deviations, 0.250 over 3 days",
                        "bearing temperature: latest reading from the median, in robust standard deviations, 0.250 over 3 days",
                        "bearing temperature: width of the middle half of readings 0.250 degC over 3 days",
                        "bearing temperature: latest reading outside the middle half, in widths of it, 0.250 over 3 days",
                        "bearing temperature 0.250 degC above this machine's normal over 3 days",
                        "bearing temperature: distance from this machine's normal, in standard deviations, 0.250 over 3 days",
                        "bearing temperature: steadiness 0.250 (correlation with the stretch before) over 3 days",
                        "bearing temperature: share of steps across the mean 0.250 over 3 days",
                        "bearing temperature: share of steps across zero 0.250 over 3 days",
                        "bearing temperature: time without any movement 0.250 h over 3 days",
                        "bearing temperature: mean that weighs the newest most 0.250 degC over 3 days",
                        "bearing temperature: distance from this machine's normal summed up, in standard deviations, 0.250 over 3 days",
                        "bearing temperature: change of the mean 0.250 degC",
                        "bearing temperature: place in the rated range 0.250 (0 is its middle, 1 and -1 are its ends) over 3 days");
    }

    @Test
    void every_statistic_of_bursts() {
        assertThat(sentences(ofBursts()))
                .containsExactly(
                        "shake: RMS 0.250 m/s2 in the latest burst",
                        "shake: highest peak 0.250 m/s2 in the latest burst",
                        "shake: peak over RMS 0.250 in the latest burst",
                        "shake: strikes 0.250 (kurtosis, 3 is none) in the latest burst",
                        "shake: share of high frequencies 0.250 in the latest burst",
                        "shake: RMS 0.250 m/s2 above this machine's normal over 3 days",
                        "shake: strongest frequency 0.250 Hz in the latest burst",
                        "shake: mean frequency 0.250 Hz in the latest burst",
                        "shake: spread of frequencies 0.250 Hz in the latest burst",
                        "shake: frequency below which 85 % of the power lies 0.250 Hz in the latest burst",
                        "shake: noisiness 0.250 (0 is one tone, 1 is noise) in the latest burst",
                        "shake: strikes at high frequencies 0.250 (0 is none) in the latest burst",
                        "shake: turns of the shaft 0.250 Hz in the latest burst",
                        "shake: share at the shaft's speed 0.250 in the latest burst",
                        "shake: share at twice the shaft's speed 0.250 in the latest burst",
                        "shake: share at three times the shaft's speed 0.250 in the latest burst",
                        "shake: strikes once a turn 0.250 dB in the latest burst",
                        "shake: strikes at the rate of the bearing's outer race 0.250 dB in the latest burst",
                        "shake: strikes at the rate of the bearing's inner race 0.250 dB in the latest burst",
                        "shake: strikes at the rate of the bearing's balls 0.250 dB in the latest burst",
                        "shake: strikes at the rate of the bearing's cage 0.250 dB in the latest burst",
                        "shake: RMS of the velocity 0.250 mm/s in the latest burst",
                        "shake: zone of ISO 20816-3 0.250 (1 to 4 for A to D) in the latest burst",
                        "shake: RMS from 10 to 200 Hz 0.250 m/s2 in the latest burst",
                        "shake: share of energy in wavelet level 1 0.250 in the latest burst",
                        "shake: share at 4 times the shaft's speed 0.250 in the latest burst");
    }

    /** Of a burst only windows say how far its RMS is from normal: the normal is the same in all of them. */
    @Test
    void a_movement_is_told_beside_the_machines_own_normal() {
        Map<String, Double> values = Map.of(
                "shake__3d__burst_rms", 0.75,
                "shake__3d__burst_rms_baseline_delta", 0.25,
                "shake__latest__burst_rms", 0.9,
                "shake__latest__burst_kurtosis", 5.5,
                "shake__3d__burst_envelope_bpfo", 12.0);

        assertThat(sentence(new Feature("shake__latest__burst_kurtosis", "", "shake", "burst_kurtosis", ""), values))
                .isEqualTo("shake: strikes 5.50 (kurtosis, 3 is none), RMS 0.400 m/s2 above this machine's normal of"
                        + " 0.500 m/s2 in the latest burst");
        assertThat(sentence(
                        new Feature("shake__3d__burst_envelope_bpfo", "", "shake", "burst_envelope_bpfo", "dB"),
                        values))
                .isEqualTo("shake: strikes at the rate of the bearing's outer race 12 dB, RMS 0.250 m/s2 above this"
                        + " machine's normal of 0.500 m/s2 over 3 days");
        assertThat(sentence(new Feature("shake__latest__burst_rms", "", "shake", "burst_rms", "m/s2"), values))
                .isEqualTo("shake: RMS 0.400 m/s2 above this machine's normal of 0.500 m/s2 in the latest burst");
    }

    @Test
    void a_statistic_among_machines_alike_and_of_several_sensors() {
        assertThat(List.of(
                        sentence(
                                new Feature("heat__3d__mean_peer_rank", "heat", "heat", "mean_peer_rank", ""),
                                Map.of("heat__3d__mean_peer_rank", 0.9)),
                        sentence(
                                new Feature("heat_rise__24h__difference", "heat_rise", "", "difference", "degC"),
                                Map.of("heat_rise__24h__difference", 12.3)),
                        sentence(
                                new Feature("extra_current__24h__residual_z", "extra_current", "", "residual_z", ""),
                                Map.of("extra_current__24h__residual_z", 3.5)),
                        sentence(
                                new Feature(
                                        "heat_rise__24h__difference_delta",
                                        "heat_rise",
                                        "",
                                        "difference_delta",
                                        "degC"),
                                Map.of("heat_rise__24h__difference_delta", 4.5)),
                        sentence(
                                new Feature("drive__pca_t2", "drive", "", "pca_t2", ""),
                                Map.of("drive__pca_t2", 17.0))))
                .containsExactly(
                        "bearing temperature: mean ranked among machines alike 0.900 (0 is lowest, 1 is highest) over 3 days",
                        "heat rise: difference 12.3 degC over 24 hours",
                        "extra current: difference from what is expected, in standard deviations, 3.50 over 24 hours",
                        "heat rise: difference from this machine's normal 4.50 degC over 24 hours",
                        "drive: distance from the fleet's normal 17 (T-squared)");
    }

    @Test
    void a_pure_number_has_no_unit() {
        assertThat(sentence(
                        new Feature("factor__3d__mean", "factor", "factor", "mean", "1"),
                        Map.of("factor__3d__mean", 0.5, "factor__3d__baseline_delta", -0.25)))
                .isEqualTo("power factor 0.250 below this machine's normal of 0.750 over 3 days");
    }

    @Test
    void no_sentence_shows_a_columns_name_or_has_the_separator_of_reasons() throws IOException {
        List<String> all = new ArrayList<>(sentences(timeDomain()));
        all.addAll(sentences(ofBursts()));

        assertThat(all).hasSizeGreaterThan(50).allSatisfy(sentence -> assertThat(sentence)
                .isNotEmpty()
                .doesNotContain("_", ";", " burst ", "0.250 1"));
    }
}
