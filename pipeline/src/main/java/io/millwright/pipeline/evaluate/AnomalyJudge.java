package io.millwright.pipeline.evaluate;

import io.millwright.evaluation.ClusterBootstrap;
import io.millwright.evaluation.Horizon;
import io.millwright.evaluation.TimeWindow;
import io.millwright.evaluation.event.AlertEvaluator;
import io.millwright.evaluation.event.Baselines;
import io.millwright.evaluation.event.Episode;
import io.millwright.evaluation.event.EventReport;
import io.millwright.evaluation.event.EventRules;
import io.millwright.evaluation.event.EventTally;
import io.millwright.evaluation.event.Timeline;
import io.millwright.evaluation.row.Label;
import io.millwright.evaluation.row.ScoredRows;
import io.millwright.lake.Lake;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.TargetSpec;
import io.millwright.training.table.Anomalies;
import io.millwright.training.table.AnomalyThresholds;
import io.millwright.training.table.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Alerts of the anomaly stage on its tests. Where the pipeline file has a failure target they are held against the failures; the labels
 * have no part in the scores.
 *
 * <p>{@code anomalies, anomaly_thresholds, histories -> alerts of each voice -> figures}
 */
public final class AnomalyJudge {

    private static final int MOST_BUFFER_ROWS = 100;

    private final PipelineConfig config;
    private final TargetSpec.Anomaly wanted;
    private final EventRules rules;
    private final Map<Integer, Fold> folds = new TreeMap<>();
    private final Map<String, MachineHistory> histories;
    private final Map<String, Map<Long, Label>> labels;

    private static final class Fold {
        private final TimeWindow test;
        private final Map<String, Double> thresholds = new TreeMap<>();
        private final List<Scored> rows = new ArrayList<>();

        Fold(TimeWindow test) {
            this.test = test;
        }
    }

    private record Scored(String machine, long asOfMillis, List<String> sensors, Map<String, Double> voices) {}

    private AnomalyJudge(Lake lake, PipelineConfig config, TargetSpec.Anomaly wanted) {
        this.config = config;
        this.wanted = wanted;
        this.rules = rules(config, wanted);
        readThresholds(lake);
        Map<String, long[]> seen = readScores(lake);
        this.histories =
                config.targets().failures().isEmpty() ? Map.of() : new EvaluationTables(lake, config).histories(seen);
        this.labels = config.targets()
                .headline()
                .map(target -> new EvaluationTables(lake, config).labels(target.name()))
                .orElse(Map.of());
    }

    /**
     * Figures over all tests; a call reads two tables, and the failures where there is a target.
     *
     * @param looks at these tests; empty only without a target
     */
    public static AnomalyFigures figures(
            Lake lake,
            PipelineConfig config,
            TargetSpec.Anomaly wanted,
            List<String> indicators,
            Optional<Metrics.Looks> looks) {
        return new AnomalyJudge(lake, config, wanted).figures(indicators, looks);
    }

    /** Alerts mean the headline target's failures; without one nothing is known to fail, and only the cool-down matters. */
    private static EventRules rules(PipelineConfig config, TargetSpec.Anomaly wanted) {
        Horizon horizon = config.targets()
                .headline()
                .map(target -> new Horizon(target.horizon(), target.minimumLead()))
                .orElse(new Horizon(wanted.coolDown(), Duration.ZERO));
        return EventRules.of(horizon)
                .withCoolDown(wanted.coolDown())
                .withRepairWindow(config.maintenance().repairWindow());
    }

    private void readThresholds(Lake lake) {
        for (Row row : lake.read(AnomalyThresholds.TABLE)
                .select(
                        AnomalyThresholds.FOLD,
                        AnomalyThresholds.DETECTOR,
                        AnomalyThresholds.THRESHOLD,
                        AnomalyThresholds.TEST_FROM,
                        AnomalyThresholds.TEST_TO)
                .collectAsList()) {
            TimeWindow test = new TimeWindow(
                    row.getTimestamp(3).toInstant(), row.getTimestamp(4).toInstant());
            folds.computeIfAbsent(row.getInt(0), any -> new Fold(test))
                    .thresholds
                    .put(row.getString(1), row.getDouble(2));
        }
    }

    /** First and last moment of each machine in tests. */
    private Map<String, long[]> readScores(Lake lake) {
        Map<String, long[]> seen = new TreeMap<>();
        for (Row row : lake.read(Anomalies.TABLE)
                .where(functions.col(Anomalies.ROLE).equalTo(Role.TEST))
                .where(functions.col(Anomalies.SCORE).isNotNull())
                .select(
                        functions.col(Anomalies.FOLD),
                        functions.col(Anomalies.EQUIPMENT_ID),
                        functions.unix_millis(functions.col(Anomalies.AS_OF)),
                        functions.col(Anomalies.SCORE),
                        functions.col(Anomalies.SENSORS),
                        functions.col(Anomalies.RANKS))
                .collectAsList()) {
            long asOf = row.getLong(2);
            Map<String, Double> voices = new TreeMap<>(row.<String, Double>getJavaMap(5));
            voices.put(AnomalyThresholds.ALL, row.getDouble(3));
            Optional.ofNullable(folds.get(row.getInt(0)))
                    .ifPresent(fold -> fold.rows.add(new Scored(row.getString(1), asOf, row.getList(4), voices)));
            long[] span = seen.computeIfAbsent(row.getString(1), any -> new long[] {asOf, asOf});
            span[0] = Math.min(span[0], asOf);
            span[1] = Math.max(span[1], asOf);
        }
        folds.values().removeIf(fold -> fold.rows.isEmpty());
        return seen;
    }

