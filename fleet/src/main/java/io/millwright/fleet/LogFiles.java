package io.millwright.fleet;

import io.millwright.fleet.Stream.Purpose;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Writes one site's master data, logs and plans as CSV, one file each. */
final class LogFiles {
    private static final String[] ALARM_CODES = {"E07", "E11", "E21", "E31", "E42", "E51"};
    private static final String[] ALARM_SEVERITIES = {"info", "warning", "warning", "warning", "warning", "info"};
    private static final double ALARMS_PER_HOUR = 1.2 / 168;

    private final FleetSpec spec;
    private final Site site;
    private final String landing;
    private final Configuration configuration;
    private final List<Machine> machines;
    private final List<MachineLife> lives = new ArrayList<>();
    private final Climate climate;

    private LogFiles(FleetSpec spec, Site site, String landing, Configuration configuration) {
        this.spec = spec;
        this.site = site;
        this.landing = landing;
        this.configuration = configuration;
        this.machines = Roster.machinesOf(spec, site);
        this.climate = Climate.of(spec, site);
        for (Machine machine : machines) {
            lives.add(MachineLife.of(spec, machine));
        }
    }

    static void write(FleetSpec spec, Site site, String landing, Configuration configuration) throws IOException {
        LogFiles files = new LogFiles(spec, site, landing, configuration);
        files.writeEquipment();
        files.writeComponents();
        files.writeWorkOrders();
        files.writeFailures();
        files.writeAlarms();
        files.writeOperations();
        files.writeConditions();
    }

    private CsvFile open(String folder, List<String> header) throws IOException {
        return new CsvFile(configuration, new Path(landing + "/" + folder + "/" + site.id() + ".csv"), header);
    }

    private void writeEquipment() throws IOException {
        try (CsvFile file = open(LandingFiles.EQUIPMENT, LandingFiles.EQUIPMENT_COLUMNS)) {
            for (Machine machine : machines) {
                writeMachine(file, machine);
            }
        }
    }

    private void writeMachine(CsvFile file, Machine machine) {
        EquipmentType.Rated rated = machine.type().rated;
        EquipmentType.BearingGeometry bearing = machine.type().bearing;
        LocalDate first = LocalDate.ofInstant(spec.start(), ZoneOffset.UTC);
        file.field(machine.id()).field(site.id()).field(site.zone().getId()).field(machine.line());
        file.field(machine.type().label).field(machine.manufacturer()).field(machine.model());
        file.field(first.minusDays(machine.ageDays()).toString());
        file.field(machine.samplingHz(spec)).field(rated.speedRpm(), 10);
        file.field(bearing.balls()).field(bearing.ballDiameterMm(), 100);
        file.field(bearing.pitchDiameterMm(), 100).field(bearing.contactAngleDeg(), 10);
        file.field(rated.currentA(), 10).field(rated.voltageV(), 10).field(rated.pressureBar(), 10);
        file.field(rated.torqueNm(), 10).field(rated.throughputPerHour(), 10).field(rated.vibrationMmS(), 10);
        file.field(rated.motorRiseK() + 30, 10).field(rated.bearingRiseK() + 30, 10);
        file.endLine();
    }

    private void writeComponents() throws IOException {
        try (CsvFile file = open(LandingFiles.COMPONENTS, LandingFiles.COMPONENT_COLUMNS)) {
            for (int i = 0; i < machines.size(); i++) {
                writeComponents(file, machines.get(i), lives.get(i));
            }
        }
    }

    private void writeComponents(CsvFile file, Machine machine, MachineLife life) {
        Stream random = Stream.of(spec.seed(), machine.index(), Purpose.ROSTER, 1);
        writeComponent(file, machine, "drive", "", -24.0 * machine.ageDays(), random);
        for (String kind : machine.type().components) {
            String parent = kind.equals("bearing") ? "gearbox" : "drive";
            double age = random.between(20, Math.max(40, Math.min(900, machine.ageDays())));
            writeComponent(file, machine, kind, parent, -24 * age, random);
            for (double installed : installations(life, kind)) {
                if (installed < spec.hours()) {
                    writeComponent(file, machine, kind, parent, installed, random);
                }
            }
        }
    }

    private static List<Double> installations(MachineLife life, String kind) {
        List<Double> hours = new ArrayList<>();
        for (Episode episode : life.episodes()) {
            if (episode.mode().component.equals(kind)) {
                hours.add(episode.repaired());
            }
        }
        for (MachineLife.Service service : life.services()) {
            if (service.replaced() && service.component().equals(kind)) {
                hours.add(service.to());
            }
        }
        hours.sort(Comparator.naturalOrder());
        return hours;
    }

    private void writeComponent(
            CsvFile file, Machine machine, String kind, String parent, double installed, Stream random) {
        String serial = String.format(Locale.ROOT, "%08X", random.next() >>> 32);
        file.field(machine.id() + "/" + kind).field(machine.id());
        file.field(parent.isEmpty() ? "" : machine.id() + "/" + parent);
        file.field(kind).field(serial).field(generation(installed)).field(Moments.text(spec, installed));
        file.endLine();
    }

