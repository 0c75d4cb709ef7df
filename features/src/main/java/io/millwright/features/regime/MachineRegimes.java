package io.millwright.features.regime;

/** Regimes of one machine: places readings by the machine's settings, and normalises them. */
public final class MachineRegimes {

    private final RegimeModel model;
    private final Settings settings;
    private final long tileMs;

    public MachineRegimes(RegimeModel model, Settings settings, long tileMs) {
        this.model = model;
        this.settings = settings;
        this.tileMs = tileMs;
    }

    /**
     * The readings of a chunk in standard deviations of their regime; NaN where the regime is not known. Sensors that
     * are not normalised come back as they are.
     *
     * @param lateKnownMs when the readings were known; any moment before their tiles' ends for readings that came in time
     */
    public double[] normalised(String sensor, long chunkStartMs, int[] offsetsMs, double[] values, long lateKnownMs) {
        if (!model.normalises(sensor)) {
            return values;
        }
        double[] normalised = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            int regime = regime(chunkStartMs + offsetsMs[i], lateKnownMs);
            normalised[i] = regime < 0 || !Double.isFinite(values[i])
                    ? Double.NaN
                    : model.normalised(sensor, regime, values[i]);
        }
        return normalised;
    }

    /** The regime at a moment, or -1 where a setting is not known. */
    int regime(long timeMs, long lateKnownMs) {
        if (model.regimes() == 1) {
            return 0;
        }
        long tileEndMs = (Math.floorDiv(timeMs, tileMs) + 1) * tileMs;
        double[] values = settings.at(timeMs, Math.max(tileEndMs, lateKnownMs));
        return Settings.isComplete(values) ? model.regime(values) : -1;
    }
}
