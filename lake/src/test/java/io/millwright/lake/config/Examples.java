package io.millwright.lake.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Pipeline files the tests read: one that uses every key, and those of the {@code examples} folder. */
final class Examples {

    static final Map<String, String> ENVIRONMENT = Map.of("MILLWRIGHT_DATA", "/data");

    /** Every key there is, each with a valid value. */
    static final String FULL = """
            landing:
              axis: clock
              zone: UTC
              simulated:
                path: landing
                truth: truth
                machines: 12
                days: 30
                seed: 7
                scenario: no-signal
                failures_per_machine_year: 6
                fault_rates: {spikes: 0, gaps: 2}
              sources:
                - name: telemetry
                  kind: readings
                  path: readings
                  format: csv
                  delimiter: ";"
                  header: [time, machine, t]
                  layout: wide
                  time: {column: time, format: "yyyy-MM-dd HH:mm:ss", zone: Europe/Berlin}
                  zone: America/Chicago
                  equipment: {column: machine, prefix: m-}
                  known: {column: arrived, delay: 5m}
                  columns: {temperature: {column: t, unit: F}}
                  ends_in_failure: false
                - name: historian
                  kind: readings
                  path: historian
                  format: csv
                  encoding: windows-1252
                  decimal: ","
                  missing: [NA, null]
                  layout: long
                  time: at
                  equipment: machine
                  columns: {sensor: {column: tag, names: {PT-101: temperature, "4711": {sensor: speed, unit: m/min}}}, value: v}
                - name: bursts
                  kind: waveforms
                  path: bursts
                  format: parquet
                  time: at
                  equipment: machine
                  columns: {sensor: axis, sampling_hz: hz, samples: samples, shaft_speed: {column: turns_a_minute, unit: rpm}}
                - name: alarms
                  kind: events
                  path: alarms
                  format: csv
                  time: at
                  equipment: machine
                  columns: {code: nr}
                  constants: {kind: alarm}
                  where: {source: plc}
            sensors:
              - {name: temperature, label: bearing temperature, unit: C, min: -40, max: 150, period: 5m, role: condition, filter: {kind: moving_median, length: 5}}
              - {name: second_temperature, unit: C, min: -40, max: 150, period: 5m}
              - {name: speed, unit: m/s, min: 0, max: 3, period: 5m, role: operating}
              - {name: turns, unit: rpm, min: 0, max: 4000, period: 5m}
            equipment: {default_site: north, default_type: pump, components: [bearing]}
            maintenance:
              repair_window: 12h
              actions: [{mode: wear, severity: high, action: replace, parts: bearing, parts_lead_hours: 48, crew_hours: 3, effectiveness: 0.7}]
              severity: {by: cost, medium: 1500, high: 4000}
              findings_correct_log: true
            features:
              chunk: 24h
              tile: 1h
              as_of: {every: 24h, offset: 6h}
              windows: [24h, 7d]
              waveform_windows: [7d]
              bands: [{from_hz: 10, to_hz: 400}]
              wavelet_levels: 4
              shaft_harmonics: 6
              shaft_speed_sensor: turns
              statistics: [mean, sd]
              as_corrected: true
              baseline: {length: 14d, from: trailing}
              changes: [{window: 24h, lag: 7d}]
              regimes: {settings: [temperature], count: 2}
              text:
                windows: [24h]
                modes: [leak]
                actions: [replace, inspect]
                dictionary:
                  abbreviations: {sqk: squeak}
                  modes: {leak: [weeps]}
                  components: {bearing: [pillow block]}
                  urgent: [line down]
                  words: [leeks]
              relations: [{name: twins, kind: difference, of: temperature, to: second_temperature}]
              peers: {by: [type, site], windows: [24h], statistics: [mean]}
              own: [com.example.Slip]
              duty: [{name: running, sensor: speed, above: 0.1}]
              genealogy: true
              schedule: true
              load_share: {sensor: speed, windows: [7d]}
              environment: [{sensor: humidity, unit: "%", windows: [7d]}]
              roll_ups: [{name: warmest, of: [temperature__24h__mean, second_temperature__24h__mean], to: [machine, line], by: [max]}]
              pca: [{name: heat, of: [temperature__24h__mean, second_temperature__24h__sd], variance: 0.8}]
              fitted_residuals: [{name: heat, of: temperature__24h__mean, from: [second_temperature__24h__mean]}]
            targets:
              failure: [{name: fails, horizon: 72h, minimum_lead: 24h, cool_down: 48h, right_within: 14d, headline: true}]
              rul: {cap: 30d, coverage: 0.8, compared: [hazard, weibull_aft, xgboost_aft, cox], seeds: [9, 19, 29]}
              anomaly: {statistics: [mean], detectors: [robust_z, machine_svm], cool_down: 3d, alerts_per_machine_week: 0.3, calibration_share: 0.5}
              candidates: [xgboost, xgboost_smote]
              false_discovery_rate: 0.1
              search_trials: 24
              inner_folds: 3
              bootstrap_draws: 500
              seed: 9
            costs: {unplanned: 100, planned: 20, false_alarm: 2, currency: EUR}
            capacity: {crew_hours_per_site_day: 8, alerts_per_machine_week: 1}
            split:
              kind: time
              folds: 2
              first_test_share: 0.6
              tests: [{from: 2026-02-01, to: 2026-03-01T00:00:00Z}]
              train_prefix: a
              test_prefix: b
              held_out_share: 0.2
              held_out_sites: [north]
              held_out_generations: ["2"]
              group: line
            monitoring:
              retrain_every: 90d
              pause: 14d
              drifted_share: 0.3
              miscalibration: 2
              kept_precision: 0.8
              new_failures: 12
            lake: {path: tables, out: results}
            registry: {path: models, promotion: automatic}
            aws:
              endpoint: http://localhost:5000
              kms_key: alias/millwright
              tags: {team: maintenance}
              registry:
                group: pumps
                location: s3://models/millwright
                image: 111122223333.dkr.ecr.eu-central-1.amazonaws.com/sagemaker-xgboost:3.0-5
                instance_types: [ml.m5.xlarge]
                lineage: false
                experiments: false
              feature_store:
                prefix: pumps
                location: s3://features/millwright/
                role: arn:aws:iam::111122223333:role/millwright-feature-store
                table_format: iceberg
                online: true
              metrics: {namespace: Millwright}
              notifications: {topic: "arn:aws:sns:eu-central-1:111122223333:millwright"}
              events: {bus: default}
            """;

    /** The least a pipeline file can say. */
    static final String SHORTEST = """
            landing:
              sources: [{name: telemetry, kind: readings, path: readings, format: parquet}]
            sensors: [{name: temperature, min: 0, max: 100, period: 1h}]
            features: {tile: 1h, as_of: {every: 1h}, windows: [24h]}
            targets: {}
            split: {kind: time}
            """;

    private Examples() {}

    static PipelineConfig parse(String yaml) {
        return PipelineFile.parse(yaml, "pipeline.yaml", ENVIRONMENT, Optional.empty());
    }

    static List<Path> shipped() {
        try (Stream<Path> files = Files.list(repository().resolve("examples"))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException("the examples folder cannot be read", e);
        }
    }

    static Path repository() {
        return Path.of("..").toAbsolutePath().normalize();
    }
}
