package io.millwright.evaluation.event;

import io.millwright.evaluation.CostModel;
import io.millwright.evaluation.row.ScoredRows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Alerts from scores, held against what happened, at any threshold.
 *
 * <p>The event specification: failure at t_f, zone (t_f - H, t_f - L] and always before t_f; an episode is the first row at or above
 * the threshold after a cool-down, rows in repair windows ignored; a failure is detected if an episode starts in its zone; exposure
 * is watched time outside repair windows. A timeline without rows still has exposure and events; rows without a timeline are refused.
 *
 * <p>Cost: settling the rows once, then one pass over them per threshold, in a sweep two where alerts are judged patiently.
 */
public final class AlertEvaluator {

    private static final int SWEEP_CANDIDATES = 200;

    private final List<String> machines;
    private final List<SubjectTrack> tracks;

    private AlertEvaluator(List<SubjectTrack> tracks) {
        this.tracks = List.copyOf(tracks);
        this.machines = List.copyOf(
                new TreeSet<>(tracks.stream().map(SubjectTrack::machine).toList()));
    }

    /** Every subject that has rows needs a timeline, and each subject one only. */
    public static AlertEvaluator of(EventRules rules, Collection<Timeline> timelines, ScoredRows rows) {
        RowsBySubject bySubject = RowsBySubject.of(rows);
        List<SubjectTrack> tracks = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Timeline timeline : timelines) {
            if (!seen.add(timeline.subject())) {
                throw new IllegalArgumentException("two timelines for " + timeline.subject());
            }
            tracks.add(new SubjectTrack(
                    timeline, rules, bySubject.asOfMillis(timeline.subject()), bySubject.scores(timeline.subject())));
        }
        bySubject.requireKnown(seen);
        return new AlertEvaluator(tracks);
    }

    /** Machines with a timeline, sorted. */
    public List<String> machines() {
        return machines;
    }

    /** The same evaluation for some machines only, for example one site. */
    public AlertEvaluator only(Predicate<String> machine) {
        return new AlertEvaluator(
                tracks.stream().filter(track -> machine.test(track.machine())).toList());
    }

    /**
     * The same alerts, each judged by what happened within {@link EventRules#rightWithin}: its precision is the share of alerts after
     * which the machine did fail, in time or later. This very one where that is the horizon.
     */
    public AlertEvaluator patient() {
        return tracks.stream().allMatch(SubjectTrack::isPatient)
                ? this
                : new AlertEvaluator(tracks.stream().map(SubjectTrack::patient).toList());
    }

    /** Counts per machine at a threshold; positive infinity never alerts. */
    public EventTally tally(double threshold) {
        EventTally.Builder tally = new EventTally.Builder(machines);
        for (SubjectTrack track : tracks) {
            tallyTrack(track, threshold, tally);
        }
        return tally.build();
    }

    /** Every episode at a threshold, by subject and time. */
    public List<Episode> episodes(double threshold) {
        List<Episode> episodes = new ArrayList<>();
        for (SubjectTrack track : tracks) {
            track.walk(
                    threshold,
                    (row, outcome) -> episodes.add(new Episode(
                            track.timeline().subject(),
                            track.machine(),
                            Instant.ofEpochMilli(track.asOf(row)),
                            track.score(row),
                            outcome)));
        }
        return List.copyOf(episodes);
    }

    /** What became of every counted failure at a threshold, by subject and time. */
    public List<EventResult> events(double threshold) {
        List<EventResult> results = new ArrayList<>();
        for (SubjectTrack track : tracks) {
            TrackEvents found = TrackEvents.of(track, threshold);
            for (int event = 0; event < track.events().size(); event++) {
                results.add(new EventResult(
                        track.timeline().subject(),
                        track.machine(),
                        track.events().get(event),
                        found.detected(event),
                        found.leadHours(event),
                        found.late(event)));
            }
        }
        return List.copyOf(results);
    }

    /**
     * The threshold's trade-offs at no more than 200 thresholds, highest first: never alerting, then scores that occur, dense at
     * the top of the ranking where alerts are rare.
     */
    public List<SweepPoint> sweep(CostModel costs) {
        AlertEvaluator patient = patient();
        return candidates()
                .mapToObj(threshold -> {
                    EventTally tally = tally(threshold);
                    return SweepPoint.of(threshold, tally, patient == this ? tally : patient.tally(threshold), costs);
                })
                .toList();
    }

    /**
     * The lowest score that occurs down to which, from the highest on, no threshold alerts more often than this; positive infinity,
     * which never alerts, where the highest score does or there is none.
     *
     * <p>A lower threshold changes the episodes of those subjects alone whose score it reaches, so this costs one walk over a
     * subject's rows for each score tried, where a tally for each would walk over all.
     */
    public double lowestWithin(double alertsPerMachineWeek) {
        double weeks = tally(Double.POSITIVE_INFINITY).exposureWeeks();
        int[] episodes = new int[tracks.size()];
        long all = 0;
        double lowest = Double.POSITIVE_INFINITY;
        for (Map.Entry<Double, Set<Integer>> reached : tracksByScore().entrySet()) {
            double score = reached.getKey();
            for (int track : reached.getValue()) {
                all -= episodes[track];
                episodes[track] = episodes(tracks.get(track), score);
                all += episodes[track];
            }
            if (all / weeks > alertsPerMachineWeek) {
                return lowest;
            }
            lowest = score;
        }
        return lowest;
    }

    /** Which tracks have a score, the highest first. */
    private NavigableMap<Double, Set<Integer>> tracksByScore() {
        NavigableMap<Double, Set<Integer>> byScore = new TreeMap<>(Comparator.reverseOrder());
        for (int track = 0; track < tracks.size(); track++) {
            for (double score : tracks.get(track).scores()) {
                byScore.computeIfAbsent(score, any -> new HashSet<>()).add(track);
            }
        }
        return byScore;
    }

    private static int episodes(SubjectTrack track, double threshold) {
        int[] episodes = {0};
        track.walk(threshold, (row, outcome) -> episodes[0]++);
        return episodes[0];
    }

    private DoubleStream candidates() {
        double[] scores = risingScores();
        int n = scores.length;
        int ranks = SWEEP_CANDIDATES - 1;
        DoubleStream occurring = IntStream.range(0, n == 0 ? 0 : ranks)
                .mapToLong(k -> Math.round(Math.pow(n, k / (ranks - 1.0))))
                .mapToDouble(rank -> scores[(int) Math.max(0, n - rank)])
                .distinct();
        return DoubleStream.concat(DoubleStream.of(Double.POSITIVE_INFINITY), occurring);
    }

    double[] risingScores() {
        return tracks.stream()
                .flatMapToDouble(track -> Arrays.stream(track.scores()))
                .sorted()
                .toArray();
    }

    /** Several subjects of one machine share its weeks: the longest exposure counts. */
    private static void tallyTrack(SubjectTrack track, double threshold, EventTally.Builder tally) {
        TrackEvents found = TrackEvents.of(track, threshold);
        MachineCounts machine = tally.of(track.machine());
        machine.add(found.episodes());
        machine.healthyRows += track.healthyRows();
        machine.exposureWeeks = Math.max(machine.exposureWeeks, track.exposureWeeks());
        for (int event = 0; event < track.events().size(); event++) {
            tally.addEvent(track.machine(), found.detected(event), found.late(event), found.leadHours(event));
        }
    }
}
