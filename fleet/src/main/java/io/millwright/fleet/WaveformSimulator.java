package io.millwright.fleet;

import io.millwright.fleet.Stream.Purpose;

/**
 * One burst of one axis of an accelerometer, in m/s2: the shaft's first three harmonics (imbalance and misalignment raise
 * them, as does dirt on a rotor, which comes off again), twice the mains frequency (electrical faults), the ringing of a
 * resonance struck once per passing ball (bearing wear) or once per turn (a loose mount or guard, which heals itself), and
 * broadband noise (load, lubrication), on the grid of a 12-bit converter.
 */
final class WaveformSimulator {
    /** Full scale of the converter is 2048 of these, 50 m/s2, each way. */
    private static final double ADC_STEP = 50.0 / 2_048;

    private static final double MAINS_HZ = 50;
    private static final double[] AXIS_GAIN = {1.0, 0.8, 0.55};

    /** Spread of the whole burst's height from one burst to the next: whatever passes over the machine just then. */
    private static final double BURST_SPREAD = 0.15;

    /** Height of the strikes of a fully worn bearing, and of a loose part in the largest excursion of the vibration. */
    private static final double FULL_IMPACT = 2.5;

    private static final double LARGEST_EXCURSION = 11;

    private WaveformSimulator() {}

    static float[] burst(FleetSpec spec, MachineHistory history, int hour, int axis) {
        Machine machine = history.machine();
        int rate = machine.samplingHz(spec);
        float[] samples = new float[(int) (rate * spec.burstLength().toMillis() / 1_000)];
        Stream random = Stream.of(spec.seed(), machine.index(), Purpose.WAVEFORM, hour * 3L + axis);
        double gain = AXIS_GAIN[axis] * history.hours().levelAt(Sensor.VIBRATION_RMS, hour) / 2.5;
        Shape shape = shape(spec, history, hour).ofHeight(gain * random.factor(BURST_SPREAD));
        double[] harmonics = {shape.shaftHz(), 2 * shape.shaftHz(), 3 * shape.shaftHz(), 2 * MAINS_HZ};
        double[] amplitudes = {shape.once(), shape.twice(), shape.thrice(), shape.mains()};
        addTones(samples, rate, harmonics, amplitudes, random);
        addImpacts(samples, rate, shape.shaftHz() * machine.type().bearing.outerRaceOrder(), shape.impact(), random);
        addImpacts(samples, rate, shape.shaftHz(), shape.rattle(), random);
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (Math.rint((samples[i] + shape.noise() * random.gauss()) / ADC_STEP) * ADC_STEP);
        }
        return samples;
    }

    /** Amplitudes of a burst's parts, in m/s2. */
    private record Shape(
            double shaftHz,
            double once,
            double twice,
            double thrice,
            double mains,
            double impact,
            double rattle,
            double noise) {

        /**
         * The same shape at a given root mean square: damage changes what a burst consists of, its height is the business of
         * the vibration sensor.
         */
        Shape ofHeight(double rms) {
            double tones = (once * once + twice * twice + thrice * thrice + mains * mains) / 2;
            double struck = (impact * impact + rattle * rattle) / 8;
            double factor = rms / Math.sqrt(tones + struck + noise * noise);
            return new Shape(
                    shaftHz,
                    factor * once,
                    factor * twice,
                    factor * thrice,
                    factor * mains,
                    factor * impact,
                    factor * rattle,
                    factor * noise);
        }
    }

    private static Shape shape(FleetSpec spec, MachineHistory history, int hour) {
        double offCentre = Math.max(damage(spec, history, FailureMode.MISALIGNMENT, hour), shaken(history, hour, true));
        double worn = damage(spec, history, FailureMode.BEARING_WEAR, hour);
        double dry = damage(spec, history, FailureMode.LUBRICATION, hour);
        double shorted = damage(spec, history, FailureMode.ELECTRICAL, hour);
        double slack = damage(spec, history, FailureMode.BELT_WEAR, hour);
        return new Shape(
                history.hours().levelAt(Sensor.SPEED, hour) / 60,
                0.9 + 0.9 * offCentre,
                0.35 + 1.3 * offCentre,
                0.15 + 0.3 * slack,
                0.1 + 0.5 * shorted,
                FULL_IMPACT * worn,
                FULL_IMPACT * shaken(history, hour, false),
                0.7 + 0.35 * dry);
    }

    /** How much an excursion of the vibration shakes the machine, from 0 to 1, by something that turns or by something that strikes. */
    private static double shaken(MachineHistory history, int hour, boolean turning) {
        double most = 0;
        for (Excursion excursion : history.life().excursions()) {
            if (excursion.turning() == turning) {
                double vibration = excursion.weights()[Sensor.VIBRATION_RMS.index];
                most = Math.max(most, vibration * excursion.height(hour) / LARGEST_EXCURSION);
            }
        }
        return most;
    }

    private static double damage(FleetSpec spec, MachineHistory history, FailureMode mode, int hour) {
        double worst = 0;
        for (Episode episode : history.life().episodes()) {
            if (episode.mode() == mode) {
                worst = Math.max(worst, episode.degradation(hour, spec.scenario()));
            }
        }
        return worst;
    }

    /** Tones by the recurrence of the sine, which needs no library call per sample. */
    private static void addTones(float[] samples, int rate, double[] hz, double[] amplitudes, Stream random) {
        for (int tone = 0; tone < hz.length; tone++) {
            double phase = 2 * Math.PI * random.uniform();
            double step = 2 * Math.PI * hz[tone] / rate;
            double twiceCosine = 2 * Math.cos(step);
            double before = amplitudes[tone] * Math.sin(phase - step);
            double now = amplitudes[tone] * Math.sin(phase);
            for (int i = 0; i < samples.length; i++) {
                samples[i] += (float) now;
                double after = twiceCosine * now - before;
                before = now;
                now = after;
            }
        }
    }

    /** A damped resonance at 0.31 of the sampling rate, struck at each ball pass with a little slip. */
    private static void addImpacts(float[] samples, int rate, double passHz, double amplitude, Stream random) {
        if (amplitude <= 0) {
            return;
        }
        double decay = Math.exp(-2 * passHz / rate);
        double step = 2 * Math.PI * 0.31;
        double period = rate / passHz;
        double turnedSin = decay * Math.sin(step);
        double turnedCos = decay * Math.cos(step);
        for (double at = period * random.uniform(); at < samples.length; at += period * (1 + 0.01 * random.gauss())) {
            int to = (int) Math.min(samples.length, at + 3 * period);
            int from = (int) Math.ceil(at);
            // A damped pointer, turned by one step a sample: the same as a sine of each, and ten times as fast.
            double sin = amplitude * Math.sin(step * (from - at));
            double cos = amplitude * Math.cos(step * (from - at));
            for (int i = from; i < to; i++) {
                samples[i] += (float) sin;
                double next = sin * turnedCos + cos * turnedSin;
                cos = cos * turnedCos - sin * turnedSin;
                sin = next;
            }
        }
    }
}
