package io.millwright.etl;

import io.millwright.lake.Interval;
import io.millwright.lake.Sha256;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.Source;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/** Every file of every source after a first look, so that what cannot be read is known before anything is. */
record OpenedLanding(Map<Source, SourceFiles> sources) {

    /** Lists and opens all files; as in {@link SourceFiles#open}. */
    static OpenedLanding of(PipelineConfig config, Configuration hadoop) {
        Map<Source, SourceFiles> opened = new LinkedHashMap<>();
        for (Source source : config.landing().sources()) {
            boolean mayBeEmpty =
                    source.mayBeAbsent() || config.landing().of(source.kind()).count() > 1;
            opened.put(source, SourceFiles.open(source, columns(source, config), mayBeEmpty, hadoop));
        }
        OpenedLanding landing = new OpenedLanding(opened);
        landing.requireFiles();
        return landing;
    }

    private static List<String> columns(Source source, PipelineConfig config) {
        return switch (source.kind()) {
            case READINGS -> ReadingsPlan.of(source, config, Optional.empty(), null).columns;
            case WAVEFORMS ->
                WaveformPlan.of(source, config, Optional.empty(), null).fileColumns();
            default ->
                RecordPlan.of(source, List.of(), Optional.empty(), null, config.file())
                        .columns();
        };
    }

    private void requireFiles() {
        for (SourceFiles files : sources.values()) {
            boolean none = sources.values().stream()
                    .filter(other -> other.source().kind() == files.source().kind())
                    .allMatch(other -> other.files().isEmpty());
            if (none && !files.source().mayBeAbsent()) {
                throw SourceFiles.nothingFound(files.source());
            }
        }
    }

    /** Readings and waveforms, the bulk of the data: an ingest of an interval opens those alone that may have some of it. */
    static boolean isBulk(Source source) {
        return source.kind() == Source.Kind.READINGS || source.kind() == Source.Kind.WAVEFORMS;
    }

    /** Sources of readings and waveforms. */
    List<SourceFiles> bulkSources() {
        return sources.values().stream().filter(files -> isBulk(files.source())).toList();
    }

    /** Readable files of readings and waveforms. */
    List<LandingFile> bulk() {
        return bulkSources().stream()
                .flatMap(files -> files.readable().stream())
                .toList();
    }

    /** Without files of readings and waveforms of which nothing arrived in an interval. */
    OpenedLanding touching(Interval arrivals, LandedFiles landed) {
        Map<Source, SourceFiles> touching = new LinkedHashMap<>();
        sources.forEach((source, files) -> touching.put(
                source,
                isBulk(source) ? files.only(file -> !file.isReadable() || landed.mayHold(file, arrivals)) : files));
        return new OpenedLanding(touching);
    }

    private Stream<LandingFile> files() {
        return sources.values().stream().flatMap(files -> files.files().stream());
    }

    List<String> paths() {
        return files().map(LandingFile::path).toList();
    }

    /** Changes whenever a file is added, removed or written again. */
    String signature() {
        StringBuilder all = new StringBuilder();
        files().forEach(file -> all.append(file.path())
                .append(' ')
                .append(file.bytes())
                .append(' ')
                .append(file.modifiedMs())
                .append('\n'));
        return Sha256.hex(all.toString());
    }
}
