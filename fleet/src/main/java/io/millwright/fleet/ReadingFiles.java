package io.millwright.fleet;

import static org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit.MICROS;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/** Writes the readings of one slice of one site: Parquet by machine, or CSV in order of arrival in local time. */
final class ReadingFiles {
    private static final MessageType SCHEMA = schema();

    private ReadingFiles() {}

    /** One row of a block. */
    private record At(ReadingBlock block, int row) {
        long received() {
            return block.receivedMicros[row];
        }
    }

    /** The slices of a site's readings: weeks where they are text, months otherwise. */
    static List<Slice> slices(FleetSpec spec, Site site) {
        int machines = Roster.machinesOf(spec, site).size();
        return site.deliversText() ? Slice.weeks(spec, machines) : Slice.months(spec, machines);
    }

    static void write(FleetSpec spec, Site site, Slice slice, String landing, Configuration configuration)
            throws IOException {
        Path folder = new Path(landing + "/" + LandingFiles.READINGS + "/" + site.id());
        if (site.deliversText()) {
            writeText(spec, site, slice, new Path(folder, slice.name() + ".csv"), configuration);
        } else {
            writeParquet(spec, site, slice, new Path(folder, slice.name() + ".parquet"), configuration);
        }
    }

    private static void writeParquet(FleetSpec spec, Site site, Slice slice, Path path, Configuration configuration)
            throws IOException {
        Climate climate = Climate.of(spec, site);
        List<Machine> machines = slice.pick(Roster.machinesOf(spec, site));
        List<Fault> strangers = strangers(spec, site, slice);
        try (ParquetFile<At> file = new ParquetFile<>(configuration, path, SCHEMA, ReadingFiles::writeFields)) {
            for (int i = 0; i < machines.size(); i++) {
                MachineHistory history = MachineHistory.of(spec, machines.get(i), climate);
                for (ReadingBlock block : delivered(spec, history, slice, strangers, i)) {
                    for (int row = 0; row < block.rows; row++) {
                        if (!block.lost[row]) {
                            file.write(new At(block, row));
                        }
                    }
                }
            }
        }
    }

    private static void writeText(FleetSpec spec, Site site, Slice slice, Path path, Configuration configuration)
            throws IOException {
        LocalTimes times = new LocalTimes(site.zone());
        try (CsvFile file = new CsvFile(configuration, path, LandingFiles.READING_COLUMNS)) {
            List<At> rows = rowsInOrderOfArrival(spec, site, slice);
            double share = FaultPlan.arrivingShare(spec, site, slice);
            for (At at : rows) {
                writeLine(file, at, times);
            }
            if (share < 1) {
                file.truncate((int) (file.length() * share));
            }
        }
    }

    /** What the truth says about a file that was cut; null for a whole file. */
    static @Nullable Fault truncation(FleetSpec spec, Site site, Slice slice) {
        double share = FaultPlan.arrivingShare(spec, site, slice);
        if (!site.deliversText() || share == 1) {
            return null;
        }
        double from = slice.fromHour() + share * (slice.toHour() - slice.fromHour());
        String name = LandingFiles.READINGS + "/" + site.id() + "/" + slice.name() + ".csv";
        return new Fault(FaultKind.TRUNCATED_FILE, "", null, from, slice.toHour(), share, name);
    }

    private static List<At> rowsInOrderOfArrival(FleetSpec spec, Site site, Slice slice) {
        Climate climate = Climate.of(spec, site);
        List<Machine> machines = slice.pick(Roster.machinesOf(spec, site));
        List<Fault> strangers = strangers(spec, site, slice);
        List<At> rows = new ArrayList<>();
        for (int i = 0; i < machines.size(); i++) {
            MachineHistory history = MachineHistory.of(spec, machines.get(i), climate);
            for (ReadingBlock block : delivered(spec, history, slice, strangers, i)) {
                for (int row = 0; row < block.rows; row++) {
                    if (!block.lost[row]) {
                        rows.add(new At(block, row));
                    }
                }
            }
        }
        rows.sort(Comparator.comparingLong(At::received));
        return rows;
    }

    private static List<Fault> strangers(FleetSpec spec, Site site, Slice slice) {
        int machines = Roster.machinesOf(spec, site).size();
        return FaultPlan.strangersOf(spec, site, machines).stream()
                .filter(fault -> fault.from() >= slice.fromHour() && fault.from() < slice.toHour())
                .toList();
    }

    /** A machine's blocks and those of the strangers that happen to repeat its rows. */
    private static List<ReadingBlock> delivered(
            FleetSpec spec, MachineHistory history, Slice slice, List<Fault> strangers, int position) {
        List<ReadingBlock> blocks = new ArrayList<>(ReadingSimulator.blocks(spec, history, slice));
        int inSite = position + slice.part() * Slice.MACHINES_PER_PART;
        for (Fault stranger : strangers) {
            if ((int) stranger.amount() == inSite) {
                int from = ReadingSimulator.rowAt(spec, history.machine(), slice, stranger.from());
                int to = ReadingSimulator.rowAt(spec, history.machine(), slice, stranger.to());
                blocks.add(blocks.get(0).again(stranger.equipmentId(), from, to, 0));
            }
        }
        return blocks;
    }

    private static void writeLine(CsvFile file, At at, LocalTimes times) {
        ReadingBlock block = at.block();
        file.field(block.equipmentId);
        file.field(times.format(block.eventMicros[at.row()]));
        file.field(times.format(at.received()));
        for (Sensor sensor : Sensor.ALL) {
            String instead = block.text.isEmpty() ? null : block.text.get(ReadingBlock.cell(at.row(), sensor));
            if (instead != null) {
                file.field(instead);
            } else {
                file.field(block.values[sensor.index][at.row()], sensor.stepsPerUnit);
            }
        }
        file.endLine();
    }

    private static void writeFields(RecordConsumer out, At at) {
        ReadingBlock block = at.block();
        out.startField(LandingFiles.EQUIPMENT_ID, 0);
        out.addBinary(Binary.fromString(block.equipmentId));
        out.endField(LandingFiles.EQUIPMENT_ID, 0);
        ParquetFile.time(out, LandingFiles.EVENT_TIME, 1, block.eventMicros[at.row()]);
        ParquetFile.time(out, LandingFiles.RECEIVED_AT, 2, block.receivedMicros[at.row()]);
        for (int s = 0; s < Sensor.ALL.length; s++) {
            ParquetFile.number(out, Sensor.ALL[s].column, 3 + s, block.values[s][at.row()]);
        }
    }

    private static MessageType schema() {
        Types.MessageTypeBuilder builder = Types.buildMessage();
        builder.required(BINARY).as(stringType()).named(LandingFiles.EQUIPMENT_ID);
        builder.required(INT64).as(timestampType(true, MICROS)).named(LandingFiles.EVENT_TIME);
        builder.required(INT64).as(timestampType(true, MICROS)).named(LandingFiles.RECEIVED_AT);
        for (Sensor sensor : Sensor.ALL) {
            builder.optional(DOUBLE).named(sensor.column);
        }
        return builder.named("readings");
    }
}
