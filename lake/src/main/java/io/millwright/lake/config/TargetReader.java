package io.millwright.lake.config;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** From {@code targets} to {@link TargetSpec}. */
final class TargetReader {

    private TargetReader() {}

    static TargetSpec targets(YamlNode node, CapacitySpec capacity) {
        node.allowing(
                "failure",
                "rul",
                "anomaly",
                "candidates",
                "false_discovery_rate",
                "search_trials",
                "inner_folds",
                "bootstrap_draws",
                "seed");
        List<TargetSpec.Failure> failures =
                node.optional("failure").map(TargetReader::failures).orElse(List.of());
        long headlines = failures.stream().filter(TargetSpec.Failure::headline).count();
        if (!failures.isEmpty() && headlines != 1) {
            throw node.required("failure")
                    .error(headlines
                            + " targets say headline: true; exactly one must, it is the one models are chosen by");
        }
        int trials = node.optional("search_trials")
                .map(count -> count.wholeFrom(0, 1_000))
                .orElse(0);
        long seed = node.optional("seed").map(YamlNode::wholeLong).orElse(1L);
        return new TargetSpec(
                failures,
                node.optional("rul").map(rul -> rul(rul, seed)),
                node.optional("anomaly").map(anomaly -> anomaly(anomaly, capacity)),
                candidates(node, trials > 0 && !failures.isEmpty()),
                node.optional("false_discovery_rate")
                        .map(rate -> rate.numberFrom(0, 0.5))
                        .orElse(0.0),
                trials,
                node.optional("inner_folds")
                        .map(folds -> folds.wholeFrom(2, 20))
                        .orElse(4),
                node.optional("bootstrap_draws")
                        .map(draws -> draws.wholeFrom(100, 100_000))
                        .orElse(2_000),
                seed);
    }

    private static List<String> candidates(YamlNode node, boolean searched) {
        String[] all = Stream.concat(TargetSpec.CANDIDATES.stream(), TargetSpec.ONLY_ASKED_FOR.stream())
                .toArray(String[]::new);
        List<String> named = node.optional("candidates")
                .map(names -> names.eachOnce(item -> item.oneOf(all)))
                .orElse(TargetSpec.CANDIDATES);
        return searched
                ? Stream.concat(named.stream(), Stream.of(TargetSpec.SEARCHED)).toList()
                : named;
    }

    private static List<TargetSpec.Failure> failures(YamlNode node) {
        Set<String> names = new HashSet<>();
        for (YamlNode target : node.list()) {
            if (!names.add(target.required("name").string())) {
                throw target.required("name").error("two targets have this name; give each its own");
            }
        }
        return node.list().stream().map(TargetReader::failure).toList();
    }

    private static TargetSpec.Failure failure(YamlNode node) {
        node.allowing("name", "horizon", "minimum_lead", "cool_down", "right_within", "headline");
        Duration horizon = node.required("horizon").positiveSpan();
        Duration lead = node.optional("minimum_lead").map(YamlNode::span).orElse(Duration.ZERO);
        if (lead.compareTo(horizon) >= 0) {
            throw node.required("minimum_lead").error("the minimum lead must be shorter than the horizon");
        }
        Duration rightWithin =
                node.optional("right_within").map(YamlNode::positiveSpan).orElse(horizon);
        if (rightWithin.compareTo(horizon) < 0) {
            throw node.required("right_within").error("an alert is right at least within the horizon");
        }
        return new TargetSpec.Failure(
                PipelineReader.name(node.required("name")),
                horizon,
                lead,
                node.optional("cool_down").map(YamlNode::positiveSpan).orElse(horizon),
                rightWithin,
                node.optional("headline").map(YamlNode::flag).orElse(false));
    }

    private static TargetSpec.Rul rul(YamlNode node, long seed) {
        node.allowing("cap", "coverage", "compared", "seeds");
        return new TargetSpec.Rul(
                node.required("cap").positiveSpan(),
                node.optional("coverage")
                        .map(value -> value.numberFrom(0.5, 0.99))
                        .orElse(0.9),
                node.optional("compared")
                        .map(models ->
                                models.eachOnce(model -> model.oneOf(TargetSpec.Rul.COMPARED.toArray(new String[0]))))
                        .orElse(List.of(TargetSpec.Rul.WEIBULL_AFT)),
                node.optional("seeds").map(seeds -> seeds(seeds, seed)).orElse(List.of(seed)));
    }

    private static List<Long> seeds(YamlNode node, long first) {
        List<Long> seeds = node.list().stream().map(YamlNode::wholeLong).toList();
        if (seeds.isEmpty() || seeds.get(0) != first || Set.copyOf(seeds).size() < seeds.size()) {
            throw node.error("a list of seeds holds each once and starts with targets.seed, which is " + first);
        }
        return seeds;
    }

    private static TargetSpec.Anomaly anomaly(YamlNode node, CapacitySpec capacity) {
        node.allowing("statistics", "detectors", "cool_down", "alerts_per_machine_week", "calibration_share");
        List<String> usual = TargetSpec.Anomaly.DETECTORS;
        String[] all = Stream.concat(usual.stream(), Stream.of(TargetSpec.Anomaly.MACHINE_SVM))
                .toArray(String[]::new);
        return new TargetSpec.Anomaly(
                node.optional("statistics")
                        .map(names -> names.eachOnce(item -> item.oneOf(Statistic.names())))
                        .orElse(List.of("mean", "sd")),
                node.optional("detectors")
                        .map(names -> names.eachOnce(item -> item.oneOf(all)))
                        .orElse(usual),
                node.optional("cool_down").map(YamlNode::positiveSpan).orElse(Duration.ofDays(2)),
                node.optional("alerts_per_machine_week")
                        .map(value -> value.numberFrom(0, 1_000))
                        .orElse(capacity.alertsPerMachineWeek()),
                node.optional("calibration_share")
                        .map(share -> share.numberFrom(0.1, 0.9))
                        .orElse(0.4));
    }
}
