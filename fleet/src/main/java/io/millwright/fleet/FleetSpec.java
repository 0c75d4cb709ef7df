package io.millwright.fleet;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;

/**
 * What fleet to simulate. Two equal specs give the same files with the same rows, bit for bit.
 *
 * @param machines 2 to 10,000 (fewer than 10 only for tests)
 * @param days length of the history, 7 to 3,650
 * @param start first instant of the history, midnight UTC
 * @param seed names every random stream
 * @param failuresPerMachineYear expected failures of one machine in a year of 365 days; 3 to 6 is believable, more is for tests
 * @param suddenShare share of failures without any precursor
 * @param replacedEarlyShare share of developing failures that a crew ends by replacing the component too early
 * @param excursionsPerMachineQuarter expected self-healing episodes of one machine in 90 days
 * @param plantedLead lead of the precursor in {@link Scenario#PLANTED_PRECURSOR}
 * @param readingPeriod between two readings of a scalar sensor; divides an hour
 * @param burstPeriod between two vibration bursts; a whole number of hours
 * @param burstLength of one vibration burst
 * @param samplingHz of an ordinary accelerometer
 * @param fastSamplingHz of the accelerometer on air compressors
 */
public record FleetSpec(
        int machines,
        int days,
        Instant start,
        long seed,
        Scenario scenario,
        double failuresPerMachineYear,
        double suddenShare,
        double replacedEarlyShare,
        double excursionsPerMachineQuarter,
        Duration plantedLead,
        Duration readingPeriod,
        Duration burstPeriod,
        Duration burstLength,
        int samplingHz,
        int fastSamplingHz,
        FaultRates faults)
        implements Serializable {

    private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");

    public FleetSpec {
        require(machines >= 2 && machines <= 10_000, "machines must be in [2, 10000], got " + machines);
        require(days >= 7 && days <= 3_650, "days must be in [7, 3650], got " + days);
        require(start.getEpochSecond() % 86_400 == 0, "start must be midnight UTC, got " + start);
        require(
                failuresPerMachineYear >= 0 && failuresPerMachineYear <= 150,
                "failures per machine-year must be in [0, 150], got " + failuresPerMachineYear);
        require(suddenShare >= 0 && suddenShare <= 1, "sudden share must be in [0, 1], got " + suddenShare);
        require(
                replacedEarlyShare >= 0 && replacedEarlyShare < 1,
                "replaced early share must be in [0, 1), got " + replacedEarlyShare);
        require(
                excursionsPerMachineQuarter >= 0 && excursionsPerMachineQuarter <= 20,
                "excursions per machine-quarter must be in [0, 20], got " + excursionsPerMachineQuarter);
        require(
                !plantedLead.isNegative() && !plantedLead.isZero() && plantedLead.toDays() <= 30,
                "planted lead must be in (0, 30 days], got " + plantedLead);
        require(
                readingPeriod.toSeconds() >= 1 && 3_600 % readingPeriod.toSeconds() == 0,
                "reading period must divide an hour, got " + readingPeriod);
        require(
                burstPeriod.toSeconds() >= 3_600 && burstPeriod.toSeconds() % 3_600 == 0,
                "burst period must be whole hours, got " + burstPeriod);
        require(
                burstLength.toMillis() >= 10 && burstLength.toSeconds() <= 60,
                "burst length must be in [10 ms, 60 s], got " + burstLength);
        require(
                samplingHz >= 100 && samplingHz <= 100_000,
                "sampling rate must be in [100, 100000], got " + samplingHz);
        require(
                fastSamplingHz >= samplingHz && fastSamplingHz <= 100_000,
                "fast sampling rate must be in [sampling rate, 100000], got " + fastSamplingHz);
    }

    /** The fleet of {@code examples/demo-fleet.yaml}: 40 machines, 120 days, every data fault on. */
    public static FleetSpec defaults() {
        return new FleetSpec(
                40,
                120,
                START,
                1,
                Scenario.DEFAULT,
                5.0,
                0.22,
                0.12,
                2.8,
                Duration.ofHours(75),
                Duration.ofMinutes(5),
                Duration.ofHours(6),
                Duration.ofSeconds(1),
                1_000,
                10_000,
                FaultRates.defaults());
    }

    /** Six machines, 30 days and so many failures (at least 40) that every stage has something to do. */
    public static FleetSpec small() {
        return defaults().withMachines(6).withDays(30).withFailuresPerMachineYear(150);
    }

    public FleetSpec withMachines(int value) {
        return copy(value, days, seed, scenario, failuresPerMachineYear, faults);
    }

    public FleetSpec withDays(int value) {
        return copy(machines, value, seed, scenario, failuresPerMachineYear, faults);
    }

    public FleetSpec withSeed(long value) {
        return copy(machines, days, value, scenario, failuresPerMachineYear, faults);
    }

    public FleetSpec withScenario(Scenario value) {
        return copy(machines, days, seed, value, failuresPerMachineYear, faults);
    }

    public FleetSpec withFailuresPerMachineYear(double value) {
        return copy(machines, days, seed, scenario, value, faults);
    }

    public FleetSpec withFaults(FaultRates value) {
        return copy(machines, days, seed, scenario, failuresPerMachineYear, value);
    }

    /** First instant after the history. */
    public Instant end() {
        return start.plus(Duration.ofDays(days));
    }

    int hours() {
        return days * 24;
    }

    int readingsPerHour() {
        return (int) (3_600 / readingPeriod.toSeconds());
    }

    private FleetSpec copy(
            int machineCount, int dayCount, long newSeed, Scenario newScenario, double failures, FaultRates rates) {
        return new FleetSpec(
                machineCount,
                dayCount,
                start,
                newSeed,
                newScenario,
                failures,
                suddenShare,
                replacedEarlyShare,
                excursionsPerMachineQuarter,
                plantedLead,
                readingPeriod,
                burstPeriod,
                burstLength,
                samplingHz,
                fastSamplingHz,
                rates);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
