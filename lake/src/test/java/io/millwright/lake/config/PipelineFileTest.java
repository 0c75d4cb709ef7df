package io.millwright.lake.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millwright.lake.MillwrightException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PipelineFileTest {

    @Test
    void defaults_are_these() {
        PipelineConfig config = Examples.parse(Examples.SHORTEST);

        assertThat(config.landing().axis()).isEqualTo(TimeAxis.CLOCK);
        assertThat(config.landing().zone()).isEqualTo(ZoneId.of("UTC"));
        assertThat(config.landing().sources().get(0).layout()).isEqualTo(Source.Layout.WIDE);
        assertThat(config.landing().sources().get(0).known().delay()).isZero();
        assertThat(config.sensors().get(0).label()).isEqualTo("temperature");
        assertThat(config.sensors().get(0).role()).isEqualTo(SensorSpec.Role.CONDITION);
        assertThat(config.equipment()).isEqualTo(new EquipmentSpec("site", "machine", List.of()));
        assertThat(config.maintenance().repairWindow()).isEqualTo(Duration.ofHours(24));
        assertThat(config.maintenance().actions()).hasSize(1);
        assertThat(config.features().chunk()).isEqualTo(Duration.ofHours(1));
        assertThat(config.features().asOfOffset()).isZero();
        assertThat(config.features().waveformWindows())
                .isEqualTo(config.features().windows());
        assertThat(config.features().bands()).isEmpty();
        assertThat(config.features().waveletLevels()).isZero();
        assertThat(config.features().shaftHarmonics()).isEqualTo(3);
        assertThat(config.features().shaftSpeedSensor()).isEmpty();
        assertThat(config.features().text()).isEmpty();
        assertThat(config.features().statistics())
                .isEqualTo(
                        Statistic.STANDARD.stream().map(Statistic::columnName).toList());
        assertThat(config.features().relations()).isEmpty();
        assertThat(config.features().peers()).isEmpty();
        assertThat(config.features().own()).isEmpty();
        assertThat(config.features().duties()).isEmpty();
        assertThat(config.features().genealogy()).isFalse();
        assertThat(config.features().schedule()).isFalse();
        assertThat(config.features().loadShare()).isEmpty();
        assertThat(config.features().environment()).isEmpty();
        assertThat(config.features().rollUps()).isEmpty();
        assertThat(config.features().pca()).isEmpty();
        assertThat(config.features().asCorrected()).isFalse();
        assertThat(config.targets().candidates()).isEqualTo(TargetSpec.CANDIDATES);
        assertThat(config.targets().innerFolds()).isEqualTo(4);
        assertThat(config.targets().bootstrapDraws()).isEqualTo(2_000);
        assertThat(config.targets().seed()).isEqualTo(1);
        assertThat(config.costs()).isEqualTo(new CostSpec(300_000, 90_000, 9_000, "USD"));
        assertThat(config.capacity()).isEqualTo(new CapacitySpec(16, 0.5));
        assertThat(config.split())
                .isEqualTo(
                        new SplitSpec(SplitSpec.Kind.TIME, 3, 1, 0.5, List.of(), "", "", 0, List.of(), List.of(), ""));
        assertThat(config.monitoring())
                .isEqualTo(new MonitoringSpec(Duration.ofDays(28), Duration.ofDays(28), 0.2, 1.5, 0.7, 30));
        assertThat(config.lakePath()).isEqualTo("out/lake");
        assertThat(config.registryPath()).isEqualTo("out/registry");
        assertThat(config.promotion()).isEqualTo(Promotion.MANUAL);
        assertThat(config.outPath()).isEqualTo("out");
        assertThat(config.aws()).isEqualTo(AwsSpec.none());
    }

    @Test
    void every_key_reaches_its_record() {
        PipelineConfig config = Examples.parse(Examples.FULL);

        Source source = config.landing().sources().get(0);
        assertThat(source.path()).isEqualTo("landing/readings");
        assertThat(source.delimiter()).isEqualTo(";");
        assertThat(source.header()).containsExactly("time", "machine", "t");
        assertThat(source.time())
                .contains(new Source.TimeColumn("time", "yyyy-MM-dd HH:mm:ss", ZoneId.of("Europe/Berlin")));
        assertThat(source.equipment()).contains(new Source.EquipmentColumn("machine", "m-"));
        assertThat(source.known()).isEqualTo(new Source.Arrival(Optional.of("arrived"), Duration.ofMinutes(5)));
        assertThat(source.columns())
                .containsEntry("temperature", new Source.MappedColumn("t", Optional.of("F"), Map.of()));
        assertThat(source.notation()).isEqualTo(Source.Notation.PLAIN);
        Source historian = config.landing().sources().get(1);
        assertThat(historian.notation())
                .isEqualTo(new Source.Notation(Charset.forName("windows-1252"), ',', List.of("NA", "null")));
        assertThat(historian.columns().get("sensor").names())
                .isEqualTo(Map.of(
                        "PT-101", new Source.NamedSensor("temperature", Optional.empty()),
                        "4711", new Source.NamedSensor("speed", Optional.of("m/min"))));
        assertThat(config.landing().sources().get(2).columns())
                .containsEntry("shaft_speed", new Source.MappedColumn("turns_a_minute", Optional.of("rpm"), Map.of()));
        Source alarms = config.landing().sources().get(3);
        assertThat(alarms.constants()).isEqualTo(Map.of("kind", "alarm"));
        assertThat(alarms.where()).isEqualTo(Map.of("source", "plc"));
        assertThat(config.landing().simulated().orElseThrow().faultRates())
                .isEqualTo(Map.of("spikes", 0.0, "gaps", 2.0));
        assertThat(config.sensors().get(0).filter())
                .contains(new SensorSpec.Filter(SensorSpec.Filter.Kind.MOVING_MEDIAN, 5));
        assertThat(config.features().baseline())
                .contains(new FeatureSpec.Baseline(Duration.ofDays(14), FeatureSpec.Baseline.From.TRAILING));
        assertThat(config.features().waveformWindows()).containsExactly(Duration.ofDays(7));
        assertThat(config.features().bands()).containsExactly(new FeatureSpec.Band(10, 400));
        assertThat(config.features().waveletLevels()).isEqualTo(4);
        assertThat(config.features().shaftHarmonics()).isEqualTo(6);
        assertThat(config.features().shaftSpeedSensor()).contains("turns");
        assertThat(config.features().regimes()).contains(new FeatureSpec.Regimes(List.of("temperature"), 2));
        assertThat(config.features().text())
                .contains(new FeatureSpec.Text(
                        List.of(Duration.ofHours(24)),
                        List.of("leak"),
                        List.of("inspect", "replace"),
                        new FeatureSpec.Dictionary(
                                Map.of("sqk", "squeak"),
                                Map.of("leak", List.of("weeps")),
                                Map.of("bearing", List.of("pillow block")),
                                List.of("line down"),
                                List.of("leeks"))));
        assertThat(config.features().relations())
                .containsExactly(new FeatureSpec.Relation(
                        "twins",
                        FeatureSpec.Relation.Kind.DIFFERENCE,
                        List.of("temperature"),
                        List.of("second_temperature")));
        assertThat(config.monitoring())
                .isEqualTo(new MonitoringSpec(Duration.ofDays(90), Duration.ofDays(14), 0.3, 2, 0.8, 12));
        assertThat(config.features().peers())
                .contains(new FeatureSpec.Peers(
                        List.of(FeatureSpec.Peers.Alike.TYPE, FeatureSpec.Peers.Alike.SITE),
                        List.of(Duration.ofHours(24)),
                        List.of(Statistic.MEAN)));
        assertThat(config.features().own()).containsExactly("com.example.Slip");
        assertThat(config.features().duties()).containsExactly(new FeatureSpec.Duty("running", "speed", 0.1));
        assertThat(config.features().genealogy()).isTrue();
        assertThat(config.features().schedule()).isTrue();
        assertThat(config.features().loadShare())
                .contains(new FeatureSpec.LoadShare("speed", List.of(Duration.ofDays(7))));
        assertThat(config.features().environment())
                .containsExactly(new FeatureSpec.Surroundings("humidity", "%", List.of(Duration.ofDays(7))));
        assertThat(config.features().rollUps())
                .containsExactly(new FeatureSpec.RollUp(
                        "warmest",
                        List.of("temperature__24h__mean", "second_temperature__24h__mean"),
                        List.of(FeatureSpec.RollUp.Level.MACHINE, FeatureSpec.RollUp.Level.LINE),
                        List.of(FeatureSpec.RollUp.By.MAX)));
        assertThat(config.features().fittedResiduals())
                .containsExactly(new FeatureSpec.FittedResidual(
                        "heat", "temperature__24h__mean", List.of("second_temperature__24h__mean")));
        assertThat(config.features().pca())
                .containsExactly(new FeatureSpec.Pca(
                        "heat", List.of("temperature__24h__mean", "second_temperature__24h__sd"), 0.8));
        assertThat(config.features().longestWindow()).isEqualTo(Duration.ofDays(8));
        assertThat(config.targets().headline().orElseThrow().coolDown()).isEqualTo(Duration.ofHours(48));
        assertThat(config.targets().headline().orElseThrow().rightWithin()).isEqualTo(Duration.ofDays(14));
        assertThat(config.targets().rul())
                .contains(new TargetSpec.Rul(
                        Duration.ofDays(30),
                        0.8,
                        List.of("hazard", "weibull_aft", "xgboost_aft", "cox"),
                        List.of(9L, 19L, 29L)));
        assertThat(config.targets().searchTrials()).isEqualTo(24);
        assertThat(config.targets().candidates())
                .as("what the search finds competes with those named")
                .containsExactly("xgboost", TargetSpec.SMOTE, TargetSpec.SEARCHED);
        assertThat(config.targets().anomaly())
                .contains(new TargetSpec.Anomaly(
                        List.of("mean"), List.of("robust_z", "machine_svm"), Duration.ofDays(3), 0.3, 0.5));
        assertThat(config.split().tests().get(0).from()).isEqualTo(Instant.parse("2026-02-01T00:00:00Z"));
        assertThat(config.lakePath()).isEqualTo("tables");
        assertThat(config.registryPath()).isEqualTo("models");
        assertThat(config.promotion()).isEqualTo(Promotion.AUTOMATIC);
        assertThat(config.outPath()).isEqualTo("results");
        assertThat(config.aws())
                .isEqualTo(new AwsSpec(
                        Optional.of(URI.create("http://localhost:5000")),
                        Optional.of("alias/millwright"),
                        Map.of("team", "maintenance"),
                        Optional.of(new AwsSpec.Registry(
                                "pumps",
                                "models",
                                "millwright/",
                                "111122223333.dkr.ecr.eu-central-1.amazonaws.com/sagemaker-xgboost:3.0-5",
                                List.of("ml.m5.xlarge"),
                                false,
                                false)),
                        Optional.of(new AwsSpec.FeatureStore(
                                "pumps",
                                "s3://features/millwright",
                                "arn:aws:iam::111122223333:role/millwright-feature-store",
                                AwsSpec.TableFormat.ICEBERG,
                                true)),
                        Optional.of("Millwright"),
                        Optional.of("arn:aws:sns:eu-central-1:111122223333:millwright"),
                        Optional.of("default")));
    }

    @Test
    void out_overrides_where_everything_goes() {
        PipelineConfig config = PipelineFile.parse(Examples.FULL, "p.yaml", Map.of(), Optional.of("/elsewhere"));

        assertThat(List.of(config.lakePath(), config.registryPath(), config.outPath()))
                .containsExactly("/elsewhere/lake", "/elsewhere/registry", "/elsewhere");
        assertThat(config.landing().simulated().orElseThrow().truthPath()).isEqualTo("/elsewhere/truth");
    }

    @Test
    void the_hash_ignores_comments_and_the_order_of_keys_but_no_value() {
        String hash = Examples.parse(Examples.SHORTEST).hash();
        String reordered =
                "split: {kind: time} # walk forward\n" + Examples.SHORTEST.replace("split: {kind: time}", "");

        assertThat(Examples.parse(reordered).hash()).isEqualTo(hash);
        assertThat(Examples.parse(Examples.SHORTEST.replace("[24h]", "[48h]")).hash())
                .isNotEqualTo(hash);
    }

    @Test
    void who_watches_and_who_keeps_the_models_is_no_part_of_the_hash_nor_when_the_next_is_asked_for() {
        String watched = Examples.SHORTEST + "aws: {metrics: {namespace: Millwright}}\nmonitoring: {new_failures: 5}";

        assertThat(Examples.parse(watched).hash())
                .isEqualTo(Examples.parse(Examples.SHORTEST).hash());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "period: 5m   | perriod: 5m    | did you mean 'period'?",
                "zone: UTC    | zone: Mars/Base | 'Mars/Base' is not a time zone; use a name such as UTC",
                "min: -40     | min: cold      | 'cold' is not a number",
                "machines: 12 | machines: 1.5  | '1.5' is not a whole number",
                "machines: 12 | machines: 0    | out of range; use 1 to",
                "role: condition | role: conditon | use one of condition, operating, ambient",
                "tile: 1h     | tile: soon     | 'soon' is not a length of time",
                "chunk: 24h   | chunk: 90m     | must be a whole number of tiles",
                "windows: [24h, 7d] | windows: 24h | expected a list here",
                "waveform_windows: [7d] | waveform_windows: [3d] | use some of features.windows",
                "to_hz: 400   | to_hz: 10      | must be above from_hz, which is 10",
                "severity: {by: cost, medium: 1500, high: 4000} | severity: {by: cost, medium: 4000, high: 1500} |"
                        + " 1500.0 must be above medium",
                "severity: {by: cost, medium: 1500, high: 4000} | severity: {by: code, medium: 1500} | unknown key"
                        + " 'medium' Allowed here: by",
                "by: cost, | by: price, | use one of code, downtime_h, cost",
                "windows: [24h] | windows: [3d] | use some of features.windows",
                "modes: [leak]  | modes: [Oil leak] | cannot be a column name; use small letters, digits and _",
                "modes: {leak:  | modes: {Leaky: | 'Leaky' cannot be a column name",
                "urgent: [line down] | urgent: ['!'] | '!' is no word; write a word or a short phrase",
                "words: [leeks] | words: leeks  | expected a list here",
                "wavelet_levels: 4 | wavelet_levels: 13 | out of range; use 0 to 12",
                "shaft_speed_sensor: turns | shaft_speed_sensor: speed | 'speed' is in 'm/s', which counts no turns",
                "shaft_harmonics: 6 | shaft_harmonics: 2 | out of range; use 3 to 20",
                "to: second_temperature | to: temperature | 'temperature' cannot be held against itself",
                "to: second_temperature | to: third | 'third' is not known; use one of temperature, second_temperature",
                "kind: difference | kind: sum | use one of ratio, difference, rise, product, correlation, residual, distance",
                "by: [type, site] | by: [crew] | use one of type, model, site",
                "statistics: [mean]} | statistics: [max]} | 'max' is not among features.statistics",
                "headline: true | headline: false | exactly one must",
                "path: readings | path: '${NOT_SET}/x' | the environment variable NOT_SET is not set",
                "columns: {temperature: | columns: {temprature: | did you mean 'temperature'?",
                "tile: 1h     | tile: 99999999999999999999h | is not a length of time",
                "endpoint: http://localhost:5000 | endpoint: localhost | 'localhost' is not an address",
                "location: s3://models/millwright | location: models | write it as s3://bucket/folder",
                "group: pumps | group: pumps_1 | is not the name of a model package group",
                "sagemaker-xgboost:3.0-5 | sagemaker-xgboost:latest | names no version",
                "sagemaker-xgboost:3.0-5 | sagemaker-xgboost | names no version",
                "instance_types: [ml.m5.xlarge] | instance_types: [m5.xlarge] | is not an instance type",
                "tags: {team: | tags: {aws:team: | cannot be a tag",
                "prefix: pumps | prefix: pumps_ | is not the beginning of names of feature groups",
                "role: arn:aws:iam::111122223333:role/millwright | role: millwright | is not the ARN of a role",
                "location: s3://features | location: s3:/features | is not a place in S3",
                "namespace: Millwright | namespace: AWS/X | is not a namespace",
                "bus: default | buss: default | did you mean 'bus'?",
                "of: [temperature__24h__mean, second_temperature__24h__mean] | of: [x] | is its own sum",
                "of: [temperature__24h__mean, second_temperature__24h__sd] | of: [x, x] | need at least two features",
                "sensor: speed, above: 0.1 | sensor: speed, above: 9 | 9 is out of range; use 0.0 to 3.0",
                "sensor: speed, above | sensor: temperature, above | so it crosses no level in its unit",
                "{sensor: speed, windows: [7d]} | {sensor: temperature} | so it is no share of a rated load",
                "{sensor: speed, windows: [7d]} | {sensor: speed, windows: [3d]} | use some of features.windows",
                "environment: [{sensor: humidity, | environment: [{sensor: humidity}, {sensor: humidity, | stands here already",
                "seeds: [9, 19, 29] | seeds: [19, 29] | starts with targets.seed, which is 9",
                "seeds: [9, 19, 29] | seeds: [9, 19, 19] | holds each once",
                "components: [bearing] | components: [bearing, bearing] | the same stands in this list already; keep one",
                "candidates: [xgboost, | candidates: [xgboost, xgboost, | the same stands in this list already; keep one",
                "compared: [hazard, weibull_aft, | compared: [hazard, cox, | rul.compared[3]: the same stands in this list",
                "detectors: [robust_z, machine_svm] | detectors: [robust_z, robust_z] | the same stands in this list",
                "anomaly: {statistics: [mean] | anomaly: {statistics: [mean, mean] | the same stands in this list",
                "statistics: [mean, sd] | statistics: [mean, mean] | the same stands in this list",
                "windows: [24h, 7d] | windows: [24h, 7d, 1d] | features.windows[2]: the same stands in this list",
                "changes: [{window: 24h, lag: 7d}] | changes: [{window: 24h, lag: 7d}, {window: 1d, lag: 7d}] | the same stands",
                "settings: [temperature] | settings: [temperature, temperature] | the same stands in this list",
                "own: [com.example.Slip] | own: [com.example.Slip, com.example.Slip] | the same stands in this list",
                "of: [temperature__24h__mean, second_temperature__24h__mean] | of: [x, x] | the same stands in this list",
                "failure: [{name: fails, | failure: [{name: fails, horizon: 24h}, {name: fails, | give each its own",
                "delay: 5m | delay: -PT2H | '-PT2H' must not be less than nothing",
                "minimum_lead: 24h | minimum_lead: -PT1H | '-PT1H' must not be less than nothing",
                "repair_window: 12h | repair_window: PT-12H | 'PT-12H' must not be less than nothing",
                "pause: 14d | pause: -P14D | '-P14D' must not be less than nothing",
                "promotion: automatic | promotion: sometimes | 'sometimes' is not known; use one of automatic, manual",
                "tests: [{from: 2026-02-01 | tests: [{from: February | 'February' is not a time",
                "columns: {code: nr} | columns: {cod: nr} | unknown key 'cod'; did you mean 'code'? Allowed here: kind,",
                "constants: {kind: alarm} | constants: {knd: alarm} | unknown key 'knd'; did you mean 'kind'?",
                "value: v} | valeu: v} | unknown key 'valeu'; did you mean 'value'? Allowed here: sensor, value",
                "ends_in_failure: false | constants: {kind: error} | readings have no columns that all rows share",
                "PT-101: temperature | PT-101: temprature | 'temprature' is not under sensors; did you mean 'temperature'?",
                "{sensor: speed, unit: m/min} | {sensor: sped, unit: m/min} | 'sped' is not under sensors; did you mean",
                "{column: t, unit: F} | {column: t, names: {a: temperature}} | only the column sensor of a long layout or of",
                "columns: {code: nr} | columns: {code: {column: nr, unit: s}} | units are converted of readings and waveforms",
                "shaft_speed: {column: turns_a_minute, unit: rpm} | shaft_speed: rpm | say what it counts turns in",
                "shaft_speed: {column: turns_a_minute, unit: rpm} | shaft_speed: {column: turns, unit: m/s} | use one of rpm",
                "shaft_speed: {column: turns_a_minute, unit: rpm} | shaft_sped: t | did you mean 'shaft_speed'?",
                "hz, samples: samples | {column: hz, unit: Hz}, samples: samples | only the columns samples and shaft_speed",
                "encoding: windows-1252 | encoding: latin | 'latin' is not an encoding; use a name such as UTF-8",
                "encoding: windows-1252 | encoding: UTF-16 | files in UTF-16 are not read",
                "decimal: \",\" | decimal: ; | parts no decimals; use '.' or ','",
                "format: \"yyyy-MM-dd HH:mm:ss\" | format: cycle | cycle counts cycles, and landing.axis is clock",
                "windows: [24h, 7d] | windows: [24 cycles] | '24 cycles' counts cycles, and landing.axis is clock",
                "path: tables | path: \" \" | no folder stands here",
            })
    void an_error_names_file_line_value_and_what_would_be_right(String right, String wrong, String says) {
        int place = Examples.FULL.indexOf(right);
        String yaml = Examples.FULL.substring(0, place) + wrong + Examples.FULL.substring(place + right.length());
        long line = yaml.substring(0, place).lines().count();

        refused(() -> Examples.parse(yaml))
                .hasMessageStartingWith("pipeline.yaml:" + line + ": ")
                .hasMessageContaining(says);
    }

    @Test
    void a_file_without_readings_is_refused() {
        refused(() -> Examples.parse(Examples.SHORTEST.replace("kind: readings", "kind: events")))
                .hasMessageContaining("no source has kind: readings");
    }

    @Test
    void the_first_row_of_a_day_may_lie_before_midnight() {
        assertThat(Examples.parse(Examples.FULL.replace("offset: 6h", "offset: PT-6H"))
                        .features()
                        .asOfOffset())
                .isEqualTo(Duration.ofHours(-6));
    }

    @Test
    void a_missing_key_and_a_key_given_twice_are_named() {
        refused(() -> Examples.parse(Examples.SHORTEST.replace("split: {kind: time}", "")))
                .hasMessageContaining("the key 'split' is missing");
        refused(() -> Examples.parse(Examples.SHORTEST + "targets: {}\n")).hasMessageContaining("stands here twice");
        refused(() -> Examples.parse(Examples.SHORTEST + "? {a: b}\n: 1\n")).hasMessageContaining("single word");
    }

    /** Its text goes into the hash of a training set. */
    @Test
    void a_dictionary_says_the_same_whatever_the_order_of_its_words() {
        Map<String, String> oneOrder = new LinkedHashMap<>();
        Map<String, String> another = new LinkedHashMap<>();
        for (int word = 0; word < 50; word++) {
            oneOrder.put("short" + word, "long");
            another.put("short" + (49 - word), "long");
        }

        assertThat(new FeatureSpec.Dictionary(oneOrder, Map.of(), Map.of(), List.of(), List.of()).toString())
                .isEqualTo(new FeatureSpec.Dictionary(another, Map.of(), Map.of(), List.of(), List.of()).toString())
                .contains("{short0=long, short1=long, short10=long");
    }

    @Test
    void a_residual_needs_a_baseline_and_two_relations_names_of_their_own() {
        String residual = "relations: [{kind: residual, of: temperature, to: [second_temperature]}]";

        refused(() -> Examples.parse(
                        Examples.FULL.replaceAll("baseline: .*", "").replaceAll("relations: .*", residual)))
                .hasMessageContaining("a residual is measured from the machine's own baseline; add features.baseline");
        refused(() -> Examples.parse(Examples.FULL.replaceAll(
                        "relations: .*",
                        "relations: [{kind: ratio, of: temperature, to: second_temperature},"
                                + " {kind: ratio, of: temperature, to: second_temperature}]")))
                .hasMessageContaining("stands here already");
        assertThat(Examples.parse(Examples.FULL.replaceAll("relations: .*", residual))
                        .features()
                        .relations()
                        .get(0)
                        .name())
                .isEqualTo("temperature_second_temperature");
    }

    @Test
    void a_ratio_may_have_several_factors_above_and_below_and_a_difference_may_not() {
        String efficiency =
                "relations: [{name: efficiency, kind: ratio, of: [temperature, speed], to: second_temperature}]";

        assertThat(Examples.parse(Examples.FULL.replaceAll("relations: .*", efficiency))
                        .features()
                        .relations())
                .containsExactly(new FeatureSpec.Relation(
                        "efficiency",
                        FeatureSpec.Relation.Kind.RATIO,
                        List.of("temperature", "speed"),
                        List.of("second_temperature")));
        refused(() -> Examples.parse(Examples.FULL.replaceAll(
                        "relations: .*", efficiency.replace("second_temperature", "[second_temperature, speed]"))))
                .hasMessageContaining("'speed' cannot be held against itself");
        refused(() -> Examples.parse(
                        Examples.FULL.replaceAll("relations: .*", efficiency.replace("ratio", "difference"))))
                .hasMessageContaining("expected a single value here");
    }

    @Test
    void a_rise_is_from_one_sensor_and_over_others() {
        String rise = "relations: [{kind: rise, of: temperature, to: [second_temperature, speed]}]";

        assertThat(Examples.parse(Examples.FULL.replaceAll("relations: .*", rise))
                        .features()
                        .relations())
                .containsExactly(new FeatureSpec.Relation(
                        "temperature_second_temperature_speed",
                        FeatureSpec.Relation.Kind.RISE,
                        List.of("temperature"),
                        List.of("second_temperature", "speed")));
        refused(() -> Examples.parse(Examples.FULL.replaceAll("relations: .*", rise.replace(", speed", ""))))
                .hasMessageContaining("a rise needs two others: where it starts from, then what it is over");
    }

    @Test
    void machines_are_compared_by_regime_only_where_there_are_some() {
        String byRegime = Examples.FULL.replace("by: [type, site]", "by: [regime, type]");

        assertThat(Examples.parse(byRegime).features().peers().orElseThrow().by())
                .containsExactly(FeatureSpec.Peers.Alike.TYPE, FeatureSpec.Peers.Alike.REGIME);
        refused(() -> Examples.parse(byRegime.replaceAll("regimes: .*", "")))
                .hasMessageContaining("machines are compared by regime, and there are none; add features.regimes");
    }

    @Test
    void rows_of_a_table_without_time_are_split_by_strata_and_nothing_of_theirs_has_a_time() {
        String table = Examples.SHORTEST
                .replace("landing:", "landing:\n  axis: none")
                .replace("kind: time", "kind: stratified, folds: 5, repeats: 2");

        PipelineConfig config = Examples.parse(table);

        assertThat(config.landing().sources().get(0).time()).contains(Source.TimeColumn.OF_ROW);
        assertThat(config.split().repeats()).isEqualTo(2);
        assertThat(Examples.parse(table.replace(
                                "sources: [",
                                "sources: [{name: w, kind: waveforms, path: w, format: parquet, equipment: id}, "))
                        .landing()
                        .sources()
                        .get(0)
                        .time())
                .contains(Source.TimeColumn.OF_ROW);
        refused(() -> Examples.parse(table.replace("format: parquet", "format: parquet, time: at")))
                .hasMessageContaining("landing.axis is none, so rows have no time");
        refused(() -> Examples.parse(
                        table.replace("sources: [", "sources: [{name: o, kind: work_orders, path: o, format: csv}, ")))
                .hasMessageContaining("work_orders need a time");
        refused(() -> Examples.parse(table.replace("kind: stratified", "kind: time")))
                .hasMessageContaining("a stratified split is for tables without time");
        refused(() -> Examples.parse(Examples.SHORTEST.replace("kind: time", "kind: stratified")))
                .hasMessageContaining("a stratified split is for tables without time");
        refused(() -> Examples.parse(
                        Examples.SHORTEST.replace("format: parquet", "format: parquet, where: {site: north}")))
                .hasMessageContaining("where chooses among records of logs");
    }

    @Test
    void a_default_stands_in_for_a_variable_that_is_not_set() {
        String yaml = Examples.SHORTEST.replace("path: readings", "path: '${NOT_SET:elsewhere}/x'");

        assertThat(Examples.parse(yaml).landing().sources().get(0).path()).isEqualTo("elsewhere/x");
    }

    @Test
    void a_file_that_is_no_pipeline_file_is_refused_in_one_sentence(@TempDir Path folder) throws IOException {
        Path missing = folder.resolve("missing.yaml");
        Path binary =
                Files.write(folder.resolve("binary.yaml"), new byte[] {(byte) 0x89, 'P', 'N', 'G', 0, (byte) 0xff});
        Path zeros = Files.write(folder.resolve("zeros.yaml"), new byte[64]);
        Path empty = Files.writeString(folder.resolve("empty.yaml"), "");
        Path prose = Files.writeString(folder.resolve("prose.yaml"), "Dear crew, please look at pump 7.");
        Path broken = Files.writeString(folder.resolve("broken.yaml"), "landing:\n  sources:\n\t- x");

        refused(() -> read(missing)).hasMessageContaining("cannot be read").hasMessageContaining("--config");
        refused(() -> read(folder)).hasMessageContaining("is a folder");
        refused(() -> read(binary)).hasMessageContaining("not a text file in UTF-8");
        refused(() -> read(zeros)).hasMessageContaining("this is not YAML");
        refused(() -> read(empty)).hasMessageContaining("not a pipeline file");
        refused(() -> read(prose)).hasMessageContaining("not a pipeline file");
        refused(() -> read(broken)).hasMessageContaining("broken.yaml:3: this is not YAML");
    }

    @Test
    void a_file_is_read_as_if_it_said_otherwise_in_some_places(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("full.yaml"), Examples.FULL);
        PipelineConfig asItIs = readWith(file, Map.of());
        String target = asItIs.targets().failures().get(0).name();

        PipelineConfig changed = readWith(
                file,
                Map.of(
                        "costs.unplanned",
                        5.5,
                        "targets.failure.0.minimum_lead",
                        "7h",
                        "features.own",
                        List.of("com.example.Mine")));

        assertThat(asItIs).isEqualTo(PipelineFile.read(file, Examples.ENVIRONMENT, Optional.empty()));
        assertThat(changed.costs().unplanned()).isEqualTo(5.5);
        assertThat(changed.costs().planned()).isEqualTo(asItIs.costs().planned());
        assertThat(changed.targets().failures().get(0).name()).isEqualTo(target);
        assertThat(changed.targets().failures().get(0).minimumLead()).isEqualTo(Duration.ofHours(7));
        assertThat(changed.features().own()).containsExactly("com.example.Mine");
        assertThat(changed.landing()).isEqualTo(asItIs.landing());
        assertThat(changed.hash()).isNotEqualTo(asItIs.hash());
        assertThat(changed.file()).isEqualTo(asItIs.file());
    }

    @Test
    void a_section_the_file_does_not_have_is_added_and_a_wrong_change_is_told_as_of_any_file(@TempDir Path folder)
            throws IOException {
        Path file = Files.writeString(folder.resolve("short.yaml"), Examples.SHORTEST);

        assertThat(readWith(file, Map.of("capacity.crew_hours_per_site_day", 8))
                        .capacity()
                        .crewHoursPerSiteDay())
                .isEqualTo(8);
        refused(() -> readWith(file, Map.of("capacity.crew_hours", 8))).hasMessageContaining("crew_hours");
        refused(() -> readWith(file, Map.of("sensors.3.min", 8))).hasMessageContaining("a list of 1");
        refused(() -> readWith(file, Map.of("split.kind.time", 8))).hasMessageContaining("a plain value");
    }

    private static PipelineConfig readWith(Path file, Map<String, ?> changes) {
        return PipelineFile.readWith(file, Examples.ENVIRONMENT, Optional.empty(), changes);
    }

    private static PipelineConfig read(Path file) {
        return PipelineFile.read(file, Map.of(), Optional.empty());
    }

    private static AbstractThrowableAssert<?, ?> refused(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable reading) {
        return assertThatThrownBy(reading).isInstanceOfSatisfying(MillwrightException.class, refusal -> {
            assertThat(refusal.category()).isEqualTo(MillwrightException.Category.CONFIGURATION);
            assertThat(refusal.getMessage().lines()).hasSize(1);
        });
    }
}
