package io.millwright.features;

import io.millwright.features.Slices.Slice;
import io.millwright.features.regime.RegimeModel;
import io.millwright.features.table.Bursts;
import io.millwright.features.table.FeatureGroups;
import io.millwright.features.table.Regimes;
import io.millwright.features.table.Tiles;
import io.millwright.lake.Interval;
import io.millwright.lake.Lake;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.Origin;
import io.millwright.lake.Progress;
import io.millwright.lake.SideBySide;
import io.millwright.lake.config.FeatureSpec;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.Span;
import io.millwright.lake.config.TimeAxis;
import io.millwright.lake.table.Components;
import io.millwright.lake.table.Conditions;
import io.millwright.lake.table.Equipment;
import io.millwright.lake.table.Events;
import io.millwright.lake.table.Feedback;
import io.millwright.lake.table.Operations;
import io.millwright.lake.table.Series;
import io.millwright.lake.table.Waveforms;
import io.millwright.lake.table.WorkOrders;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The feature job: regimes, tiles, bursts, feature groups, catalogue and labels. Rerunning it with the same tables gives the
 * same tables; each slice of {@code as_of} is a commit of its own, and a run that was killed goes on behind the last one.
 */
public final class FeatureEngine {

    private final Lake lake;
    private final PipelineConfig config;
    private final Slicing slicing;
    private final int partitions;
    private final Map<String, Double> seconds = new LinkedHashMap<>();

    private FeatureEngine(Lake lake, PipelineConfig config, Slicing slicing) {
        this.lake = lake;
        this.config = config;
        this.slicing = slicing;
        this.partitions = lake.shufflePartitions();
    }

    /**
     * Builds the rows that become possible with the events of an interval.
     *
     * @param interval {@code [from, to)} of event time: rows with {@code from <= as_of <= to} are replaced, those that are missing before
     *     it are added, others stay; empty for everything until the last reading, which replaces all rows. Labels are written anew as far
     *     back as what came since can have reached them.
     * @throws MillwrightException where an earlier job has not run, the interval lies before all readings, or the tables hold other
     *     features than the pipeline file asks for and an interval was given; what the data alone bring or take away is added, or null
     *     from then on
     */
    public static FeatureReport build(
            Lake lake, PipelineConfig config, Optional<Interval> interval, Progress progress) {
        return build(lake, config, interval, progress, Slices.MOST_NUMBERS);
    }

    /** The same in slices of about so many numbers. */
    static FeatureReport build(
            Lake lake, PipelineConfig config, Optional<Interval> interval, Progress progress, long mostNumbers) {
        return new FeatureEngine(lake, config, new Slicing(progress, mostNumbers)).run(interval);
    }

    /**
     * What {@link #build} would write again in {@code tiles} and in the tables of what is known now, and why; writes nothing. Empty where
     * the pipeline file does not ask for that table, or nothing was ingested yet.
     */
    public static Optional<Rewrites> rewrites(Lake lake, PipelineConfig config, Optional<Interval> interval) {
        return config.features().asCorrected() && lake.has(Series.TABLE) && lake.has(Equipment.TABLE)
                ? Optional.of(new FeatureEngine(lake, config, Slicing.of(Progress.silent())).rewrites(interval))
                : Optional.empty();
    }

    private Rewrites rewrites(Optional<Interval> interval) {
        FeaturePlan plan = FeaturePlan.of(config, FleetFacts.read(lake, config));
        return new CorrectedChanges(lake, config, plan, partitions)
                .plan(tileStage(plan, regimes(interval.isPresent() ? RegimeStage::published : RegimeStage::fitted)));
    }

