package io.millwright.training;

import io.millwright.evaluation.CostModel;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** The code that trains and evaluates, as one hash over its classes: another hash, possibly another model. */
public final class CodeHash {

    private CodeHash() {}

    /** SHA-256 over name and bytes of every class of the rooms {@code training} and {@code evaluation}, in name order. */
    public static String ofTraining() {
        Map<String, byte[]> classes = new TreeMap<>();
        classes.putAll(classes(CodeHash.class, "io/millwright/training/"));
        classes.putAll(classes(CostModel.class, "io/millwright/evaluation/"));
        MessageDigest digest = Sha256.digest();
        classes.forEach((name, bytes) -> {
            digest.update(name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            digest.update(bytes);
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    private static Map<String, byte[]> classes(Class<?> of, String folder) {
        URL place = of.getProtectionDomain().getCodeSource().getLocation();
        try {
            Path path = Path.of(place.toURI());
            return Files.isDirectory(path) ? inFolder(path, folder) : inJar(path, folder);
        } catch (IOException | URISyntaxException e) {
            throw MillwrightException.service("the program's own classes at " + place + " cannot be read", e);
        }
    }

    private static Map<String, byte[]> inFolder(Path root, String folder) throws IOException {
        Map<String, byte[]> classes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root.resolve(folder))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".class")).toList()) {
                classes.put(root.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        }
        return classes;
    }

    private static Map<String, byte[]> inJar(Path jar, String folder) throws IOException {
        Map<String, byte[]> classes = new TreeMap<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            for (var entry : file.stream()
                    .filter(each ->
                            each.getName().startsWith(folder) && each.getName().endsWith(".class"))
                    .toList()) {
                try (InputStream in = file.getInputStream(entry)) {
                    classes.put(entry.getName(), in.readAllBytes());
                }
            }
        }
        return classes;
    }
}
