package io.millwright.etl;

import io.millwright.lake.Interval;
import io.millwright.lake.Lake;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.Origin;
import io.millwright.lake.Progress;
import io.millwright.lake.Sha256;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.table.IngestAccounting;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The job {@code ingest}: landing files to clean tables. */
public final class Ingest {

    /** An interval in which nothing arrived. */
    private static final Interval NOTHING =
            new Interval(Instant.parse("9000-01-01T00:00:00Z"), Instant.parse("9000-01-01T00:00:00.001Z"));

    private final Lake lake;
    private final PipelineConfig config;
    private final Progress progress;
    private final OpenedLanding landing;
    private LandedFiles landed;

    private Ingest(Lake lake, PipelineConfig config, Progress progress) {
        this.lake = lake;
        this.config = config;
        this.progress = progress;
        this.landing = OpenedLanding.of(config, lake.spark().sessionState().newHadoopConf());
        this.landed = LandedFiles.of(lake, config);
    }

    /**
     * Reads the landing files and replaces what they say in the clean tables: {@code series}, {@code waveforms}, {@code events}
     * (failures among them), {@code work_orders}, {@code operations}, {@code equipment}, {@code components},
     * {@code remaining_life}, {@code quarantine}, {@code sensor_health}, {@code ingest_accounting}. Everything is read, judged
     * and counted before the first table is written; a rerun gives the same tables. A long interval of many files is cut into
     * slices, each of which is read, judged, counted and written by itself; a run that was stopped goes on behind the last one
     * that was written. All arrivals are taken at once, because what was there before stays until all of them are read. Of an interval
     * only those files of readings and waveforms are opened that are new or may have something of it ({@link LandedFiles}).
     * What the files have of before it and no ingest has taken is told beside the rows ({@link Leftovers}).
     *
     * @param arrivals only records whose known time lies in it, in place of what the lake has of that interval, whichever
     *     ingest brought it; empty takes all arrivals, and replaces everything
     * @throws MillwrightException where no file can be read, the configuration names what is not there, the accounting does
     *     not balance, of all arrivals no reading is clean, or of an interval no row is of a source that had some; nothing is written of
     *     that slice then
     */
    public static IngestReport run(Lake lake, PipelineConfig config, Optional<Interval> arrivals, Progress progress) {
        return run(lake, config, arrivals, progress, ArrivalSlices.MOST_BYTES);
    }

    /** The same in slices of about so many bytes of landing files. */
    static IngestReport run(
            Lake lake, PipelineConfig config, Optional<Interval> arrivals, Progress progress, long mostBytes) {
        progress.step("looking at the landing files");
        Ingest ingest = new Ingest(lake, config, progress);
        return arrivals.map(taken -> ingest.inSlices(taken, mostBytes).leaving(ingest.leftovers(taken)))
                .orElseGet(() -> ingest.at("", Optional.empty(), List.of()));
    }

    /** A day of a few new files is one slice. To cut more, it must be known when everything arrived, the same at every start. */
    private IngestReport inSlices(Interval taken, long mostBytes) {
        IngestReport beforehand = IngestReport.NOTHING;
        if (bytes(taken) > mostBytes
                && landing.bulk().stream().anyMatch(file -> landed.span(file).isEmpty())) {
            beforehand = at("finding out what arrived when: ", Optional.of(NOTHING), List.of(taken));
        }
        List<ArrivalSlices.File> files = landing.bulk().stream()
                .flatMap(file -> landed.span(file).map(span -> new ArrivalSlices.File(span, file.bytes())).stream())
                .toList();
        return slices(ArrivalSlices.cut(taken, files, mostBytes)).plus(beforehand);
    }

    private Leftovers leftovers(Interval taken) {
        progress.step("looking for what no ingest has taken");
        return Leftovers.before(taken, lake, config, landing, landed);
    }

    private long bytes(Interval arrivals) {
        return landing.touching(arrivals, landed).bulk().stream()
                .mapToLong(LandingFile::bytes)
                .sum();
    }

    private IngestReport slices(List<Interval> slices) {
        int kept = committed(slices);
        IngestReport report = IngestReport.NOTHING;
        for (int i = kept; i < slices.size(); i++) {
            String place = slices.size() == 1 ? "" : "slice " + (i + 1) + " of " + slices.size() + ": ";
            report = report.plus(at(place, Optional.of(slices.get(i)), slices.subList(i + 1, slices.size())));
        }
        return report.inSlices(slices.size(), kept);
    }

    /** @param later slices of the same ingest; what they read again counts with the last of them */
    private IngestReport at(String place, Optional<Interval> arrivals, List<Interval> later) {
        OpenedLanding opened =
                arrivals.map(taken -> landing.touching(taken, landed)).orElse(landing);
        try (IngestRun run = new IngestRun(lake, config, opened, landed, arrivals)) {
            progress.step(place + "reading landing files");
            run.read();
            run.requireBalance();
            progress.step(place + "writing clean tables");
            run.write(arrivals.map(this::mark).orElse(""), landing.bulk());
            landed = run.landed();
            return later.isEmpty() ? run.report() : run.reportOfArrivals(readAgain(later));
        }
    }

    private Set<String> readAgain(List<Interval> later) {
        return later.stream()
                .flatMap(slice -> landing.touching(slice, landed).paths().stream())
                .collect(Collectors.toSet());
    }

    /** How many slices the newest ingest of the lake, if it was this one and was stopped, has committed. */
    private int committed(List<Interval> slices) {
        if (slices.size() == 1 || !lake.has(IngestAccounting.TABLE)) {
            return 0;
        }
        String newest = lake.origin(IngestAccounting.TABLE.name())
                .map(Origin::definition)
                .orElse("");
        int last = slices.stream().map(this::mark).toList().indexOf(newest);
        return last == slices.size() - 1 ? 0 : last + 1;
    }

    /** Of a slice of this run, this pipeline file and these landing files. */
    private String mark(Interval slice) {
        return Sha256.hex(String.join(
                "\n",
                lake.runId(),
                config.hash(),
                landing.signature(),
                slice.from().toString(),
                slice.to().toString()));
    }
}