    private FeatureReport run(Optional<Interval> interval) {
        requireGrid();
        if (interval.isPresent()) {
            FeatureStage.requireEnded(lake);
        }
        FleetFacts facts = timed("plan", "listing features", () -> FleetFacts.read(lake, config));
        FeaturePlan plan = FeaturePlan.of(config, facts);
        Optional<RegimeStage.Fitted> fitted = timed(
                "tiles",
                "placing readings in regimes",
                () -> regimes(interval.isPresent() ? RegimeStage::kept : RegimeStage::fit));
        FeatureVersions definitions = FeatureVersions.of(
                lake, plan, fitted.map(RegimeStage.Fitted::version).orElse(""));
        if (interval.isPresent()) {
            definitions.requireSame();
            fitted.ifPresent(model -> regimes(stage -> stage.keep(model)));
        }
        if (!lake.isKnownEmpty(Waveforms.TABLE) && !lake.read(Waveforms.TABLE).isEmpty()) {
            timed("bursts", "summarising vibration bursts", () -> bursts(interval));
        }
        Optional<RegimeModel> regimes = fitted.map(RegimeStage.Fitted::model);
        timed("tiles", "merging readings into tiles", () -> tiles(plan, fitted, interval));
        Spans spans = timed("spans", "finding first and last readings", this::spans);
        Optional<Slice> asked = AskedRows.of(lake, spans, plan.timeDomain().silenceMs(), interval);
        if (asked.isEmpty()) {
            return new FeatureReport(0, plan.width(), 0, 0, facts.leftOut(), seconds);
        }
        List<Slice> slices = slicing.cut(
                asked.get().afterMs(),
                asked.get().toMs(),
                plan.timeDomain().asOfEveryMs(),
                (long) plan.width() * spans.lastMs().size());
        FeatureStage stage = stage(plan, regimes, spans, definitions.definition());
        int kept = timed(
                "windows",
                "computing features" + (interval.isPresent() ? added(definitions) : ""),
                () -> stage.write(slices, interval.isEmpty(), slicing.progress()));
        if (config.features().asCorrected()) {
            timed("corrected", "rewriting what came late or was corrected", () -> corrected(plan, regimes));
        }
        long rows = timed(
                "labels",
                "labelling rows, writing the catalogue",
                () -> labelled(plan, definitions, spans, slices, interval.isPresent()));
        return new FeatureReport(rows, plan.width(), slices.size(), kept, facts.leftOut(), seconds);
    }

    /** Writes labels and catalogue, and returns how many rows the slices have: work of queries that take longer to plan than to run. */
    private long labelled(
            FeaturePlan plan, FeatureVersions definitions, Spans spans, List<Slice> slices, boolean ofInterval) {
        Slice written =
                new Slice(slices.get(0).afterMs(), slices.get(slices.size() - 1).toMs());
        try (SideBySide last = new SideBySide(lake.spark(), "feature job", 2)) {
            Runnable labelled = labels(plan, spans, last);
            last.start(() -> catalogue(plan, definitions, ofInterval ? Optional.of(written) : Optional.empty()));
            Supplier<Long> rows = last.start(() -> rows(written));
            last.await();
            labelled.run();
            return rows.get();
        }
    }

    private long rows(Slice written) {
        return lake.read(FeatureGroups.TIME_DOMAIN)
                .filter(written.predicate(FeatureGroups.AS_OF))
                .count();
    }

    /** Of a run for an interval: what rows before it do not have, in words. */
    private static String added(FeatureVersions definitions) {
        List<String> added = definitions.added();
        return added.isEmpty()
                ? ""
                : ", " + added.size() + " of them new and null in earlier rows, such as " + added.get(0);
    }

    private void requireGrid() {
        FeatureSpec features = config.features();
        if (config.timeAxis() == TimeAxis.NONE
                && !(features.windows().equals(List.of(Span.CYCLE))
                        && features.tile().equals(Span.CYCLE)
                        && features.asOfEvery().equals(Span.CYCLE))) {
            throw MillwrightException.configuration(config.file()
                    + ": landing.axis is none, so every row is one cycle of its own; give features.tile: 1 cycle,"
                    + " features.as_of: {every: 1 cycle} and features.windows: [1 cycle]");
        }
        if (config.features().asOfOffset().toMillis() % config.features().tile().toMillis() != 0) {
            throw MillwrightException.configuration(config.file() + ": features.as_of.offset "
                    + config.features().asOfOffset() + " must be a whole number of tiles ("
                    + config.features().tile() + ")");
        }
    }

