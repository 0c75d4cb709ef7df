package io.millwright.features;

import io.millwright.features.table.Tiles;
import io.millwright.lake.Changes;
import io.millwright.lake.FastRows;
import java.io.Serializable;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;

/** Rows of {@code series} and of {@code tiles} by their key, which is the same, and which of them differ between two versions. */
final class ChunkKeys {

    /** Of both tables. */
    static final List<String> KEY =
            List.of(Tiles.EQUIPMENT_ID, Tiles.SENSOR, Tiles.CHUNK_START, Tiles.LATE, Tiles.KNOWN_TIME, Tiles.SOURCE);

    private static final StructType SCHEMA = new StructType(Arrays.stream(Tiles.SCHEMA.fields())
            .filter(field -> KEY.contains(field.name()))
            .toArray(org.apache.spark.sql.types.StructField[]::new));

    private static final long MICROS_PER_MS = 1000;

    private ChunkKeys() {}

    private record Key(String equipmentId, String sensor, long chunkStartMs, boolean late, long knownMs, String source)
            implements Serializable {}

    /**
     * Keys of the rows that came, went or hold something else than before. Rows that were only written again cancel out, by a hash of
     * 64 bits of what they hold.
     *
     * @param content columns of arrays and of bytes that are what a row holds
     */
    static Dataset<Row> changed(SparkSession spark, Changes changes, List<String> content) {
        JavaRDD<Row> keys = hashes(changes.removed(), content, -1)
                .union(hashes(changes.added(), content, 1))
                .reduceByKey(Long::sum)
                .filter(key -> key._2() != 0)
                .map(key -> row(key._1()));
        return spark.createDataFrame(keys, SCHEMA);
    }

    private static Row row(Key key) {
        return RowFactory.create(
                key.equipmentId(),
                key.sensor(),
                new Timestamp(key.chunkStartMs()),
                key.late(),
                new Timestamp(key.knownMs()),
                key.source());
    }

    private static JavaPairRDD<Key, Long> hashes(Dataset<Row> rows, List<String> content, long sign) {
        Set<String> wanted = new HashSet<>(KEY);
        wanted.addAll(content);
        Dataset<Row> columns = rows.select(Arrays.stream(rows.columns())
                .filter(wanted::contains)
                .map(functions::col)
                .toArray(org.apache.spark.sql.Column[]::new));
        StructType schema = columns.schema();
        int[] key = KEY.stream().mapToInt(schema::fieldIndex).toArray();
        int[] held = content.stream().mapToInt(schema::fieldIndex).toArray();
        DataType[] types =
                content.stream().map(name -> schema.apply(name).dataType()).toArray(DataType[]::new);
        return FastRows.of(columns).mapToPair(row -> new Tuple2<>(key(row, key), sign * hash(row, held, types)));
    }

    private static Key key(InternalRow row, int[] at) {
        return new Key(
                row.getUTF8String(at[0]).toString(),
                row.getUTF8String(at[1]).toString(),
                Math.floorDiv(row.getLong(at[2]), MICROS_PER_MS),
                row.getBoolean(at[3]),
                Math.floorDiv(row.getLong(at[4]), MICROS_PER_MS),
                row.getUTF8String(at[5]).toString());
    }

    /** Of the bits of all that is held; odd, so never 0. */
    private static long hash(InternalRow row, int[] held, DataType[] types) {
        long hash = 1;
        for (int i = 0; i < held.length; i++) {
            if (row.isNullAt(held[i])) {
                hash = mixed(hash, -1);
            } else if (types[i] instanceof ArrayType array) {
                hash = mixed(hash, row.getArray(held[i]), array.elementType());
            } else {
                hash = mixed(hash, row.getBinary(held[i]));
            }
        }
        return hash | 1;
    }

    private static long mixed(long before, ArrayData array, DataType element) {
        long hash = mixed(before, array.numElements());
        if (element.equals(DataTypes.DoubleType)) {
            for (double number : array.toDoubleArray()) {
                hash = mixed(hash, Double.doubleToRawLongBits(number));
            }
        } else if (element.equals(DataTypes.LongType)) {
            for (long number : array.toLongArray()) {
                hash = mixed(hash, number);
            }
        } else {
            for (int number : array.toIntArray()) {
                hash = mixed(hash, number);
            }
        }
        return hash;
    }

    private static long mixed(long before, byte[] bytes) {
        long hash = mixed(before, bytes.length);
        for (byte each : bytes) {
            hash = mixed(hash, each);
        }
        return hash;
    }

    /** One step of a hash whose every bit depends on every bit before, after Steele and others' SplitMix64. */
    private static long mixed(long hash, long bits) {
        long mixed = (hash + 0x9E3779B97F4A7C15L) ^ bits;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    /** Rows with one of these keys. */
    static Dataset<Row> with(Dataset<Row> rows, Dataset<Row> keys) {
        return joined(rows, keys, "left_semi");
    }

    /** Rows with none of them. */
    static Dataset<Row> without(Dataset<Row> rows, Dataset<Row> keys) {
        return joined(rows, keys, "left_anti");
    }

    private static Dataset<Row> joined(Dataset<Row> rows, Dataset<Row> keys, String how) {
        return rows.join(keys, KEY.toArray(new String[0]), how)
                .select(Arrays.stream(rows.columns()).map(functions::col).toArray(org.apache.spark.sql.Column[]::new));
    }
}
