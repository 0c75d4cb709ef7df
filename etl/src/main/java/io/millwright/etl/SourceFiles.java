package io.millwright.etl;

import io.millwright.lake.MillwrightException;
import io.millwright.lake.config.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;

/** The landing files of one source, readable ones and others, in order of their paths. */
record SourceFiles(Source source, List<LandingFile> files) {

    SourceFiles {
        files = List.copyOf(files);
    }

    private static final int FILES_NAMED = 3;

    /**
     * Lists and opens the files of a source.
     *
     * @param mayBeEmpty whether a pattern may match nothing, because other sources of its kind may have files
     * @param columns the columns every file must have; a file that lacks one is unreadable
     * @throws MillwrightException where no file is found (configuration), or where none can be read (data)
     */
    static SourceFiles open(Source source, List<String> columns, boolean mayBeEmpty, Configuration hadoop) {
        FirstLook look = new FirstLook(source, hadoop);
        List<FileStatus> found = LandingList.of(source, hadoop);
        if (found.isEmpty()) {
            if (mayBeEmpty && source.isPattern()) {
                return new SourceFiles(source, List.of());
            }
            throw nothingFound(source);
        }
        List<LandingFile> seen = found.parallelStream()
                .map(status -> look.at(status).sized(status))
                .toList();
        List<LandingFile> checked = source.format() == Source.Format.JSON
                ? withFields(source, seen, columns)
                : seen.stream().map(file -> withColumns(file, columns)).toList();
        requireSomeReadable(source, checked);
        return new SourceFiles(source, cutOffOnlyWhereOthersAreNot(checked));
    }

    static MillwrightException nothingFound(Source source) {
        return MillwrightException.configuration("the source '" + source.name() + "' found no file at " + source.path()
                + "; put the files there, or correct its path");
    }

    private static void requireSomeReadable(Source source, List<LandingFile> files) {
        if (files.stream().noneMatch(LandingFile::isReadable)) {
            String found = files.stream()
                    .limit(FILES_NAMED)
                    .map(file -> file.path() + " (" + file.problem() + ")")
                    .collect(Collectors.joining(", "));
            throw MillwrightException.data("the source '" + source.name() + "' has no file that can be read: " + found
                    + (files.size() > FILES_NAMED ? ", and " + (files.size() - FILES_NAMED) + " more" : "")
                    + "; deliver them again, or correct columns, header, format or delimiter (now '"
                    + source.delimiter() + "') of the source");
        }
    }

    /**
     * A record of JSON may leave a field out, so a file lacks only what no record has that was looked at, in any file; of logs, most of
     * whose fields say what rarely happens, not even that; and of the sensors of a wide layout, which may speak once a day, only all at
     * once: the gate names one that never does.
     */
    private static List<LandingFile> withFields(Source source, List<LandingFile> files, List<String> columns) {
        if (source.kind() != Source.Kind.READINGS && source.kind() != Source.Kind.WAVEFORMS) {
            return files;
        }
        Set<String> fields =
                files.stream().flatMap(file -> file.columns().stream()).collect(Collectors.toSet());
        List<String> absent = columns.stream()
                .filter(column -> !column.equals(ReadingsPlan.NO_COLUMN) && !fields.contains(column))
                .toList();
        Set<String> sensors = source.kind() == Source.Kind.READINGS && source.layout() == Source.Layout.WIDE
                ? source.columns().values().stream()
                        .map(Source.MappedColumn::column)
                        .collect(Collectors.toSet())
                : Set.of();
        boolean someSpeak = sensors.stream().anyMatch(fields::contains);
        return absent.stream()
                .filter(column -> !someSpeak || !sensors.contains(column))
                .findFirst()
                .map(column -> files.stream()
                        .map(file -> file.isReadable() ? file.missing(column) : file)
                        .toList())
                .orElse(files);
    }

    private static LandingFile withColumns(LandingFile file, List<String> columns) {
        if (!file.isReadable() || file.columns().isEmpty()) {
            return file;
        }
        return columns.stream()
                .filter(column -> !column.equals(ReadingsPlan.NO_COLUMN)
                        && !file.columns().contains(column))
                .findFirst()
                .map(file::missing)
                .orElse(file);
    }

    /** A lone file may well lack the last line's end; one among others that have it was cut off. */
    private static List<LandingFile> cutOffOnlyWhereOthersAreNot(List<LandingFile> files) {
        boolean othersEnd = files.stream().anyMatch(file -> file.isReadable() && file.cutOff() == null);
        return othersEnd
                ? files
                : files.stream().map(file -> file.withCutOff(null)).toList();
    }

    SourceFiles only(Predicate<LandingFile> taken) {
        return new SourceFiles(source, files.stream().filter(taken).toList());
    }

    List<LandingFile> readable() {
        return files.stream().filter(LandingFile::isReadable).toList();
    }

    List<LandingFile> unreadable() {
        return files.stream().filter(file -> !file.isReadable()).toList();
    }

    /** Columns that all readable files have and the source does not map. */
    List<String> otherColumns() {
        List<String> used = new ArrayList<>();
        source.columns().values().forEach(column -> used.add(column.column()));
        source.equipment().ifPresent(column -> used.add(column.column()));
        source.time().ifPresent(column -> used.add(column.column()));
        source.known().column().ifPresent(used::add);
        return readable().stream()
                .limit(1)
                .flatMap(file -> file.columns().stream())
                .filter(column -> !used.contains(column))
                .filter(column ->
                        readable().stream().allMatch(file -> file.columns().contains(column)))
                .toList();
    }

    String[] readablePaths() {
        return readable().stream().map(LandingFile::path).toArray(String[]::new);
    }
}
