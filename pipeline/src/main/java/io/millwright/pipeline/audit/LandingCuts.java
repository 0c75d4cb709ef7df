package io.millwright.pipeline.audit;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.millwright.features.table.FeatureGroups;
import io.millwright.lake.Lake;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.Progress;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.Source;
import io.millwright.lake.config.TimeAxis;
import io.millwright.lake.table.Series;
import java.sql.Timestamp;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;

/**
 * The landing folder as it stood at a moment: everything that arrived later is removed from a copy, then ingest and features
 * run on it as always. Covers the cleaning, which must decide about a reading from what came before it. One cut is one
 * moment for every machine. For L17 the times of the copy are written as a zone far away writes them.
 */
final class LandingCuts {

    /** Half an hour beside the full ones, and with daylight saving. */
    private static final ZoneId FAR_AWAY = ZoneId.of("America/St_Johns");

    /** The share of the history that is written in another zone. */
    private static final double EARLY = 0.125;

    private final Lake lake;
    private final PipelineConfig config;
    private final Builders builders;
    private final AuditSettings settings;
    private final WorkFolder work;
    private final Progress progress;

    LandingCuts(
            Lake lake,
            PipelineConfig config,
            Builders builders,
            AuditSettings settings,
            WorkFolder work,
            Progress progress) {
        this.lake = lake;
        this.config = config;
        this.builders = builders;
        this.settings = settings;
        this.work = work;
        this.progress = progress;
    }

    AuditOutcome truncated() {
        if (settings.landingCuts() == 0) {
            return new AuditOutcome.NotApplicable("cuts of the landing folder were not asked for");
        }
        if (config.features().regimes().isPresent()) {
            return wholeHistories();
        }
        Fleet fleet = Fleet.of(lake, config);
        FeatureCuts.Tally tally = new FeatureCuts.Tally();
        for (int i = 0; i < settings.landingCuts(); i++) {
            // Not in the last third: all that arrived before a cut is ingested again.
            long cut = moment(fleet, (i + 1.0) / (settings.landingCuts() + 2));
            try {
                tally.add(cutAt(fleet, cut, new TruncatedLanding(lake.spark(), cut)));
            } catch (MillwrightException e) {
                return notIngested(e, cut);
            }
        }
        return tally.outcome();
    }

    private static AuditOutcome wholeHistories() {
        return new AuditOutcome.NotApplicable("the landing folder is not cut where regimes are fitted on whole"
                + " histories of training machines; their cleaning has no filter that could look ahead");
    }

    /**
     * Data that can be ingested as a whole and not as they stood at a moment are a finding; where nothing had arrived by then, or the landing
     * files are gone, nothing can be said, and a full disk says nothing about them at all.
     */
    private AuditOutcome notIngested(MillwrightException e, long cut) {
        return switch (e.category()) {
            case DATA ->
                hasArrived(cut)
                        ? new AuditOutcome.Failed(
                                0,
                                "the landing folder as it stood at " + FeatureRows.instant(cut)
                                        + " could not be ingested: " + e.getMessage())
                        : new AuditOutcome.NotApplicable("no reading had arrived by " + FeatureRows.instant(cut));
            case CONFIGURATION ->
                new AuditOutcome.NotApplicable("the landing folder could not be ingested again: " + e.getMessage());
            default -> throw e;
        };
    }

    private boolean hasArrived(long cut) {
        Column first = when(col(Series.LATE), col(Series.KNOWN_TIME)).otherwise(col(Series.CHUNK_START));
        return !lake.read(Series.TABLE)
                .filter(first.leq(lit(new Timestamp(cut))))
                .isEmpty();
    }

    /** L17: the first part of the history, its times written in another zone, gives the same features. */
    AuditOutcome zones() {
        if (config.timeAxis() != TimeAxis.CLOCK) {
            return new AuditOutcome.NotApplicable("landing.axis is "
                    + config.timeAxis().name().toLowerCase(Locale.ROOT) + ", which has no time zone");
        }
        if (config.features().regimes().isPresent()) {
            return wholeHistories();
        }
        Fleet fleet = Fleet.of(lake, config);
        long cut = moment(fleet, EARLY);
        TruncatedLanding landing = new TruncatedLanding(lake.spark(), cut, FAR_AWAY);
        FeatureCuts.Tally tally = new FeatureCuts.Tally();
        try {
            tally.add(cutAt(fleet, cut, landing));
        } catch (MillwrightException e) {
            return notIngested(e, cut);
        }
        return landing.rewrittenTimes() == 0
                ? new AuditOutcome.NotApplicable("every source gives its times as instants, without a zone")
                : tally.outcome();
    }

    private long moment(Fleet fleet, double share) {
        long from =
                fleet.spans().values().stream().mapToLong(span -> span[0]).min().orElse(0);
        long to =
                fleet.spans().values().stream().mapToLong(span -> span[1]).max().orElse(0);
        long every = config.features().asOfEvery().toMillis();
        long offset = config.features().asOfOffset().toMillis();
        return Math.floorDiv(from + (long) (share * (to - from)) - offset, every) * every + offset;
    }

    private FeatureRows.Comparison cutAt(Fleet fleet, long cut, TruncatedLanding landing) {
        progress.step("ingest and features of the landing folder as it stood at " + FeatureRows.instant(cut));
        Map<String, String> paths = new HashMap<>();
        for (Source source : config.landing().sources()) {
            paths.put(source.name(), landing.copy(source, work.path()));
        }
        Lake copy = work.lake();
        PipelineConfig moved = withPaths(paths, landing.zone().isPresent());
        builders.ingest().run(copy, moved);
        builders.features().run(copy, moved);
        Map<String, Long> cuts = new TreeMap<>();
        fleet.spans().keySet().forEach(machine -> cuts.put(machine, cut));
        FeatureRows.Comparison comparison = FeatureRows.compare(lake, copy, cuts, FeatureGroups.ALL);
        work.discard(copy);
        return comparison;
    }

    private static Source.TimeColumn iso(Source.TimeColumn time) {
        return new Source.TimeColumn(time.column(), "iso", time.zone());
    }

    /** @param iso whether the copy's times of text are ISO 8601, whatever they were */
    private PipelineConfig withPaths(Map<String, String> paths, boolean iso) {
        return config.with(config.landing()
                .with(config.landing().sources().stream()
                        .map(source -> source.at(
                                paths.getOrDefault(source.name(), source.path()),
                                iso ? source.time().map(LandingCuts::iso) : source.time()))
                        .toList()));
    }
}
