package io.millwright.etl;

import io.millwright.lake.Interval;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.config.Source;
import io.millwright.lake.config.SourceColumns;
import io.millwright.lake.table.Components;
import io.millwright.lake.table.Conditions;
import io.millwright.lake.table.Equipment;
import io.millwright.lake.table.Feedback;
import io.millwright.lake.table.Operations;
import io.millwright.lake.table.WorkOrders;
import java.io.Serializable;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All a task must know to judge the records of one log or metadata source: its fields, which column each comes from, and which
 * times and machines hold.
 */
final class RecordPlan implements Serializable {

    /** Metadata, of which every ingest reads all. */
    static final Set<Source.Kind> TIMELESS =
            Set.of(Source.Kind.EQUIPMENT, Source.Kind.COMPONENTS, Source.Kind.REMAINING_LIFE);

    /** Records of a site, and of units in their order. */
    private static final Set<Source.Kind> MAY_NAME_NO_MACHINE =
            Set.of(Source.Kind.OPERATIONS, Source.Kind.CONDITIONS, Source.Kind.REMAINING_LIFE);

    /** How a field's text must read. */
    enum As {
        TEXT,
        NUMBER,
        /** A number that must be there. */
        VALUE,
        TIME,
        /** {@code true} or {@code false}, {@code yes} or {@code no}, {@code 1} or {@code 0}. */
        YES_NO,
        /** One of {@link Feedback#VERDICTS}; must be there. */
        VERDICT
    }

    /** Of our columns, whatever their kind of records, those that are no text. */
    private static final Map<String, As> NO_TEXT = Map.ofEntries(
            Map.entry(Equipment.COMMISSIONED, As.TIME),
            Map.entry(Equipment.AGE_YEARS, As.NUMBER),
            Map.entry(Components.INSTALLED_AT, As.TIME),
            Map.entry(WorkOrders.OPENED_AT, As.TIME),
            Map.entry(WorkOrders.SCHEDULED_FOR, As.TIME),
            Map.entry(WorkOrders.STARTED_AT, As.TIME),
            Map.entry(WorkOrders.FINISHED_AT, As.TIME),
            Map.entry(WorkOrders.REPLACED, As.YES_NO),
            Map.entry(WorkOrders.COST, As.NUMBER),
            Map.entry(WorkOrders.DOWNTIME_H, As.NUMBER),
            Map.entry(WorkOrders.CREW_HOURS, As.NUMBER),
            Map.entry(Operations.END_TIME, As.TIME),
            Map.entry(Operations.PLANNED_LOAD, As.NUMBER),
            Map.entry(Conditions.VALUE, As.VALUE),
            Map.entry(SourceColumns.RUL, As.NUMBER),
            Map.entry(Feedback.VERDICT, As.VERDICT));

    /** A field of ours, the file's column it comes from, and the constant where it has none. */
    record Field(
            String name,
            As as,
            @Nullable String column,
            @Nullable String constant) implements Serializable {}

    final String source;
    final Source.Kind kind;
    final String prefix;
    final @Nullable String equipmentColumn;
    final @Nullable String timeColumn;
    final @Nullable String arrivalColumn;
    /** Of components, which have no time of their own. */
    final @Nullable String installedColumn;

    final Map<String, String> where;
    final Notation notation;
    final long delayMs;
    final Moments moments;
    final List<Field> fields;
    final boolean needsMachine;
    final boolean mayLieAhead;
    final long fromMs;
    final long toMs;
    final @Nullable Set<String> machines;

