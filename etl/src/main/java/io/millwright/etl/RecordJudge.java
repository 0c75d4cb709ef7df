package io.millwright.etl;

import io.millwright.lake.config.Source;
import io.millwright.lake.table.Feedback;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Judges the records of one log or metadata source. Not safe for several threads. */
final class RecordJudge {

    private static final Set<String> YES = Set.of("true", "yes", "y", "1");
    private static final Set<String> NO = Set.of("false", "no", "n", "0");

    private final RecordPlan plan;
    private final Moments moments;
    private final List<String> columns;

    RecordJudge(RecordPlan plan) {
        this.plan = plan;
        this.moments = plan.moments.copy();
        this.columns = plan.columns();
    }

    /**
     * One record. One of metadata that is rejected has no known time: metadata are read whole whatever the interval, so it belongs to its
     * file.
     *
     * @param cells in the order of {@link RecordPlan#columns()}; null where the record does not split into its columns
     * @param line number of the record in its file, from 1
     * @return empty where it belongs to another interval of arrival, or is none of those the source chooses
     */
    Optional<LogRecord> judge(String file, String raw, @Nullable String @Nullable [] cells, long line) {
        LogRecord logged = LogRecord.of(plan.source, file, raw);
        if (cells == null) {
            return Optional.of(logged.rejectedFor(Reason.MALFORMED_RECORD));
        }
        if (!isChosen(cells)) {
            return Optional.empty();
        }
        logged.setEquipmentId(machine(cells, line));
        if (plan.isTimed()) {
            long event = time(cell(cells, plan.timeColumn));
            long known = known(cells, event);
            if (known != Moments.UNREADABLE && (known < plan.fromMs || known >= plan.toMs)) {
                return Optional.empty();
            }
            logged.setEventMs(event == Moments.UNREADABLE ? null : event);
            logged.setKnownMs(known == Moments.UNREADABLE ? null : known);
        } else if (plan.kind == Source.Kind.COMPONENTS) {
            long known = known(cells, time(cell(cells, plan.installedColumn)));
            if (known == Moments.UNREADABLE && plan.arrivalColumn != null) {
                return Optional.of(logged.rejectedFor(Reason.UNPARSABLE_TIME));
            }
            logged.setKnownMs(known == Moments.UNREADABLE ? null : known);
        }
        String reason = reason(logged);
        LogRecord judged = reason == null ? withFields(logged, cells) : logged.rejectedFor(reason);
        if (!plan.isTimed() && judged.getReason() != null) {
            judged.setKnownMs(null);
        }
        return Optional.of(judged);
    }

    private boolean isChosen(@Nullable String[] cells) {
        return plan.where.entrySet().stream().allMatch(wanted -> {
            String text = cell(cells, wanted.getKey());
            return text != null && text.strip().equals(wanted.getValue());
        });
    }

    private @Nullable String machine(@Nullable String[] cells, long line) {
        if (plan.equipmentColumn == null) {
            return plan.kind == Source.Kind.REMAINING_LIFE ? plan.prefix + line : null;
        }
        String text = cell(cells, plan.equipmentColumn);
        return text == null || text.isBlank() ? null : plan.prefix + text.strip();
    }

    private @Nullable String cell(@Nullable String[] cells, @Nullable String column) {
        String text = column == null ? null : cells[columns.indexOf(column)];
        return plan.notation.isMissing(text) ? null : text;
    }

    private long known(@Nullable String[] cells, long event) {
        if (plan.arrivalColumn != null) {
            return time(cell(cells, plan.arrivalColumn));
        }
        return event == Moments.UNREADABLE ? Moments.UNREADABLE : event + plan.delayMs;
    }

    private long time(@Nullable String text) {
        return moments.parse(text);
    }

    private @Nullable String reason(LogRecord logged) {
        String id = logged.getEquipmentId();
        if (plan.isTimed()) {
            if (logged.getEventMs() == null || logged.getKnownMs() == null) {
                return Reason.UNPARSABLE_TIME;
            }
            if (!plan.mayLieAhead && logged.getEventMs() > logged.getKnownMs()) {
                return Reason.FUTURE;
            }
        }
        boolean unknown = id == null ? plan.needsMachine : plan.machines != null && !plan.machines.contains(id);
        return unknown ? Reason.UNKNOWN_MACHINE : null;
    }

    private LogRecord withFields(LogRecord logged, @Nullable String[] cells) {
        @Nullable String[] fields = new String[plan.fields.size()];
        for (int i = 0; i < fields.length; i++) {
            RecordPlan.Field field = plan.fields.get(i);
            String text = cell(cells, field.column());
            String given = text == null || text.isBlank() ? field.constant() : text.strip();
            if (given == null) {
                if (field.as() == RecordPlan.As.VERDICT) {
                    return logged.rejectedFor(Reason.UNPARSABLE_VALUE);
                }
                if (field.as() == RecordPlan.As.VALUE) {
                    return logged.rejectedFor(Reason.MISSING_VALUE);
                }
                continue;
            }
            switch (field.as()) {
                case TEXT -> fields[i] = given;
                case VERDICT -> {
                    String verdict = given.toLowerCase(Locale.ROOT).replaceAll("[ -]", "_");
                    if (!Feedback.VERDICTS.contains(verdict)) {
                        return logged.rejectedFor(Reason.UNPARSABLE_VALUE);
                    }
                    fields[i] = verdict;
                }
                case NUMBER, VALUE -> {
                    double number = text == null || text.isBlank() ? Numbers.parse(given) : plan.notation.number(given);
                    if (Double.isNaN(number) || Double.isInfinite(number)) {
                        return logged.rejectedFor(Reason.UNPARSABLE_VALUE);
                    }
                    fields[i] = Double.toString(number);
                }
                case YES_NO -> {
                    String answer = given.toLowerCase(Locale.ROOT);
                    if (!YES.contains(answer) && !NO.contains(answer)) {
                        return logged.rejectedFor(Reason.UNPARSABLE_VALUE);
                    }
                    fields[i] = Boolean.toString(YES.contains(answer));
                }
                case TIME -> {
                    long time = time(given);
                    if (time == Moments.UNREADABLE) {
                        return logged.rejectedFor(Reason.UNPARSABLE_TIME);
                    }
                    fields[i] = Long.toString(time);
                }
            }
        }
        logged.setFields(fields);
        return logged;
    }
}
