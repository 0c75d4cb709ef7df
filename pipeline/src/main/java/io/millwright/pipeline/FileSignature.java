package io.millwright.pipeline;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Names, sizes and times of files, by which a run that goes on sees that something it used was changed. */
final class FileSignature {

    private FileSignature() {}

    /** Of a file, or of all files below a folder; empty where there is none. */
    static String of(Path path) throws IOException {
        if (!Files.exists(path)) {
            return "";
        }
        StringBuilder signature = new StringBuilder();
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                signature
                        .append('\n')
                        .append(file)
                        .append(' ')
                        .append(Files.size(file))
                        .append(' ')
                        .append(Files.getLastModifiedTime(file));
            }
        }
        return signature.toString();
    }

    /** Of every entry of a class path. */
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
