package io.millwright.pipeline;

import io.millwright.lake.Sha256;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/** Files in a text, by which a run that goes on sees that something it used was changed. */
final class FileSignature {

    private FileSignature() {}

    /** Of all files below a folder, by their content: from a bucket they come anew, into another folder; empty where there is none. */
    static String ofFolder(Path folder) throws IOException {
        StringBuilder signature = new StringBuilder();
        for (Path file : files(folder)) {
            signature
                    .append('\n')
                    .append(folder.relativize(file))
                    .append(' ')
                    .append(Sha256.hex(Files.readAllBytes(file)));
        }
        return signature.toString();
    }

    /** Of what is in a jar, by its checksums: from a bucket it comes anew too. */
    static String ofJar(Path jar) throws IOException {
        try (ZipFile files = new ZipFile(jar.toFile())) {
            return Sha256.hex(files.stream()
                    .map(file -> file.getName() + ' ' + file.getCrc())
                    .collect(Collectors.joining("\n")));
        }
    }

    /** Of a file, or of all files below a folder, by size and time; empty where there is none. */
    private static String of(Path path) throws IOException {
        StringBuilder signature = new StringBuilder();
        for (Path file : files(path)) {
            signature
                    .append('\n')
                    .append(file)
                    .append(' ')
                    .append(Files.size(file))
                    .append(' ')
                    .append(Files.getLastModifiedTime(file));
        }
        return signature.toString();
    }

    private static List<Path> files(Path path) throws IOException {
        if (!Files.exists(path)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(path)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** Of every entry of a class path, by size and time. */
    static String ofClassPath(String classPath) throws IOException {
        StringBuilder signature = new StringBuilder();
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            if (!entry.isEmpty()) {
                signature.append(of(Path.of(entry)));
            }
        }
        return signature.toString();
    }
}
