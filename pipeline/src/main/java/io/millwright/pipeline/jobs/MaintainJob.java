package io.millwright.pipeline.jobs;

import io.millwright.lake.Lake;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.Upkeep;
import io.millwright.lake.Upkeep.Size;
import io.millwright.pipeline.JobContext;
import io.millwright.pipeline.Outcome;
import io.millwright.training.registry.ModelVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** {@code maintain}: few files instead of many, and, where asked, no files that only old versions need. */
public final class MaintainJob {

    private static final double MEGABYTE = 1e6;
    private static final Size NOTHING = new Size(0, 0, 0, 0);

    private final JobContext context;
    private final Upkeep upkeep;
    private final Consumer<String> screen;

    private MaintainJob(JobContext context, Consumer<String> screen) {
        this.context = context;
        this.upkeep = new Upkeep(context.lake());
        this.screen = screen;
    }

    /**
     * Compacts every table, then removes what only old versions need.
     *
     * @param keep how long replaced versions stay readable; empty removes nothing
     * @param catalog database of the Glue Data Catalog to enter the tables in; empty enters none
     * @param now the moment {@code keep} counts back from
     * @param agrees whether the person at the other end agrees to a question; not asked where no registered model loses anything
     */
    public static Outcome run(
            JobContext context,
            Optional<Duration> keep,
            Optional<String> catalog,
            Instant now,
            Predicate<String> agrees,
            Consumer<String> screen) {
        Outcome outcome = new MaintainJob(context, screen).run(keep, now, agrees);
        catalog.ifPresent(database -> enter(context, database, screen));
        return outcome;
    }

    private static void enter(JobContext context, String database, Consumer<String> screen) {
        Lake lake = context.lake();
        List<String> tables = new Upkeep(lake).tables();
        context.outside()
                .catalogued(
                        database,
                        catalog -> tables.forEach(table -> catalog.enter(
                                table, lake.path(table), lake.read(table).schema())));
        screen.accept(
                "  " + tables.size() + " tables entered in the database " + database + " of the Glue Data Catalog");
    }

    private Outcome run(Optional<Duration> keep, Instant now, Predicate<String> agrees) {
        List<String> tables = upkeep.tables();
        keep.ifPresent(span -> requireAgreement(tables, span, now, agrees));
        Size before = NOTHING;
        Size after = NOTHING;
        screen.accept(String.format(
                Locale.ROOT, "  %-24s %8s %10s   %8s %10s   %s", "table", "files", "MB", "files", "MB", "on disk MB"));
        for (int i = 0; i < tables.size(); i++) {
            String table = tables.get(i);
            context.progress().fraction((double) i / tables.size());
            Size was = upkeep.size(table);
            upkeep.compact(table);
            keep.ifPresent(span -> upkeep.vacuum(table, span));
            Size is = upkeep.size(table);
            screen.accept(String.format(
                    Locale.ROOT,
                    "  %-24s %8d %10.1f   %8d %10.1f   %.1f -> %.1f",
                    table,
                    was.files(),
                    was.bytes() / MEGABYTE,
                    is.files(),
                    is.bytes() / MEGABYTE,
                    was.allBytes() / MEGABYTE,
                    is.allBytes() / MEGABYTE));
            before = before.plus(was);
            after = after.plus(is);
        }
        return Outcome.of(String.format(
                Locale.ROOT,
                "%d tables: %,d files before, %,d after; %,.1f MB on disk before, %,.1f MB after%s",
                tables.size(),
                before.files(),
                after.files(),
                before.allBytes() / MEGABYTE,
                after.allBytes() / MEGABYTE,
                keep.isPresent() ? "" : "; --vacuum 30d also removes what only older versions need"));
    }

    /** A registered model keeps its training set, so it can be rebuilt; but what it was made of can no longer be looked at. */
    private void requireAgreement(List<String> tables, Duration keep, Instant now, Predicate<String> agrees) {
        List<String> losing = losingLineage(tables, keep, now);
        if (losing.isEmpty()) {
            return;
        }
        String question = "the tables' versions these registered models were made of can no longer be read afterwards"
                + " (they can still be rebuilt, from the copies in their packages): " + String.join("; ", losing);
        if (!agrees.test(question)) {
            throw MillwrightException.configuration(
                    "nothing was removed or compacted: " + question + "; give --yes to agree, or a longer --vacuum");
        }
    }

    private List<String> losingLineage(List<String> tables, Duration keep, Instant now) {
        Map<String, Map<Long, Instant>> lost = new HashMap<>();
        tables.forEach(table -> lost.put(table, upkeep.lostBy(table, keep, now)));
        List<String> losing = new ArrayList<>();
        for (ModelVersion model : context.outside().registry().list()) {
            Map<String, Long> made =
                    context.outside().registry().manifest(model.version()).inputVersions();
            List<String> gone = made.entrySet().stream()
                    .filter(input -> lost.getOrDefault(input.getKey(), Map.of()).containsKey(input.getValue()))
                    .map(input -> input.getKey() + " version " + input.getValue())
                    .toList();
            if (!gone.isEmpty()) {
                losing.add("model version " + model.version() + " (" + String.join(", ", gone) + ")");
            }
        }
        return losing;
    }
}
