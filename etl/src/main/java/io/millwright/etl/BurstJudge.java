package io.millwright.etl;

import io.millwright.lake.BurstEnd;
import io.millwright.lake.table.Waveforms;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Judges bursts of one source of waveforms, converts them to their sensor's unit, and takes their effective value and peak. Not safe
 * for several threads.
 */
final class BurstJudge {

    /** No shaft turns faster: a dentist's turbine reaches 7 kHz. */
    private static final double FASTEST_HZ = 10_000;

    private final WaveformPlan plan;
    private final Moments moments;
    private final ArrivalSpans.Telling arrivals;

    /** @param spans is told when the bursts of each file arrived, whatever interval is taken */
    BurstJudge(WaveformPlan plan, ArrivalSpans spans) {
        this.plan = plan;
        this.arrivals = spans.ofSource(plan.source);
        this.moments = plan.moments.copy();
    }

    /** A record of which not even the columns can be told apart. */
    Burst malformed(String path, long place, String raw) {
        Burst burst = new Burst();
        burst.setPath(path);
        burst.setRowIndex(place);
        burst.setReason(Reason.MALFORMED_RECORD);
        burst.setRaw(raw);
        return burst;
    }

    /** Empty where the burst belongs to another interval of arrival. */
    Optional<Burst> judge(LandedBurst landed) {
        long start = moments.parse(landed.start());
        float[] samples = landed.samples();
        long known = known(landed, start, samples.length);
        if (known != Moments.UNREADABLE) {
            arrivals.arrived(landed.path(), known);
            if (known < plan.fromMs || known >= plan.toMs) {
                return Optional.empty();
            }
        }
        Burst burst = new Burst();
        burst.setPath(landed.path());
        burst.setRowIndex(landed.place());
        String machine = landed.machine();
        burst.setEquipmentId(machine == null || machine.isBlank() ? null : plan.prefix + machine.strip());
        String name = landed.sensor();
        WaveformPlan.Channel channel = name == null ? null : plan.channelByName.get(name);
        burst.setSensor(channel == null ? name : channel.sensor());
        burst.setStartMs(start == Moments.UNREADABLE ? null : start);
        burst.setKnownMs(known == Moments.UNREADABLE ? null : known);
        burst.setSamplingHz(landed.samplingHz());
        burst.setShaftSpeedHz(shaftSpeedHz(landed));
        burst.setReason(reason(burst, channel, samples));
        if (burst.getReason() != null) {
            burst.setRaw(raw(landed, samples.length));
        }
        return Optional.of(burst);
    }

    /** As told, but of a burst that is not over then, by a clock or for want of an arrival, when it is; one that starts later is left alone. */
    private long known(LandedBurst landed, long start, int samples) {
        if (start == Moments.UNREADABLE) {
            return plan.hasArrival ? moments.parse(landed.arrival()) : Moments.UNREADABLE;
        }
        long told = plan.hasArrival ? moments.parse(landed.arrival()) : start + plan.delayMs;
        return told == Moments.UNREADABLE || told < start
                ? told
                : Math.max(told, BurstEnd.ms(start, samples, landed.samplingHz()));
    }

    private @Nullable String reason(Burst burst, WaveformPlan.@Nullable Channel channel, float[] samples) {
        Long start = burst.getStartMs();
        Long known = burst.getKnownMs();
        if (start == null || known == null) {
            return Reason.UNPARSABLE_TIME;
        }
        String machine = burst.getEquipmentId();
        if (machine == null || (plan.machines != null && !plan.machines.contains(machine))) {
            return Reason.UNKNOWN_MACHINE;
        }
        if (channel == null) {
            return Reason.UNKNOWN_SENSOR;
        }
        if (start > known) {
            return Reason.FUTURE;
        }
        String ofSpeed = reason(burst.getShaftSpeedHz());
        if (ofSpeed != null) {
            return ofSpeed;
        }
        boolean measured = burst.getSamplingHz() > 0 && summarised(burst, converted(samples, channel.conversion()));
        return measured ? null : Reason.UNPARSABLE_VALUE;
    }

    /** Turns a second; null where the burst does not say, NaN where what it says is no number. */
    private @Nullable Double shaftSpeedHz(LandedBurst landed) {
        String cell = landed.shaftSpeed();
        if (plan.shaftSpeed == null || cell == null || cell.isBlank() || plan.notation.isMissing(cell)) {
            return null;
        }
        return plan.shaftSpeed.apply(plan.notation.number(cell)) + 0.0;
    }

    private static @Nullable String reason(@Nullable Double shaftSpeedHz) {
        if (shaftSpeedHz == null) {
            return null;
        }
        if (Double.isNaN(shaftSpeedHz)) {
            return Reason.UNPARSABLE_VALUE;
        }
        return shaftSpeedHz >= 0 && shaftSpeedHz <= FASTEST_HZ ? null : Reason.OUT_OF_BOUNDS;
    }

    private static float[] converted(float[] delivered, Units.Conversion conversion) {
        if (conversion.isIdentity()) {
            return delivered;
        }
        float[] samples = new float[delivered.length];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) conversion.apply(delivered[i]);
        }
        return samples;
    }

    /** False where there is no sample, or one that is no number. */
    private static boolean summarised(Burst burst, float[] samples) {
        double squares = 0;
        double peak = 0;
        for (float sample : samples) {
            squares += (double) sample * sample;
            peak = Math.max(peak, Math.abs(sample));
        }
        burst.setRms(Math.sqrt(squares / samples.length));
        burst.setPeak(peak);
        boolean usable = samples.length > 0 && Double.isFinite(squares);
        if (usable) {
            burst.setSamples(Waveforms.encoded(samples));
        }
        return usable;
    }

    /** The burst's cells, of the samples only how many there are. */
    private String raw(LandedBurst landed, int samples) {
        String rate = Double.isNaN(landed.samplingHz()) ? "" : Double.toString(landed.samplingHz());
        String speed = plan.shaftSpeed == null ? "" : ',' + shown(landed.shaftSpeed());
        return shown(landed.machine()) + ',' + shown(landed.start()) + ',' + shown(landed.arrival()) + ','
                + shown(landed.sensor()) + ',' + rate + ',' + samples + " samples" + speed;
    }

    private static String shown(@Nullable String cell) {
        return cell == null ? "" : cell;
    }
}