    private RecordPlan(Source source, List<Field> fields, Optional<Interval> arrivals, @Nullable Set<String> machines) {
        this.source = source.name();
        this.kind = source.kind();
        this.prefix = source.equipment().map(Source.EquipmentColumn::prefix).orElse("");
        this.equipmentColumn = source.equipment()
                .map(Source.EquipmentColumn::column)
                .filter(column -> !column.isEmpty())
                .orElse(null);
        this.timeColumn = source.time()
                .map(Source.TimeColumn::column)
                .filter(column -> !column.isEmpty())
                .orElse(null);
        this.where = source.where();
        this.notation = Notation.of(source);
        this.arrivalColumn = source.known().column().orElse(null);
        this.installedColumn = kind == Source.Kind.COMPONENTS
                ? Optional.ofNullable(source.columns().get(Components.INSTALLED_AT))
                        .map(Source.MappedColumn::column)
                        .orElse(null)
                : null;
        this.delayMs = source.known().delay().toMillis();
        this.moments = source.time().map(Moments::new).orElseGet(() -> new Moments("iso", ZoneOffset.UTC));
        this.fields = List.copyOf(fields);
        this.needsMachine = !MAY_NAME_NO_MACHINE.contains(kind);
        this.mayLieAhead = kind == Source.Kind.OPERATIONS;
        boolean timed = !TIMELESS.contains(kind);
        this.fromMs = timed ? arrivals.map(i -> i.from().toEpochMilli()).orElse(Long.MIN_VALUE) : Long.MIN_VALUE;
        this.toMs = timed ? arrivals.map(i -> i.to().toEpochMilli()).orElse(Long.MAX_VALUE) : Long.MAX_VALUE;
        this.machines = machines == null ? null : Set.copyOf(machines);
    }

    /**
     * The plan of a source of logs or metadata.
     *
     * @param others columns of the files that are neither mapped nor a key; equipment metadata keep them as attributes
     */
    static RecordPlan of(
            Source source,
            List<String> others,
            Optional<Interval> arrivals,
            @Nullable Set<String> machines,
            String configFile) {
        String place = configFile + ": source '" + source.name() + "'";
        boolean timed = !TIMELESS.contains(source.kind());
        if (timed && source.time().isEmpty()) {
            throw missing(place, "time");
        }
        if (!MAY_NAME_NO_MACHINE.contains(source.kind())
                && source.equipment()
                        .filter(column -> !column.column().isEmpty())
                        .isEmpty()) {
            throw missing(place, "equipment");
        }
        return new RecordPlan(source, fields(source, others), arrivals, machines);
    }

    private static List<Field> fields(Source source, List<String> others) {
        Map<String, Field> fields = new TreeMap<>();
        for (String name : SourceColumns.of(source.kind())) {
            String column = Optional.ofNullable(source.columns().get(name))
                    .map(Source.MappedColumn::column)
                    .orElse(null);
            As as = NO_TEXT.getOrDefault(name, As.TEXT);
            fields.put(name, new Field(name, as, column, source.constants().get(name)));
        }
        if (source.kind() == Source.Kind.EQUIPMENT) {
            source.columns()
                    .forEach((name, column) ->
                            fields.putIfAbsent(name, new Field(name, As.TEXT, column.column(), null)));
            source.constants()
                    .forEach((name, value) -> fields.putIfAbsent(name, new Field(name, As.TEXT, null, value)));
            others.forEach(name -> fields.putIfAbsent(name, new Field(name, As.TEXT, name, null)));
        }
        return new ArrayList<>(fields.values());
    }

    private static MillwrightException missing(String place, String key) {
        return MillwrightException.configuration(
                place + " has no '" + key + "'; say which column of its files that is");
    }

    /** All columns of the file that are needed, each once. */
    List<String> columns() {
        Set<String> columns = new LinkedHashSet<>();
        for (String column : new String[] {equipmentColumn, timeColumn, arrivalColumn}) {
            if (column != null) {
                columns.add(column);
            }
        }
        columns.addAll(new TreeSet<>(where.keySet()));
        fields.forEach(field -> {
            if (field.column() != null) {
                columns.add(field.column());
            }
        });
        return List.copyOf(columns);
    }

    /** Whether the source tells a field, by a column or a constant. */
    boolean reads(String field) {
        int position = position(field);
        return position >= 0
                && (fields.get(position).column() != null
                        || fields.get(position).constant() != null);
    }

    int position(String field) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).name().equals(field)) {
                return i;
            }
        }
        return -1;
    }

    boolean isTimed() {
        return !TIMELESS.contains(kind);
    }
}
