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
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
     * @param agrees whether the person at the other end agrees to a question; not asked where no registered model and no export to the
     *     feature store loses anything
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
        keep.ifPresent(span -> {
            Map<String, Map<Long, Instant>> lost = lost(tables, span, now);
            requireAgreement(lost, agrees);
            sayOfDetectors(lost);
        });
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

    private Map<String, Map<Long, Instant>> lost(List<String> tables, Duration keep, Instant now) {
        Map<String, Map<Long, Instant>> lost = new HashMap<>();
        tables.forEach(table -> lost.put(table, upkeep.lostBy(table, keep, now)));
        return lost;
    }

    private void requireAgreement(Map<String, Map<Long, Instant>> lost, Predicate<String> agrees) {
        String question = Stream.of(aboutModels(lost), aboutTheFeatureStore(lost))
                .flatMap(Optional::stream)
                .collect(Collectors.joining("; and "));
        if (!question.isEmpty() && !agrees.test(question)) {
            throw MillwrightException.configuration(
                    "nothing was removed or compacted: " + question + "; give --yes to agree, or a longer --vacuum");
        }
    }

    /** A registered model keeps its training set, so it can be rebuilt; but what it was made of can no longer be looked at. */
    private Optional<String> aboutModels(Map<String, Map<Long, Instant>> lost) {
        List<String> losing = losingLineage(lost);
        return losing.isEmpty()
                ? Optional.empty()
                : Optional.of("the tables' versions these registered models were made of can no longer be read"
                        + " afterwards (they can still be rebuilt, from the copies in their packages): "
                        + String.join("; ", losing));
    }

    /** What changed since an export is told from the version that was exported. */
    private Optional<String> aboutTheFeatureStore(Map<String, Map<Long, Instant>> lost) {
        List<String> losing = gone(ExportedVersions.read(context.out()).versions(), lost);
        return losing.isEmpty()
                ? Optional.empty()
                : Optional.of("the feature store takes nothing more of tables whose version it holds can no longer be"
                        + " read (./millwright export-features first brings it to the newest): "
                        + String.join(", ", losing));
    }

    /** Nobody is asked: every list has a package of its own, so each vacuum takes the rows of some. */
    private void sayOfDetectors(Map<String, Map<Long, Instant>> lost) {
        List<String> losing = context.outside().detectors().inputVersions().entrySet().stream()
                .filter(kept -> !gone(kept.getValue(), lost).isEmpty())
                .map(Map.Entry::getKey)
                .toList();
        if (!losing.isEmpty()) {
            screen.accept(
                    "  rows go that lists of unusual machines were made of; the lists stay, but reproduce can no longer fit"
                            + " their detectors again: " + String.join(", ", losing));
        }
    }

    private List<String> losingLineage(Map<String, Map<Long, Instant>> lost) {
        List<String> losing = new ArrayList<>();
        for (ModelVersion model : context.outside().registry().list()) {
            Map<String, Long> made =
                    context.outside().registry().manifest(model.version()).inputVersions();
            List<String> gone = gone(made, lost);
            if (!gone.isEmpty()) {
                losing.add("model version " + model.version() + " (" + String.join(", ", gone) + ")");
            }
        }
        return losing;
    }

    /** In words, those of some versions that are lost. */
    private static List<String> gone(Map<String, Long> versions, Map<String, Map<Long, Instant>> lost) {
        return versions.entrySet().stream()
                .filter(each -> lost.getOrDefault(each.getKey(), Map.of()).containsKey(each.getValue()))
                .map(each -> each.getKey() + " version " + each.getValue())
                .sorted()
                .toList();
    }
}
