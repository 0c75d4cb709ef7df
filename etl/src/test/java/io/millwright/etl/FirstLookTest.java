package io.millwright.etl;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.lake.config.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstLookTest {

    private static final Configuration HADOOP = new Configuration();

    @TempDir
    private Path folder;

    @Test
    void a_parquet_file_with_a_time_of_day_is_whole_and_one_that_was_cut_off_is_not() throws IOException {
        byte[] whole = written("message reading { required int32 shift (TIME(MILLIS,true)); }");

        assertThat(problem("shift.parquet", whole))
                .startsWith("it has a column of a type that cannot be read (")
                .contains("TIME(MILLIS,true)");
        assertThat(problem("cut.parquet", Arrays.copyOf(whole, whole.length - 9)))
                .startsWith("it is not a whole Parquet file (")
                .contains("cut.parquet");
        assertThat(problem("good.parquet", written("message reading { required int32 shift; }")))
                .isNull();
    }

    private byte[] written(String schema) throws IOException {
        MessageType type = MessageTypeParser.parseMessageType(schema);
        Path file = folder.resolve("written.parquet");
        Files.deleteIfExists(file);
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toUri()))
                .withConf(HADOOP)
                .withType(type)
                .build()) {
            Group row = new SimpleGroup(type);
            row.add("shift", 21_600_000);
            writer.write(row);
        }
        return Files.readAllBytes(file);
    }

    private String problem(String name, byte[] content) throws IOException {
        Source source = new Landings(folder)
                .bytes(name, content)
                .source("{name: plc, kind: readings, path: '@/" + name + "', format: parquet, time: {column: at},"
                        + " equipment: id, columns: {temperature: t}}")
                .config()
                .landing()
                .sources()
                .get(0);
        return new FirstLook(source, HADOOP)
                .at(LandingList.of(source, HADOOP).get(0))
                .problem();
    }
}
