package io.millwright.lake;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Date;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;
import scala.collection.JavaConverters;

/**
 * What makes two tables the same: SHA-256 over the rows in key order, columns by name, numbers by their IEEE bits. Run ids
 * and commit times are no columns' business; a {@code run_id} column is left out. Costs a sort, and one pass on the driver.
 */
public final class Fingerprint {

    private Fingerprint() {}

    /** The fingerprint in hexadecimal; the same whatever the partitioning or the order of columns. */
    public static String of(Dataset<Row> rows, List<String> key) {
        Column[] columns = Arrays.stream(rows.columns())
                .filter(name -> !name.equals("run_id"))
                .sorted()
                .map(name -> functions.col("`" + name + "`"))
                .toArray(Column[]::new);
        Column[] order = key.stream().map(functions::col).toArray(Column[]::new);
        MessageDigest digest = Sha256.digest();
        digest.update(String.join(",", Arrays.stream(rows.columns()).sorted().toList())
                .getBytes(StandardCharsets.UTF_8));
        Iterator<Row> sorted = rows.select(columns).orderBy(order).toLocalIterator();
        while (sorted.hasNext()) {
            digest.update(bytes(sorted.next()));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static byte[] bytes(Row row) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            for (int i = 0; i < row.length(); i++) {
                put(out, row.get(i));
            }
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory cannot fail", e);
        }
        return bytes.toByteArray();
    }

    private static void put(DataOutputStream out, @Nullable Object value) throws IOException {
        if (value == null) {
            out.writeByte(0);
        } else if (value instanceof Double number) {
            out.writeByte(1);
            out.writeLong(Double.doubleToLongBits(number));
        } else if (value instanceof Float number) {
            out.writeByte(2);
            out.writeInt(Float.floatToIntBits(number));
        } else if (value instanceof Integer
                || value instanceof Long
                || value instanceof Short
                || value instanceof Byte) {
            out.writeByte(3);
            out.writeLong(((Number) value).longValue());
        } else if (value instanceof scala.collection.Seq<?> items) {
            out.writeByte(4);
            out.writeInt(items.size());
            for (Object item : JavaConverters.seqAsJavaList(items)) {
                put(out, item);
            }
        } else if (value instanceof scala.collection.Map<?, ?> map) {
            out.writeByte(5);
            Map<String, Object> sorted = new TreeMap<>();
            JavaConverters.mapAsJavaMap(map).forEach((name, item) -> sorted.put(String.valueOf(name), item));
            out.writeInt(sorted.size());
            for (Map.Entry<String, Object> entry : sorted.entrySet()) {
                put(out, entry.getKey());
                put(out, entry.getValue());
            }
        } else if (value instanceof Timestamp time) {
            out.writeByte(8);
            out.writeLong(time.toInstant().getEpochSecond());
            out.writeInt(time.getNanos());
        } else if (value instanceof Date day) {
            out.writeByte(9);
            out.writeLong(day.toLocalDate().toEpochDay());
        } else if (value instanceof byte[] binary) {
            out.writeByte(10);
            out.writeInt(binary.length);
            out.write(binary);
        } else if (value instanceof Row nested) {
            out.writeByte(6);
            out.write(bytes(nested));
        } else {
            byte[] text = value.toString().getBytes(StandardCharsets.UTF_8);
            out.writeByte(7);
            out.writeInt(text.length);
            out.write(text);
        }
    }
}