    private AnomalyFigures figures(List<String> indicators, Optional<Metrics.Looks> looks) {
        List<String> voices = new ArrayList<>(List.of(AnomalyThresholds.ALL));
        voices.addAll(wanted.detectors());
        List<AnomalyFigures.Voice> judged =
                new ArrayList<>(voices.stream().map(this::voice).toList());
        judged.add(random(judged.get(0).alerts()));
        return new AnomalyFigures(
                indicators,
                wanted.alertsPerMachineWeek(),
                (int) folds.values().stream()
                        .flatMap(fold -> fold.rows.stream())
                        .map(Scored::machine)
                        .distinct()
                        .count(),
                folds.values().stream()
                        .mapToDouble(fold -> evaluator(fold, rows(fold, AnomalyThresholds.ALL))
                                .tally(1)
                                .exposureWeeks())
                        .sum(),
                folds.entrySet().stream()
                        .map(fold -> new AnomalyFigures.Fold(
                                fold.getKey(),
                                fold.getValue().test.from(),
                                fold.getValue().test.to(),
                                threshold(fold.getValue(), AnomalyThresholds.ALL)))
                        .toList(),
                judged,
                alerts(),
                looks.orElse(null),
                null);
    }

    private static double threshold(Fold fold, String voice) {
        return fold.thresholds.getOrDefault(voice, 1.0);
    }

    private ScoredRows rows(Fold fold, String voice) {
        ScoredRows.Builder builder = ScoredRows.builder();
        for (Scored row : fold.rows) {
            Double score = row.voices.get(voice);
            if (score != null) {
                builder.add(row.machine, row.machine, row.asOfMillis, score, label(row));
            }
        }
        return builder.build();
    }

    private Label label(Scored row) {
        return labels.getOrDefault(row.machine, Map.of()).getOrDefault(row.asOfMillis, Label.UNLABELLED);
    }

    private AlertEvaluator evaluator(Fold fold, ScoredRows rows) {
        List<Timeline> timelines = new ArrayList<>();
        for (String machine : rows.machines()) {
            MachineHistory history = histories.get(machine);
            if (history == null) {
                timelines.add(Timeline.of(machine, fold.test));
            } else {
                history.within(fold.test).ifPresent(timelines::add);
            }
        }
        return AlertEvaluator.of(rules, timelines, rows);
    }

    private AnomalyFigures.Voice voice(String name) {
        return voice(
                name,
                folds.values().stream()
                        .map(fold -> evaluator(fold, rows(fold, name)).tally(threshold(fold, name)))
                        .toList(),
                folds.values().stream().map(fold -> rows(fold, name)).toList());
    }

    private AnomalyFigures.Voice voice(String name, List<EventTally> tallies, List<ScoredRows> rows) {
        EventTally pooled = EventTally.pooled(tallies);
        ClusterBootstrap bootstrap = PolicyJudge.bootstrap(config);
        EventReport report = pooled.report(PolicyJudge.costsOf(config), bootstrap);
        return new AnomalyFigures.Voice(
                name,
                pooled.episodes(),
                pooled.alertsPerMachineWeek().value(),
                report.events(),
                report.detected(),
                report.eventRecall(),
                report.eventPrecision(),
                bootstrap.estimate(ScoredRows.pooled(rows).metrics().averagePrecision()),
                AnomalyRanking.of(rows, longestBuffer(), bootstrap));
    }

    /** As many rows as a window of labels before a failure has, at most 100. */
    private int longestBuffer() {
        Duration window = rules.horizon().horizon().minus(rules.horizon().minimumLead());
        return (int)
                Math.min(MOST_BUFFER_ROWS, window.dividedBy(config.features().asOfEvery()));
    }

    /** Alerts at random, at the lowest threshold that raises no more than so many on all tests together. */
    private AnomalyFigures.Voice random(long alerts) {
        List<ScoredRows> drawn = new ArrayList<>();
        List<AlertEvaluator> random = new ArrayList<>();
        for (Fold fold : folds.values()) {
            ScoredRows rows = Baselines.random(
                    rows(fold, AnomalyThresholds.ALL), config.targets().seed());
            drawn.add(rows);
            random.add(evaluator(fold, rows));
        }
        double low = 0;
        double high = 1;
        for (int halving = 0; halving < 30; halving++) {
            double middle = (low + high) / 2;
            if (tallies(random, middle).stream().mapToLong(EventTally::episodes).sum() > alerts) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return voice(Baselines.RANDOM, tallies(random, high), drawn);
    }

    private static List<EventTally> tallies(List<AlertEvaluator> evaluators, double threshold) {
        return evaluators.stream().map(each -> each.tally(threshold)).toList();
    }

    private List<AnomalyFigures.Alert> alerts() {
        List<AnomalyFigures.Alert> alerts = new ArrayList<>();
        folds.forEach((number, fold) -> {
            Map<String, Map<Long, List<String>>> sensors = fold.rows.stream()
                    .collect(Collectors.groupingBy(
                            Scored::machine, Collectors.toMap(Scored::asOfMillis, Scored::sensors)));
            for (Episode episode : evaluator(fold, rows(fold, AnomalyThresholds.ALL))
                    .episodes(threshold(fold, AnomalyThresholds.ALL))) {
                alerts.add(new AnomalyFigures.Alert(
                        episode.machine(),
                        episode.start(),
                        number,
                        episode.score(),
                        sensors.getOrDefault(episode.machine(), Map.of())
                                .getOrDefault(episode.start().toEpochMilli(), List.of()),
                        histories.isEmpty() ? "" : episode.outcome().name().toLowerCase(Locale.ROOT)));
            }
        });
        alerts.sort(Comparator.comparing(AnomalyFigures.Alert::at).thenComparing(AnomalyFigures.Alert::equipmentId));
        return alerts;
    }
}
