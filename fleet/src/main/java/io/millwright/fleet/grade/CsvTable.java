package io.millwright.fleet.grade;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A small CSV table without quoted fields: a file, or all {@code .csv} files of a folder.
 *
 * @param rowsByFile by name without {@code .csv}, in order of the names
 */
record CsvTable(List<String> header, Map<String, List<String[]>> rowsByFile) {

    /** Throws a sentence naming path and column if the table is missing or lacks a column. */
    static CsvTable read(Configuration configuration, String path, List<String> wanted) throws IOException {
        Path root = new Path(path);
        FileSystem files = root.getFileSystem(configuration);
        if (!files.exists(root)) {
            throw new IOException("cannot grade: " + path + " is missing");
        }
        TreeMap<String, Path> byName = new TreeMap<>();
        for (FileStatus status : files.listStatus(root)) {
            if (status.isFile() && status.getPath().getName().endsWith(".csv")) {
                byName.put(status.getPath().getName(), status.getPath());
            }
        }
        Map<String, List<String[]>> rows = new TreeMap<>();
        for (Path file : byName.values()) {
            rows.put(file.getName().replaceFirst("\\.csv$", ""), rows(files, file, wanted));
        }
        return new CsvTable(List.copyOf(wanted), rows);
    }

    /** Of all files. */
    List<String[]> rows() {
        return rowsByFile.values().stream().flatMap(List::stream).toList();
    }

    /** The field of a row in the order of the wanted columns; empty where nothing stands. */
    String field(String[] row, String column) {
        return row[header.indexOf(column)];
    }

    private static List<String[]> rows(FileSystem files, Path file, List<String> wanted) throws IOException {
        List<String[]> rows = new ArrayList<>();
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(files.open(file), StandardCharsets.UTF_8))) {
            String first = reader.readLine();
            List<String> columns = first == null ? List.of() : Arrays.asList(first.split(",", -1));
            for (String column : wanted) {
                if (!columns.contains(column)) {
                    throw new IOException("cannot grade: " + file + " has no column " + column);
                }
            }
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!line.isBlank()) {
                    String[] fields = line.split(",", -1);
                    rows.add(wanted.stream()
                            .map(column -> fields[columns.indexOf(column)])
                            .toArray(String[]::new));
                }
            }
        }
        return rows;
    }
}
