package io.millwright.pipeline.jobs;

import io.millwright.fleet.FaultKind;
import io.millwright.fleet.FaultRates;
import io.millwright.fleet.FleetGenerator;
import io.millwright.fleet.FleetSpec;
import io.millwright.fleet.Scenario;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.config.Simulated;
import io.millwright.pipeline.JobContext;
import io.millwright.pipeline.Main;
import io.millwright.pipeline.Outcome;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** {@code generate}: the landing files of a simulated fleet, and its truth elsewhere. */
public final class GenerateJob {

    private GenerateJob() {}

    public static void main(String[] args) {
        Main.main("generate", args);
    }

    /**
     * Makes the fleet of {@code landing.simulated}.
     *
     * @throws MillwrightException category CONFIGURATION where the pipeline file describes none
     */
    public static Outcome run(JobContext context) {
        Simulated wanted = context.config()
                .landing()
                .simulated()
                .orElseThrow(
                        () -> MillwrightException.configuration(context.config().file()
                                + " describes no simulated fleet; add landing.simulated, as in"
                                + " examples/demo-fleet.yaml"));
        FleetSpec spec = spec(wanted, context.config().file());
        context.progress().step("writing landing files");
        try {
            generate(context, spec, wanted);
        } catch (IOException e) {
            throw MillwrightException.service(
                    "the fleet cannot be written to " + wanted.path() + " (" + e.getMessage()
                            + "); allow this user to write there, or give another folder with --out",
                    e);
        }
        return Outcome.of(
                String.format(
                        Locale.ROOT, "%,d machines, %,d days, seed %d", spec.machines(), spec.days(), spec.seed()),
                wanted.path());
    }

    /** What a killed run leaves is marked as no fleet. */
    private static void generate(JobContext context, FleetSpec spec, Simulated wanted) throws IOException {
        Path marker = new Path(wanted.path(), Simulated.UNFINISHED);
        FileSystem files = marker.getFileSystem(context.spark().sessionState().newHadoopConf());
        files.create(marker, true).close();
        FleetGenerator.generate(
                context.spark(), spec, wanted.path(), wanted.truthPath(), (written, of) -> context.progress()
                        .fraction((double) written / of));
        files.delete(marker, false);
    }

    static FleetSpec spec(Simulated wanted, String file) {
        try {
            return FleetSpec.defaults()
                    .withMachines(wanted.machines())
                    .withDays(wanted.days())
                    .withSeed(wanted.seed())
                    .withScenario(
                            Scenario.valueOf(wanted.scenario().replace('-', '_').toUpperCase(Locale.ROOT)))
                    .withFailuresPerMachineYear(wanted.failuresPerMachineYear())
                    .withFaults(faults(wanted));
        } catch (IllegalArgumentException e) {
            throw MillwrightException.configuration(file + ": landing.simulated: " + e.getMessage());
        }
    }

    private static FaultRates faults(Simulated wanted) {
        FaultRates rates = FaultRates.defaults();
        for (Map.Entry<String, Double> multiple : wanted.faultRates().entrySet()) {
            FaultKind kind = Arrays.stream(FaultKind.values())
                    .filter(known -> known.label().equals(multiple.getKey()))
                    .findFirst()
                    .orElseThrow(() ->
                            new IllegalArgumentException("unknown data fault '" + multiple.getKey() + "'; known are "
                                    + Arrays.stream(FaultKind.values())
                                            .map(FaultKind::label)
                                            .collect(Collectors.joining(", "))));
            rates = rates.with(kind, rates.of(kind) * multiple.getValue());
        }
        return rates;
    }
}
