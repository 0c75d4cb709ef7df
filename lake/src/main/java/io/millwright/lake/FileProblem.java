package io.millwright.lake;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why a file system refuses, in words: its own message repeats the path, or is nothing else. */
public final class FileProblem {

    private FileProblem() {}

    /** The reason alone; the path only where it is another than the one that was asked for may be. */
    public static String reason(IOException error) {
        if (error instanceof FileAlreadyExistsException taken) {
            return "a file stands at " + taken.getFile();
        }
        if (error instanceof AccessDeniedException denied) {
            return "this user may not write to " + denied.getFile();
        }
        if (error instanceof NoSuchFileException missing) {
            return "there is no " + missing.getFile();
        }
        return error instanceof FileSystemException system && system.getReason() != null
                ? system.getReason()
                : String.valueOf(error.getMessage());
    }

    /**
     * What an operator is told where nothing can be written at all.
     *
     * @param place what it is and where, for example {@code the lake folder /data/lake}
     * @return of category SERVICE where the disk is full, which passes, else CONFIGURATION
     */
    public static MillwrightException refused(String place, IOException error, String remedy) {
        String said = place + " cannot be written";
        return OutsideFault.of(said, error)
                .filter(fault -> fault.category() == MillwrightException.Category.SERVICE)
                .orElseGet(
                        () -> MillwrightException.configuration(said + " (" + reason(error) + "); " + remedy, error));
    }
}