    /** Makers went over to the second generation of every part a year before the history starts. */
    private static int generation(double installed) {
        return installed < -24 * 365 ? 1 : 2;
    }

    private void writeWorkOrders() throws IOException {
        List<WorkOrders.Order> orders = new ArrayList<>();
        for (int i = 0; i < machines.size(); i++) {
            orders.addAll(WorkOrders.of(spec, machines.get(i), lives.get(i)));
        }
        orders.sort(Comparator.comparingDouble(WorkOrders.Order::opened));
        try (CsvFile file = open(LandingFiles.WORK_ORDERS, LandingFiles.WORK_ORDER_COLUMNS)) {
            for (int i = 0; i < orders.size(); i++) {
                writeOrder(file, String.format(Locale.ROOT, "WO-%d-%05d", site.number(), i + 1), orders.get(i));
            }
        }
    }

    private void writeOrder(CsvFile file, String id, WorkOrders.Order order) {
        double now = spec.hours();
        boolean closed = order.isClosed(now);
        file.field(id).field(order.machine().id()).field(order.component()).field(order.kind());
        file.field(order.status(now)).field(Moments.text(spec, order.opened()));
        file.field(Moments.text(spec, order.scheduled())).field(Moments.textIfPast(spec, order.started()));
        file.field(closed ? Moments.text(spec, order.finished()) : "")
                .field(closed && order.replaced() ? "true" : "false");
        file.field(closed ? order.cost() : Double.NaN, 100).field(closed ? order.downtimeHours() : Double.NaN, 100);
        file.field(closed ? order.crewHours() : Double.NaN, 100).field(closed ? order.parts() : "");
        file.field(closed ? order.note() : "").field(Moments.text(spec, order.lastWritten(now)));
        file.endLine();
    }

    private void writeFailures() throws IOException {
        try (CsvFile file = open(LandingFiles.FAILURES, LandingFiles.FAILURE_COLUMNS)) {
            for (int i = 0; i < machines.size(); i++) {
                int number = 0;
                for (Episode episode : lives.get(i).begun(spec)) {
                    if (episode.failed() && episode.end() < spec.hours()) {
                        number++;
                        writeFailure(file, machines.get(i), episode, number);
                    }
                }
            }
        }
    }

    private void writeFailure(CsvFile file, Machine machine, Episode episode, int number) {
        double reportedAfter = 0.1 + (number * 37 + machine.index() * 11) % 17 / 20.0;
        file.field(failureId(machine, number)).field(machine.id()).field(episode.mode().component);
        file.field(episode.mode().label).field(Moments.text(spec, episode.end()));
        file.field(Moments.text(spec, episode.end() + reportedAfter));
        file.endLine();
    }

    static String failureId(Machine machine, int number) {
        return machine.id() + "-F" + number;
    }

    private void writeAlarms() throws IOException {
        try (CsvFile file = open(LandingFiles.ALARMS, LandingFiles.ALARM_COLUMNS)) {
            for (int i = 0; i < machines.size(); i++) {
                writeAlarms(file, machines.get(i), lives.get(i));
            }
        }
    }

    /** Alarms come all the time, somewhat more often when anything is unusual, failing or not. */
    private void writeAlarms(CsvFile file, Machine machine, MachineLife life) {
        Stream random = Stream.of(spec.seed(), machine.index(), Purpose.ALARMS, 0);
        for (int hour = 0; hour < spec.hours(); hour++) {
            double unusual = life.degradation(hour, spec.scenario());
            for (Excursion excursion : life.excursions()) {
                unusual += excursion.height(hour);
            }
            double draw = random.uniform();
            if (draw < ALARMS_PER_HOUR * (1 + unusual) && !life.isDown(hour)) {
                int code = random.below(ALARM_CODES.length);
                double at = hour + random.uniform();
                file.field(machine.id()).field(ALARM_CODES[code]).field(ALARM_SEVERITIES[code]);
                file.field(Moments.text(spec, at)).field(Moments.text(spec, at + 30 / 3_600.0));
                file.endLine();
            }
        }
    }

    private void writeOperations() throws IOException {
        try (CsvFile file = open(LandingFiles.OPERATIONS, LandingFiles.OPERATION_COLUMNS)) {
            for (int hour = 0; hour < spec.hours(); hour++) {
                double published = hour / (7 * 24) * (7 * 24) - 72;
                file.field(site.id()).field(Moments.text(spec, hour)).field(Moments.text(spec, published));
                file.field(climate.plannedLoad[hour], 1_000).field(climate.shift[hour]);
                file.field(climate.peak[hour] ? "true" : "false");
                file.endLine();
            }
        }
    }

    private void writeConditions() throws IOException {
        try (CsvFile file = open(LandingFiles.CONDITIONS, LandingFiles.CONDITION_COLUMNS)) {
            for (int hour = 0; hour < spec.hours(); hour++) {
                file.field(site.id()).field(Moments.text(spec, hour)).field(Moments.text(spec, hour + 1.0 / 6));
                file.field(climate.outdoorC[hour], 10).field(climate.humidityPct[hour], 10);
                file.endLine();
            }
        }
    }
}