    private boolean tiles(FeaturePlan plan, Optional<RegimeStage.Fitted> regimes, Optional<Interval> interval) {
        tileStage(plan, regimes).write(interval, slicing);
        return true;
    }

    private Optional<RegimeStage.Fitted> regimes(Function<RegimeStage, RegimeStage.Fitted> fit) {
        return config.features().regimes().map(spec -> fit.apply(new RegimeStage(lake, config, spec, partitions)));
    }

    private TileStage tileStage(FeaturePlan plan, Optional<RegimeStage.Fitted> regimes) {
        return new TileStage(lake, config, plan.timeDomain().quantiles(), regimes.orElse(null), partitions);
    }

    private boolean corrected(FeaturePlan plan, Optional<RegimeModel> regimes) {
        new CorrectedStage(lake, config, plan, partitions).write(regimes.orElse(null), slicing);
        return true;
    }

    private boolean bursts(Optional<Interval> interval) {
        BurstStage.write(lake, config, interval, slicing);
        return true;
    }

    private Spans spans() {
        return Spans.of(lake.read(Tiles.TABLE), config.features().tile().toMillis());
    }

    private FeatureStage stage(FeaturePlan plan, Optional<RegimeModel> regimes, Spans spans, String definition) {
        MachineRows machines = MachineRows.of(
                plan, regimes.orElse(null), config.features().chunk().toMillis(), spans.startMs(), spans.endMs());
        return new FeatureStage(lake, plan, machines, new Origin(lake.versions(inputs()), definition), partitions);
    }

    private List<String> inputs() {
        return Stream.of(
                        Tiles.TABLE,
                        Bursts.TABLE,
                        Events.TABLE,
                        WorkOrders.TABLE,
                        Operations.TABLE,
                        Conditions.TABLE,
                        Components.TABLE,
                        Equipment.TABLE)
                .filter(lake::has)
                .map(io.millwright.lake.TableSpec::name)
                .toList();
    }

    private boolean catalogue(FeaturePlan plan, FeatureVersions definitions, Optional<Slice> written) {
        new CatalogueStage(lake, config, plan, definitions).write(written);
        return true;
    }

    /** The end of the data; what became of the rows of a table without time is known, too. */
    private long observedUntil(Spans spans) {
        return config.timeAxis() == TimeAxis.NONE ? TimeAxis.NONE.endOfPeriod(spans.endMs()) : spans.endMs();
    }

    private Runnable labels(FeaturePlan plan, Spans spans, SideBySide running) {
        List<String> inputs = new ArrayList<>(List.of(FeatureGroups.TIME_DOMAIN));
        Stream.of(Events.TABLE, WorkOrders.TABLE, Feedback.TABLE)
                .filter(lake::has)
                .forEach(table -> inputs.add(table.name()));
        return new LabelStage(
                        lake,
                        config,
                        spans.lastMs(),
                        observedUntil(spans),
                        plan.timeDomain().silenceMs(),
                        partitions)
                .write(lake.versions(inputs), running);
    }

    private <T> T timed(String stage, String what, Supplier<T> work) {
        slicing.progress().step(what);
        long start = System.nanoTime();
        T result = work.get();
        seconds.merge(stage, (System.nanoTime() - start) / 1e9, Double::sum);
        return result;
    }

    /** Tables this room reads, for a manifest: those that exist. */
    static List<String> sources(Lake lake) {
        return Stream.of(
                        Series.TABLE.name(),
                        Waveforms.TABLE.name(),
                        Events.TABLE.name(),
                        WorkOrders.TABLE.name(),
                        Operations.TABLE.name(),
                        Conditions.TABLE.name(),
                        Components.TABLE.name(),
                        Equipment.TABLE.name(),
                        Regimes.TABLE.name(),
                        Tiles.TABLE.name())
                .filter(lake::has)
                .toList();
    }
}
