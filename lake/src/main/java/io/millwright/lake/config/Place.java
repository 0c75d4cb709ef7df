package io.millwright.lake.config;

import java.nio.file.Path;

/** Where files are: a path of this machine, or a URL such as {@code s3a://bucket/folder}, which no {@link Path} can hold. */
public final class Place {

    private Place() {}

    public static boolean isUrl(String place) {
        return place.contains("://");
    }

    /** The place that a path relative to a folder means; an absolute path or a URL means itself. */
    public static String below(String folder, String path) {
        if (isUrl(path) || Path.of(path).isAbsolute()) {
            return path;
        }
        return isUrl(folder)
                ? folder.replaceFirst("/+$", "") + "/" + path
                : Path.of(folder).resolve(path).toString();
    }

    /** The last part of a place. */
    public static String name(String place) {
        return place.substring(place.lastIndexOf('/') + 1);
    }
}
