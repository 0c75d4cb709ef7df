package io.millwright.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.millwright.features.catalogue.FeatureDefinition;
import io.millwright.features.catalogue.FeatureWindow;
import io.millwright.features.catalogue.WaveformCatalogue;
import io.millwright.features.table.FeatureGroups;
import io.millwright.features.waveform.BearingGeometry;
import io.millwright.features.waveform.BurstPlan;
import io.millwright.features.waveform.NamePlate;
import io.millwright.features.waveform.Severity;
import io.millwright.features.waveform.Shaft;
import io.millwright.features.waveform.WaveformPlan;
import io.millwright.features.window.RatedRange;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.config.PipelineConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeaturePlanTest {

    private static final FleetFacts FACTS = facts(List.of());

    private static FeaturePlan plan(Path folder) {
        return plan(folder, List.of(new Shaft(25, new BearingGeometry(9, 8, 38, 0))));
    }

    private static FleetFacts facts(List<Shaft> shafts) {
        return new FleetFacts(
                List.of("belt", "press"),
                List.of(),
                List.of(),
                Map.of("m1", Map.of("heat", new RatedRange(0, 90))),
                List.of("belt", "motor"),
                List.of("E-07"),
                new TreeMap<>(Map.of("vibration_x", 1_000.0, "vibration_y", 10_000.0)),
                shafts,
                Map.of(),
                List.of());
    }

    private static FeaturePlan plan(Path folder, List<Shaft> shafts) {
        String more = """
                  bands: [{from_hz: 10, to_hz: 400}, {from_hz: 400, to_hz: 401}]
                  wavelet_levels: 2
                  shaft_harmonics: 4
                  waveform_windows: [5d]
                  text: {windows: [24h], dictionary: {modes: {cavitation: [gravel noise]}, components: {impeller: [rotor]}}}
                """;
        return FeaturePlan.of(SmallFleet.config(folder, more), facts(shafts));
    }

    private static List<String> names(FeaturePlan plan, String group) {
        return plan.features(group).stream().map(FeatureDefinition::name).collect(Collectors.toList());
    }

    @Test
    void the_catalogue_has_one_name_for_each_column(@TempDir Path folder) {
        FeaturePlan plan = plan(folder);

        assertThat(plan.features(FeatureGroups.TIME_DOMAIN))
                .hasSize(plan.timeDomain().width());
        assertThat(plan.waveform()).isNotNull();
        assertThat(plan.features(FeatureGroups.WAVEFORM))
                .hasSize(plan.waveform().width());
        List<String> names = names(plan, FeatureGroups.TIME_DOMAIN);
        names.addAll(names(plan, FeatureGroups.CONTEXT));
        names.addAll(names(plan, FeatureGroups.WAVEFORM));
        names.addAll(names(plan, FeatureGroups.TEXT));
        assertThat(names).doesNotHaveDuplicates().allMatch(name -> name.matches("[a-z0-9_]+"));
        assertThat(names)
                .contains(
                        "heat__24h__mean",
                        "heat__12h_lag24h__change",
                        "heat__6h__rated_position",
                        "context__hours_since_belt_replaced",
                        "context__e_07_count_5d",
                        "context__type_press",
                        "vibration_x__latest__burst_kurtosis",
                        "vibration_y__latest__burst_envelope_bpfo",
                        "vibration_y__5d__burst_spectral_entropy",
                        "text__note_count_24h",
                        "text__hours_since_urgent",
                        "text__mode_cavitation_count_24h",
                        "text__component_belt_count_24h",
                        "text__hours_since_component_impeller");
        assertThat(names).noneMatch(name -> name.startsWith("text__") && name.endsWith("_5d"));
        assertThat(plan.width()).isEqualTo(names.size());
    }

    @Test
    void notes_are_no_features_unless_asked_for(@TempDir Path folder) {
        FeaturePlan plan = FeaturePlan.of(SmallFleet.config(folder), FACTS);

        assertThat(plan.text()).isNull();
        assertThat(plan.features(FeatureGroups.TEXT)).isEmpty();
    }

    @Test
    void a_failure_mode_nobody_knows_is_refused_with_those_there_are(@TempDir Path folder) {
        PipelineConfig config = SmallFleet.config(folder, "  text: {modes: [leek]}");

        assertThatThrownBy(() -> FeaturePlan.of(config, FACTS))
                .isInstanceOf(MillwrightException.class)
                .hasMessageContaining("features.text.modes: 'leek' is not known; use some of abnormal_reading");
    }

    @Test
    void actions_of_notes_are_features_where_asked_for_and_known(@TempDir Path folder) {
        FeaturePlan plan = FeaturePlan.of(SmallFleet.config(folder, "  text: {actions: [replace]}"), FACTS);

        assertThat(plan.features(FeatureGroups.TEXT))
                .extracting(FeatureDefinition::name)
                .filteredOn(name -> name.contains("action_"))
                .contains("text__hours_since_action_replace")
                .allMatch(name -> name.contains("action_replace"));
        assertThatThrownBy(() -> FeaturePlan.of(SmallFleet.config(folder, "  text: {actions: [dance]}"), FACTS))
                .isInstanceOf(MillwrightException.class)
                .hasMessageContaining("features.text.actions: 'dance' is not known; use some of adjust, clean");
    }

    @Test
    void a_sensor_of_turns_stands_for_a_name_plate_and_says_so(@TempDir Path folder) {
        FeaturePlan plan = FeaturePlan.of(
                SmallFleet.configWithTurns(folder),
                facts(List.of(new Shaft(Double.NaN, new BearingGeometry(9, 8, 38, 0)))));

        assertThat(plan.features(FeatureGroups.WAVEFORM))
                .filteredOn(feature -> feature.name().matches("vibration_x__latest__burst_(shaft_1x|envelope_bpfo)"))
                .hasSize(2)
                .allSatisfy(feature -> {
                    assertThat(feature.definition()).contains("by the last reading of turns before the burst's end");
                    assertThat(feature.inputs()).contains("equipment.attributes", "turns");
                    assertThat(feature.reason()).isNull();
                });
    }

    @Test
    void a_speed_that_comes_with_the_burst_stands_for_a_name_plate_and_goes_before_a_sensor(@TempDir Path folder) {
        List<Shaft> bearings = List.of(new Shaft(Double.NaN, new BearingGeometry(9, 8, 38, 0)));

        for (boolean sensor : List.of(false, true)) {
            FeaturePlan plan = FeaturePlan.of(SmallFleet.configWithOwnSpeeds(folder, sensor), facts(bearings));

            assertThat(plan.features(FeatureGroups.WAVEFORM))
                    .filteredOn(
                            feature -> feature.name().matches("vibration_x__latest__burst_(shaft_1x|envelope_bpfo)"))
                    .hasSize(2)
                    .allSatisfy(feature -> {
                        assertThat(feature.definition())
                                .contains(
                                        sensor
                                                ? "(by the speed that came with the burst, else by the last reading of turns before"
                                                : "(by the speed that came with the burst; by the nominal speed where there is none)");
                        assertThat(feature.inputs())
                                .startsWith("waveforms.samples, waveforms.shaft_speed_hz, equipment.attributes");
                        assertThat(feature.reason()).isNull();
                    });
        }
    }

    @Test
    void what_neither_metadata_nor_rate_nor_unit_allow_has_a_reason(@TempDir Path folder) {
        FeaturePlan whole = plan(folder);
        assertThat(withReason(whole))
                .contains("vibration_x__latest__burst_band_400_401_hz", "vibration_x__5d__burst_iso_20816_zone")
                .allMatch(name -> name.matches(".*velocity_rms|.*iso_20816_zone|vibration_x.*band_400_401_hz"));
        assertThat(withReason(plan(folder, List.of(Shaft.UNKNOWN, new Shaft(25, null)))))
                .filteredOn(name -> name.contains("shaft") || name.contains("envelope"))
                .isNotEmpty()
                .allMatch(name -> name.matches(".*burst_envelope_(bpfo|bpfi|bsf|ftf)"));
        assertThat(withReason(plan(folder, List.of(Shaft.UNKNOWN))))
                .contains("vibration_x__latest__burst_shaft_1x", "vibration_x__latest__burst_envelope_1x")
                .noneMatch(name -> name.contains("spectral") || name.contains("wavelet"));
    }

    /** Roll-ups and features of one's own are named as their owner likes. */
    @Test
    void a_name_tells_the_window_the_catalogue_gives(@TempDir Path folder) {
        String more = """
                  waveform_windows: [5d]
                  text: {windows: [24h], dictionary: {modes: {cavitation: [gravel noise]}}}
                  relations: [{name: both, kind: correlation, of: heat, to: load}]
                  peers: {by: [type], windows: [24h], statistics: [mean]}
                  duty: [{name: running, sensor: load, above: 0.1}]
                  genealogy: true
                """;
        FeaturePlan plan = FeaturePlan.of(SmallFleet.config(folder, more), FACTS);

        List<FeatureDefinition> features = plan.groups().stream()
                .flatMap(group -> group.features().stream())
                .toList();
        assertThat(features)
                .extracting(FeatureDefinition::name)
                .contains(
                        "heat__12h_lag24h__change",
                        "context__running_starts_6h",
                        "heat__24h__mean_peer_rank",
                        "both__5d__correlation",
                        "text__mode_cavitation_count_24h");
        assertThat(features).allSatisfy(feature -> assertThat(FeatureWindow.of(feature.name()))
                .as(feature.name())
                .isEqualTo(Optional.ofNullable(feature.window())));
        assertThat(FeatureWindow.all(
                        features.stream().map(FeatureDefinition::name).toList()))
                .containsExactly("6h", "12h", "24h", "5d");
        assertThat(FeatureWindow.of("context__planned_load_ahead_24h")).isEmpty();
        assertThat(FeatureWindow.all(List.of("s__20c__mean", "s__5c__mean", "s__5c__sd")))
                .containsExactly("5c", "20c");
    }

    @Test
    void zones_need_two_and_a_half_kilohertz_and_an_acceleration_or_a_velocity() {
        WaveformPlan.Windows windows = new WaveformPlan.Windows(new long[] {1}, List.of("24h"));
        WaveformPlan plan = new WaveformPlan(
                List.of("slow", "fast", "strange"),
                windows,
                windows,
                0,
                false,
                List.of("m/s2", "g", "V"),
                BurstPlan.FIXED,
                new WaveformPlan.Fleet(true, true, List.of(2_499.0, 2_500.0, 10_000.0), false, null));

        Map<String, String> reasons = new HashMap<>();
        for (FeatureDefinition feature : new WaveformCatalogue(plan).features()) {
            reasons.put(feature.name(), feature.reason());
        }

        assertThat(reasons.get("slow__24h__burst_iso_20816_zone")).contains("2.5 kHz", "2499.0 Hz");
        assertThat(reasons.get("slow__24h__burst_velocity_rms")).isNull();
        assertThat(reasons.get("fast__24h__burst_iso_20816_zone")).isNull();
        assertThat(reasons.get("strange__24h__burst_iso_20816_zone")).contains("'V'");
        assertThat(reasons.get("strange__latest__burst_velocity_rms")).contains("'V'");
    }

    private static List<String> withReason(FeaturePlan plan) {
        return plan.features(FeatureGroups.WAVEFORM).stream()
                .filter(feature -> feature.reason() != null)
                .map(FeatureDefinition::name)
                .toList();
    }

    @Test
    void shaft_and_bearing_are_read_from_attributes_and_what_is_none_is_passed_over() {
        Map<String, String> whole = Map.of(
                "shaft_speed_rpm", "1500",
                "bearing_balls", "9",
                "bearing_ball_diameter_mm", " 7.94 ",
                "bearing_pitch_diameter_mm", "38.5",
                "bearing_contact_angle_deg", "15");

        assertThat(shaft(whole)).isEqualTo(new Shaft(25, new BearingGeometry(9, 7.94, 38.5, 15)));
        assertThat(shaft(with(whole, "shaft_speed_rpm", "fast")).hasSpeed()).isFalse();
        for (String wrong : List.of("x", "0", "-1", "NaN", "Infinity", "100")) {
            assertThat(shaft(with(whole, "bearing_ball_diameter_mm", wrong)).bearing())
                    .as(wrong)
                    .isNull();
        }
        assertThat(shaft(Map.of())).isEqualTo(Shaft.UNKNOWN);
        assertThat(PlateAttributes.read(Map.of())).isEqualTo(NamePlate.UNKNOWN);
        assertThat(PlateAttributes.read(Map.of("iso_20816_group", "1", "iso_20816_support", "Flexible"))
                        .severity())
                .isEqualTo(Severity.GROUP_1_FLEXIBLE);
        assertThat(PlateAttributes.read(Map.of("iso_20816_group", "7")).severity())
                .isNull();
    }

    private static Shaft shaft(Map<String, String> attributes) {
        return PlateAttributes.read(attributes).shaft();
    }

    private static Map<String, String> with(Map<String, String> attributes, String name, String value) {
        Map<String, String> changed = new HashMap<>(attributes);
        changed.put(name, value);
        return changed;
    }

    @Test
    void every_feature_says_what_it_is(@TempDir Path folder) {
        assertThat(plan(folder).features(FeatureGroups.TIME_DOMAIN))
                .extracting(FeatureDefinition::definition)
                .noneMatch(String::isBlank);
        assertThat(plan(folder).features(FeatureGroups.TIME_DOMAIN))
                .filteredOn(feature -> feature.name().equals("heat__24h__slope"))
                .extracting(FeatureDefinition::unit)
                .containsExactly("degC/h");
    }

    @Test
    void roll_ups_say_what_they_sum_up_and_where_no_line_is_known_why_there_are_none(@TempDir Path folder) {
        FeaturePlan plan = rollUps(folder, "[heat__24h__mean, heat__24h__max]", "[machine, line]");

        assertThat(plan.features(FeatureGroups.ROLL_UP))
                .extracting(FeatureDefinition::name, FeatureDefinition::unit, FeatureDefinition::window)
                .containsExactly(tuple("hot__machine__max", "degC", "24h"), tuple("hot__line__max", "degC", "24h"));
        assertThat(plan.features(FeatureGroups.ROLL_UP))
                .extracting(FeatureDefinition::reason)
                .containsExactly(null, "the equipment metadata name no machine's line");
        List<String> row = plan.groups().stream()
                .filter(group -> !FeatureGroups.OF_FLEET.contains(group.name()))
                .flatMap(group -> group.columns().stream())
                .toList();
        assertThat(plan.rollUp().columns().get(0))
                .containsExactly(row.indexOf("heat__24h__mean"), row.indexOf("heat__24h__max"));
        assertThatThrownBy(() -> rollUps(folder, "[heat__24h__mean, heat__24h__meen]", "[machine]"))
                .isInstanceOf(MillwrightException.class)
                .hasMessageContaining("sums up 'heat__24h__meen', which is no feature");
        assertThatThrownBy(() -> rollUps(folder, "[heat__24h__mean, context__age_days]", "[machine]"))
                .isInstanceOf(MillwrightException.class)
                .hasMessageContaining("different units");
    }

    private static FeaturePlan rollUps(Path folder, String of, String to) {
        String more = "  roll_ups: [{name: hot, of: " + of + ", to: " + to + ", by: [max]}]\n";
        return FeaturePlan.of(SmallFleet.config(folder, more), facts(List.of()));
    }

    @Test
    void what_training_fits_stands_in_the_catalogue_and_in_no_group(@TempDir Path folder) {
        FeaturePlan plan = fitted(folder, "heat__24h__mean, load__24h__mean");

        assertThat(plan.fitted().columns()).containsExactly("both__pca_t2", "both__pca_spe");
        assertThat(plan.fitted().features())
                .extracting(FeatureDefinition::window, FeatureDefinition::inputs)
                .containsOnly(tuple("24h", "series.value and series.clean of heat, load"));
        assertThat(plan.groups()).extracting(FeaturePlan.Group::name).doesNotContain(FeatureGroups.FITTED);
        assertThatThrownBy(() -> fitted(folder, "heat__24h__mean, lode__24h__mean"))
                .isInstanceOf(MillwrightException.class)
                .hasMessageContaining("both has 'lode__24h__mean', which is no feature");
    }

    private static FeaturePlan fitted(Path folder, String of) {
        String more = "  pca: [{name: both, of: [" + of + "]}]\n";
        return FeaturePlan.of(SmallFleet.config(folder, more), facts(List.of()));
    }

    @Test
    void rated_ranges_are_read_from_attributes_with_and_without_a_unit(@TempDir Path folder) {
        PipelineConfig config = SmallFleet.config(folder);

        assertThat(RatedAttributes.read(
                        Map.of("rated_heat_c", "90", "rated_load_min", "1", "rated_load_max", "3", "rated_x", "no"),
                        config.sensors()))
                .containsOnly(Map.entry("heat", new RatedRange(0, 90)), Map.entry("load", new RatedRange(1, 3)));
    }

    @Test
    void slices_follow_each_other_without_a_gap() {
        List<Slices.Slice> slices = Slices.cut(5, 1000, 10, 1_000, 40_000);

        assertThat(slices.get(0).afterMs()).isEqualTo(5);
        assertThat(slices.get(slices.size() - 1).toMs()).isEqualTo(1000);
        for (int i = 1; i < slices.size(); i++) {
            assertThat(slices.get(i).afterMs()).isEqualTo(slices.get(i - 1).toMs());
        }
        assertThat(slices).hasSize(3);
    }

    @Test
    void groups_are_cut_where_the_key_changes() {
        List<List<String>> groups = new java.util.ArrayList<>();

        new Grouped<>(List.of("a1", "a2", "b1", "c1", "c2").iterator(), item -> item.substring(0, 1))
                .forEachRemaining(groups::add);

        assertThat(groups).containsExactly(List.of("a1", "a2"), List.of("b1"), List.of("c1", "c2"));
    }
}
