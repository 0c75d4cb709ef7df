package io.millwright.fleet;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * One CSV file (RFC 4180, header, UTF-8, line feeds), renamed to its name when it is complete. Fields are appended one by
 * one; numbers go out as decimals without passing through a string.
 */
final class CsvFile implements Closeable {
    private final FileSystem files;
    private final Path part;
    private final Path path;
    private byte[] bytes = new byte[1 << 16];
    private int length;
    private boolean lineHasFields;

    CsvFile(Configuration configuration, Path path, List<String> header) throws IOException {
        this.path = path;
        this.part = new Path(path.getParent(), "." + path.getName() + ".part");
        this.files = path.getFileSystem(configuration);
        header.forEach(this::field);
        endLine();
    }

    CsvFile field(String value) {
        separate();
        if (value.indexOf(',') < 0 && value.indexOf('"') < 0 && value.indexOf('\n') < 0) {
            append(value.getBytes(StandardCharsets.UTF_8));
        } else {
            append(('"' + value.replace("\"", "\"\"") + '"').getBytes(StandardCharsets.UTF_8));
        }
        return this;
    }

    /** A decimal number on a grid of {@code stepsPerUnit} (a power of ten) per unit; an empty field for NaN. */
    CsvFile field(double value, int stepsPerUnit) {
        separate();
        if (!Double.isNaN(value)) {
            appendDecimal(Math.round(value * stepsPerUnit), stepsPerUnit);
        }
        return this;
    }

    CsvFile field(long value) {
        separate();
        appendDecimal(value, 1);
        return this;
    }

    void endLine() {
        reserve(1);
        bytes[length++] = '\n';
        lineHasFields = false;
    }

    /** Bytes so far; a cut may fall anywhere. */
    int length() {
        return length;
    }

    /** Drops everything from a byte on, as a broken transfer does. */
    void truncate(int newLength) {
        length = Math.min(length, newLength);
    }

    @Override
    public void close() throws IOException {
        try (OutputStream out = files.create(part, true)) {
            out.write(bytes, 0, length);
        }
        ParquetFile.rename(files, part, path);
    }

    private void separate() {
        if (lineHasFields) {
            reserve(1);
            bytes[length++] = ',';
        }
        lineHasFields = true;
    }

    private void appendDecimal(long steps, int stepsPerUnit) {
        reserve(24);
        long rest = Math.abs(steps);
        if (steps < 0) {
            bytes[length++] = '-';
        }
        appendDigits(rest / stepsPerUnit, 1);
        if (stepsPerUnit > 1) {
            bytes[length++] = '.';
            appendDigits(rest % stepsPerUnit, stepsPerUnit / 10);
        }
    }

    /** Digits of a number, at least down from the given power of ten. */
    private void appendDigits(long number, long atLeast) {
        long power = atLeast;
        while (number / power >= 10) {
            power *= 10;
        }
        for (; power > 0; power /= 10) {
            bytes[length++] = (byte) ('0' + number / power % 10);
        }
    }

    private void append(byte[] text) {
        reserve(text.length);
        System.arraycopy(text, 0, bytes, length, text.length);
        length += text.length;
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = java.util.Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
        }
    }
}
