package io.millwright.features;

import io.millwright.features.Slices.Slice;
import io.millwright.features.context.ContextFeatures;
import io.millwright.features.context.ContextPlan;
import io.millwright.features.context.DutyFeatures;
import io.millwright.features.context.LoadShareFeatures;
import io.millwright.features.context.MachineLog;
import io.millwright.features.own.OwnFeatures;
import io.millwright.features.regime.LatestRegime;
import io.millwright.features.regime.RegimeModel;
import io.millwright.features.relation.RelationFeatures;
import io.millwright.features.relation.RelationPlan;
import io.millwright.features.text.NoteReader;
import io.millwright.features.text.TextFeatures;
import io.millwright.features.text.TextPlan;
import io.millwright.features.text.WrittenNote;
import io.millwright.features.waveform.WaveformFeatures;
import io.millwright.features.waveform.WaveformFeatures.Burst;
import io.millwright.features.waveform.WaveformPlan;
import io.millwright.features.window.KnownSensors;
import io.millwright.features.window.KnownTile;
import io.millwright.features.window.MachineFeatures;
import io.millwright.features.window.MachineFeatures.Knowledge;
import io.millwright.features.window.RatedRange;
import io.millwright.features.window.TimeDomainPlan;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All fixed features of one machine from its entries: time domain, context, bursts, notes, relations, features of one's own. Plain
 * Java; Spark only brings the entries together.
 *
 * @param regime null where it is no feature
 * @param rated machine to sensor to rated range
 * @param chunkMs length of a storage chunk
 * @param startMs start of the fleet's first tile
 * @param untilMs end of the fleet's last tile; no row of what is known now stands after it
 */
