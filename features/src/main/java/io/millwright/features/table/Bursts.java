package io.millwright.features.table;

import io.millwright.lake.TableSpec;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A row is the summary of one vibration burst of one axis, in the time domain and in the frequency domain. */
public final class Bursts {

    public static final String EQUIPMENT_ID = "equipment_id";

    public static final String SENSOR = "sensor";

    public static final String START_TIME = "start_time";

    public static final String KNOWN_TIME = "known_time";

    /** UTC month of the start; the partition. */
    public static final String MONTH = "month";

    public static final String SAMPLING_HZ = "sampling_hz";

    /** In the sensor's unit, about the mean of the burst. */
    public static final String RMS = "rms";

    /** Largest absolute deviation from the mean. */
    public static final String PEAK = "peak";

    /** Peak over RMS. */
    public static final String CREST_FACTOR = "crest_factor";

    /** 3 for a normal distribution. */
    public static final String KURTOSIS = "kurtosis";

    public static final String SKEWNESS = "skewness";

    /** RMS of first differences over twice the RMS, in [0, 1]: 0 for slow, 1 for alternating samples. */
    public static final String HIGH_FREQUENCY_SHARE = "high_frequency_share";

    /** Where the strongest line of the spectrum lies. */
    public static final String DOMINANT_HZ = "dominant_hz";

    /** Mean frequency, weighted by power. */
    public static final String CENTROID_HZ = "centroid_hz";

    /** Standard deviation of frequency, weighted by power. */
    public static final String SPREAD_HZ = "spread_hz";

    /** 85 % of the power lie at or below. */
    public static final String ROLL_OFF_HZ = "roll_off_hz";

    /** In [0, 1]: 0 for a single line, 1 for white noise. */
    public static final String SPECTRAL_ENTROPY = "spectral_entropy";

    /** 0 for noise, -1 for a tone, positive for strikes. */
    public static final String SPECTRAL_KURTOSIS = "spectral_kurtosis";

    /** Turns a second as found in the burst; null where no line stands out near the nominal speed. */
    public static final String SHAFT_HZ = "shaft_hz";

    /** Root of the share of the burst's power at once the shaft speed, in [0, 1]; null without a nominal speed. */
    public static final String SHAFT_1X = "shaft_1x";

    public static final String SHAFT_2X = "shaft_2x";

    public static final String SHAFT_3X = "shaft_3x";

    /** Line of the shaft in the envelope spectrum, with its harmonics, above what is around it. */
    public static final String ENVELOPE_1X_DB = "envelope_1x_db";

    /** The same of the ball pass frequency of the outer race; null without the bearing's geometry. */
    public static final String ENVELOPE_BPFO_DB = "envelope_bpfo_db";

    /** Of the ball pass frequency of the inner race. */
    public static final String ENVELOPE_BPFI_DB = "envelope_bpfi_db";

    /** Of the spin of a ball. */
    public static final String ENVELOPE_BSF_DB = "envelope_bsf_db";

    /** Of the cage. */
    public static final String ENVELOPE_FTF_DB = "envelope_ftf_db";

    /** Root mean square of the velocity from 10 Hz to 1 kHz, or to 0.4 of the sampling rate; null for other quantities. */
    public static final String VELOCITY_RMS_MM_S = "velocity_rms_mm_s";

    /** 1 to 4 for the zones A to D; null below 2.5 kHz. */
    public static final String ISO_20816_ZONE = "iso_20816_zone";

    /**
     * Which part of its bearing the strongest line of the envelope spectrum names: 1 outer race, 2 inner race, 3 ball, 4 cage; null where it
     * is shallow, does not stand out or lies at none of their frequencies within 1 %. How deep and how far out was chosen on the recordings of
     * Case Western Reserve University's rig.
     */
    public static final String BEARING_LINE_PART = "bearing_line_part";

    /** Where that line lies. */
    public static final String BEARING_LINE_HZ = "bearing_line_hz";

    /** That as a share of where the part's line lies without slip: 0.99 to 1.01. */
    public static final String BEARING_LINE_SHARE = "bearing_line_share";

    private static final List<String> BEARING_LINE = List.of(BEARING_LINE_PART, BEARING_LINE_HZ, BEARING_LINE_SHARE);

    /**
     * The columns that summarise the samples, in the order of {@code BurstSummary}, then of {@code BurstSpectrum}; those of configured
     * bands and of wavelets stand behind them, and last what names a part of the bearing.
     */
    public static final List<String> NUMBERS = List.of(
            RMS,
            PEAK,
            CREST_FACTOR,
            KURTOSIS,
            SKEWNESS,
            HIGH_FREQUENCY_SHARE,
            DOMINANT_HZ,
            CENTROID_HZ,
            SPREAD_HZ,
            ROLL_OFF_HZ,
            SPECTRAL_ENTROPY,
            SPECTRAL_KURTOSIS,
            SHAFT_HZ,
            SHAFT_1X,
            SHAFT_2X,
            SHAFT_3X,
            ENVELOPE_1X_DB,
            ENVELOPE_BPFO_DB,
            ENVELOPE_BPFI_DB,
            ENVELOPE_BSF_DB,
            ENVELOPE_FTF_DB,
            VELOCITY_RMS_MM_S,
            ISO_20816_ZONE);

    private static final StructType BURST = new StructType()
            .add(EQUIPMENT_ID, DataTypes.StringType, false)
            .add(SENSOR, DataTypes.StringType, false)
            .add(START_TIME, DataTypes.TimestampType, false)
            .add(KNOWN_TIME, DataTypes.TimestampType, false)
            .add(MONTH, DataTypes.StringType, false)
            .add(SAMPLING_HZ, DataTypes.DoubleType, false);

    /** With the fixed numbers only. */
    public static final TableSpec TABLE = table(List.of());

    private Bursts() {}

    /** The table with configured numbers, by name, beside the fixed ones. */
    public static TableSpec table(List<String> configured) {
        StructType schema = BURST;
        for (String number : numbers(configured)) {
            schema = schema.add(number, DataTypes.DoubleType, true);
        }
        return new TableSpec("bursts", schema, List.of(MONTH), List.of(EQUIPMENT_ID, SENSOR, START_TIME, KNOWN_TIME));
    }

    /** All numbers, in order. */
    public static List<String> numbers(List<String> configured) {
        List<String> numbers = new ArrayList<>(NUMBERS);
        numbers.addAll(configured);
        numbers.addAll(BEARING_LINE);
        return numbers;
    }
}
