package io.millwright.fleet;

import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * One Parquet file, written value by value and renamed to its name when it is complete. Written here rather than by Spark's
 * writer because one task makes exactly one file of a known name, and because no value is boxed on the way.
 *
 * @param <R> a record; how it is written is given
 */
final class ParquetFile<R> implements Closeable {
    private static final long ROW_GROUP_BYTES = 32L << 20;

    private final FileSystem files;
    private final Path part;
    private final Path path;
    private final ParquetWriter<R> writer;

    /** Writes the fields of one record, between start and end of the message. */
    interface Fields<R> {
        void write(RecordConsumer out, R row);
    }

    ParquetFile(Configuration configuration, Path path, MessageType schema, Fields<R> fields) throws IOException {
        this.path = path;
        this.part = new Path(path.getParent(), "." + path.getName() + ".part");
        this.files = path.getFileSystem(configuration);
        this.writer = new Builder<>(part, schema, fields)
                .withConf(configuration)
                // Measured numbers hardly repeat, and names that do are packed by the compression. Said for each
                // column, it was now and
                // then forgotten for some where two files were written at once, and their bytes were others.
                .withDictionaryEncoding(false)
                .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
                .withCompressionCodec(CompressionCodecName.ZSTD)
                .withRowGroupSize(ROW_GROUP_BYTES)
                .withPageWriteChecksumEnabled(false)
                .build();
    }

    void write(R row) throws IOException {
        writer.write(row);
    }

    @Override
    public void close() throws IOException {
        writer.close();
        rename(files, part, path);
    }

    static void rename(FileSystem files, Path part, Path path) throws IOException {
        files.delete(path, false);
        if (!files.rename(part, path)) {
            throw new IOException("cannot rename " + part + " to " + path.getName());
        }
    }

    static void text(RecordConsumer out, String name, int index, String value) {
        if (!value.isEmpty()) {
            out.startField(name, index);
            out.addBinary(Binary.fromString(value));
            out.endField(name, index);
        }
    }

    static void time(RecordConsumer out, String name, int index, long micros) {
        out.startField(name, index);
        out.addLong(micros);
        out.endField(name, index);
    }

    /** A number, or nothing for NaN. */
    static void number(RecordConsumer out, String name, int index, double value) {
        if (!Double.isNaN(value)) {
            out.startField(name, index);
            out.addDouble(value);
            out.endField(name, index);
        }
    }

    private static final class Builder<R> extends ParquetWriter.Builder<R, Builder<R>> {
        private final MessageType schema;
        private final Fields<R> fields;

        Builder(Path path, MessageType schema, Fields<R> fields) {
            super(path);
            this.schema = schema;
            this.fields = fields;
        }

        @Override
        protected Builder<R> self() {
            return this;
        }

        @Override
        protected WriteSupport<R> getWriteSupport(Configuration configuration) {
            return new Support<>(schema, fields);
        }
    }

    private static final class Support<R> extends WriteSupport<R> {
        private final MessageType schema;
        private final Fields<R> fields;
        private @Nullable RecordConsumer out;

        Support(MessageType schema, Fields<R> fields) {
            this.schema = schema;
            this.fields = fields;
        }

        @Override
        public WriteContext init(Configuration configuration) {
            return new WriteContext(schema, Map.of());
        }

        @Override
        public void prepareForWrite(RecordConsumer recordConsumer) {
            out = recordConsumer;
        }

        @Override
        public void write(R row) {
            RecordConsumer consumer = Objects.requireNonNull(out);
            consumer.startMessage();
            fields.write(consumer, row);
            consumer.endMessage();
        }
    }
}