record MachineRows(
        TimeDomainPlan timeDomain,
        ContextPlan context,
        @Nullable WaveformPlan waveform,
        @Nullable TextPlan text,
        @Nullable RelationPlan relation,
        OwnFeatures own,
        @Nullable LatestRegime regime,
        Map<String, Map<String, RatedRange>> rated,
        long chunkMs,
        long startMs,
        long untilMs)
        implements Serializable {

    /** @param regimes null where the pipeline file has none, or no row is asked for its regime */
    static MachineRows of(FeaturePlan plan, @Nullable RegimeModel regimes, long chunkMs, long startMs, long untilMs) {
        return new MachineRows(
                plan.timeDomain(),
                plan.context(),
                plan.waveform(),
                plan.text(),
                plan.relation(),
                plan.own(),
                regimes == null || !plan.byRegime()
                        ? null
                        : new LatestRegime(
                                regimes, Duration.ofMillis(plan.context().windowsMs()[0])),
                plan.rated(),
                chunkMs,
                startMs,
                untilMs);
    }

    /** What notes are read with, to be shared by many machines, because it takes some time to build; null where notes are no features. */
    @Nullable
    NoteReader noteReader() {
        return text == null ? null : new NoteReader(text.words());
    }

    /**
     * All that is known of a machine.
     *
     * @param tiles by sensor, in the order of chunk, arrival and source
     * @param bursts by sensor
     */
    record Known(
            String equipmentId,
            Map<String, List<KnownTile>> tiles,
            MachineLog log,
            Map<String, List<Burst>> bursts,
            List<WrittenNote> notes) {

        /** The same as if everything had been known when it happened. Tiles are asked by {@link Knowledge}. */
        private Known inTime() {
            Map<String, List<Burst>> inTime = new HashMap<>();
            bursts.forEach((sensor, of) ->
                    inTime.put(sensor, of.stream().map(Burst::inTime).toList()));
            Map<String, List<WrittenNote>> orders = notes.stream()
                    .collect(Collectors.groupingBy(WrittenNote::orderId, TreeMap::new, Collectors.toList()));
            return new Known(
                    equipmentId,
                    tiles,
                    log.inTime(),
                    inTime,
                    orders.values().stream()
                            .flatMap(versions -> WrittenNote.inTime(versions).stream())
                            .toList());
        }
    }

    /**
     * The machine's rows with {@code as_of} in {@code (afterMs, toMs]}, ascending.
     *
     * @param reader of {@link #noteReader()}
     */
    List<FeatureRow> of(List<MachineEntry> entries, @Nullable NoteReader reader, long afterMs, long toMs) {
        Known known = known(entries);
        MachineFeatures machine = machine(known);
        return rows(known, machine, machine.asOfs(afterMs, toMs), reader);
    }

    private Known known(List<MachineEntry> entries) {
        return new Known(
                entries.get(0).getEquipmentId(), tiles(entries), log(entries), bursts(entries), notes(entries));
    }

    /**
     * The machine's rows in some slices, ascending, by all there is whenever it came. A row stands where one of {@link #of} does, up to the
     * end of the fleet's last tile.
     *
     * @param reader of {@link #noteReader()}
     */
    List<FeatureRow> corrected(List<MachineEntry> entries, @Nullable NoteReader reader, List<Slice> slices) {
        Known known = known(entries).inTime();
        MachineFeatures machine = machine(known);
        long[] asOfs = slices.stream()
                .flatMapToLong(slice -> Arrays.stream(machine.asOfs(slice.afterMs(), Math.min(slice.toMs(), untilMs))))
                .toArray();
        return rows(known, machine, asOfs, reader, Knowledge.AS_CORRECTED);
    }

    MachineFeatures machine(Known known) {
        return new MachineFeatures(timeDomain, known.tiles(), rated.getOrDefault(known.equipmentId(), Map.of()));
    }

    /**
     * The rows at some moments.
     *
     * @param machine of {@link #machine}
     * @param asOfs ascending, each a moment at which the machine has a row
     */
    List<FeatureRow> rows(Known known, MachineFeatures machine, long[] asOfs, @Nullable NoteReader reader) {
        return rows(known, machine, asOfs, reader, Knowledge.AS_KNOWN);
    }

    private List<FeatureRow> rows(
            Known known, MachineFeatures machine, long[] asOfs, @Nullable NoteReader reader, Knowledge knowledge) {
        double[][] values = machine.rows(asOfs, knowledge);
        ContextFeatures ofContext = new ContextFeatures(context, known.log());
        DutyFeatures ofDuty = new DutyFeatures(context, timeDomain.tileMs());
        LoadShareFeatures ofLoad = new LoadShareFeatures(context, known.log(), ratedLoad(known.equipmentId()));
        WaveformFeatures ofBursts = waveform == null ? null : new WaveformFeatures(waveform, known.bursts());
        TextFeatures ofNotes = text == null || reader == null ? null : new TextFeatures(text, reader, known.notes());
        RelationFeatures ofSensors = relation == null ? null : new RelationFeatures(relation);
        List<FeatureRow> rows = new ArrayList<>();
        for (int i = 0; i < asOfs.length; i++) {
            KnownSensors sensors = machine.at(asOfs[i], knowledge);
            long knownBy = knowledge == Knowledge.AS_KNOWN ? asOfs[i] : Long.MAX_VALUE;
            double[] contextRow = ofContext.row(asOfs[i], machine.firstReadingMs(knownBy));
            double[] dutyRow = ofDuty.row(sensors);
            double[] loadRow = ofLoad.row(sensors);
            double[] regimeRow = regime == null ? new double[0] : new double[] {regime.at(sensors)};
            double[] burstRow = ofBursts == null ? new double[0] : ofBursts.row(asOfs[i]);
            double[] noteRow = ofNotes == null ? new double[0] : ofNotes.row(asOfs[i]);
            double[] relationRow = ofSensors == null ? new double[0] : ofSensors.row(sensors);
            double[] ownRow = own.row(known.equipmentId(), sensors, known.log());
            rows.add(new FeatureRow(
                    known.equipmentId(),
                    asOfs[i],
                    joined(
                            values[i],
                            contextRow,
                            dutyRow,
                            loadRow,
                            regimeRow,
                            burstRow,
                            noteRow,
                            relationRow,
                            ownRow)));
        }
        return rows;
    }

    private @Nullable RatedRange ratedLoad(String equipmentId) {
        ContextPlan.LoadShare share = context.loadShare();
        return share == null ? null : rated.getOrDefault(equipmentId, Map.of()).get(share.sensor());
    }

    private Map<String, List<KnownTile>> tiles(List<MachineEntry> entries) {
        Map<String, List<KnownTile>> tiles = new HashMap<>();
        for (MachineEntry entry : entries) {
            if (entry.getEntry().equals(Entries.TILE)) {
                TileCodec.unpack(
                        entry, timeDomain.tileMs(), tiles.computeIfAbsent(entry.getSensor(), any -> new ArrayList<>()));
            }
        }
        return tiles;
    }

    private static Map<String, List<Burst>> bursts(List<MachineEntry> entries) {
        Map<String, List<Burst>> bursts = new HashMap<>();
        for (MachineEntry entry : entries) {
            if (entry.getEntry().equals(Entries.BURST)) {
                bursts.computeIfAbsent(entry.getSensor(), any -> new ArrayList<>())
                        .add(new Burst(entry.getTimeMs(), entry.getKnownMs(), entry.getState()));
            }
        }
        return bursts;
    }

    private static List<WrittenNote> notes(List<MachineEntry> entries) {
        List<WrittenNote> notes = new ArrayList<>();
        for (MachineEntry entry : entries) {
            if (entry.getEntry().equals(Entries.NOTE)) {
                notes.add(new WrittenNote(
                        text(entry.getCode()), entry.getTimeMs(), entry.getKnownMs(), text(entry.getNote())));
            }
        }
        return notes;
    }

    /** The machine's records among its entries. */
    static MachineLog log(List<MachineEntry> entries) {
        MachineLog.Facts facts = new MachineLog.Facts("", "", null, null, Double.NaN);
        List<MachineLog.Event> events = new ArrayList<>();
        List<MachineLog.Order> orders = new ArrayList<>();
        List<MachineLog.Load> loads = new ArrayList<>();
        Map<String, List<MachineLog.Installation>> parts = new HashMap<>();
        List<MachineLog.Stay> stays = new ArrayList<>();
        List<MachineLog.Standing> standings = new ArrayList<>();
        List<MachineLog.Condition> conditions = new ArrayList<>();
        for (MachineEntry entry : entries) {
            switch (entry.getEntry()) {
                case Entries.MACHINE -> facts = facts(entry);
                case Entries.EVENT ->
                    events.add(new MachineLog.Event(
                            entry.getTimeMs(),
                            entry.getKnownMs(),
                            text(entry.getKind()),
                            entry.getCode(),
                            entry.getComponent(),
                            entry.getMode()));
                case Entries.ORDER ->
                    orders.add(new MachineLog.Order(
                            entry.getTimeMs(),
                            entry.getKnownMs(),
                            text(entry.getKind()),
                            text(entry.getStatus()),
                            entry.getComponent(),
                            time(entry.getEndMs()),
                            entry.isReplaced(),
                            Entries.INFERRED.equals(entry.getMode())));
                case Entries.STANDING ->
                    standings.add(MachineLog.Standing.of(
                            text(entry.getCode()),
                            entry.getTimeMs(),
                            entry.getKnownMs(),
                            !text(entry.getStatus()).equals("closed"),
                            time(entry.getEndMs())));
                case Entries.CONDITION ->
                    conditions.add(MachineLog.Condition.of(
                            entry.getSensor(), entry.getTimeMs(), entry.getKnownMs(), entry.getAmount()));
                case Entries.LOAD ->
                    loads.add(MachineLog.Load.of(
                            entry.getTimeMs(),
                            entry.getEndMs(),
                            entry.getKnownMs(),
                            entry.getAmount(),
                            Entries.OF_SITE.equals(entry.getKind())));
                case Entries.PART ->
                    parts.computeIfAbsent(text(entry.getComponent()), any -> new ArrayList<>())
                            .add(new MachineLog.Installation(entry.getTimeMs(), entry.getKnownMs()));
                case Entries.STAY ->
                    stays.add(new MachineLog.Stay(
                            text(entry.getComponent()),
                            entry.getCode(),
                            entry.getSource().equals(entry.getEquipmentId()),
                            entry.getTimeMs(),
                            entry.getEndMs(),
                            entry.getKnownMs()));
                default -> {
                    // Tiles, bursts and rows are no records.
                }
            }
        }
        return new MachineLog(facts, events, orders, loads, parts, stays, standings, conditions);
    }

    private static MachineLog.Facts facts(MachineEntry entry) {
        return new MachineLog.Facts(
                text(entry.getComponent()),
                text(entry.getKind()),
                entry.getCode(),
                time(entry.getTimeMs()),
                entry.getAmount());
    }

    private static @Nullable Long time(long ms) {
        return ms == Long.MIN_VALUE ? null : ms;
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    static double[] joined(double[]... parts) {
        int size = 0;
        for (double[] part : parts) {
            size += part.length;
        }
        double[] joined = new double[size];
        int at = 0;
        for (double[] part : parts) {
            System.arraycopy(part, 0, joined, at, part.length);
            at += part.length;
        }
        return joined;
    }
}
