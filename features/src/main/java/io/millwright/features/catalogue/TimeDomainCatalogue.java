package io.millwright.features.catalogue;

import io.millwright.features.tile.Bins;
import io.millwright.lake.config.FeatureSpec;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.SensorSpec;
import io.millwright.lake.config.Span;
import io.millwright.lake.config.Statistic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The time-domain features of a pipeline file, in the order of the columns of {@code MachineFeatures}. */
public final class TimeDomainCatalogue {

    private static final String INPUTS = "series.value, series.clean";
    private static final String QUANTILE = String.format(
            Locale.ROOT,
            " (type 7 of Hyndman and Fan 1996, each order statistic within %.2f %% of its value)",
            100 * Bins.RELATIVE_ERROR);

    /** A course of fewer is none. */
    private static final int FEWEST_TILES = 3;

    private final PipelineConfig config;
    private final List<SensorSpec> sensors;
    private final Set<String> rated;

    /**
     * The catalogue of a pipeline file.
     *
     * @param sensors that deliver single readings
     * @param rated sensors with a rated range on at least one machine
     */
    public TimeDomainCatalogue(PipelineConfig config, List<SensorSpec> sensors, Set<String> rated) {
        this.config = config;
        this.sensors = sensors;
        this.rated = rated;
    }

    public List<FeatureDefinition> features() {
        FeatureSpec spec = config.features();
        List<Statistic> statistics = Arrays.stream(Statistic.values())
                .filter(statistic -> spec.statistics().contains(statistic.columnName()))
                .toList();
        List<FeatureDefinition> features = new ArrayList<>();
        for (SensorSpec sensor : sensors) {
            for (Duration window : spec.windows()) {
                for (Statistic statistic : statistics) {
                    features.add(ofWindow(sensor, window, statistic));
                }
            }
            spec.changes().forEach(change -> features.add(ofChange(sensor, change)));
            if (rated.contains(sensor.name())) {
                features.add(ofRatedRange(sensor, spec.windows().get(0)));
            }
        }
        return features;
    }

    private FeatureDefinition ofWindow(SensorSpec sensor, Duration window, Statistic statistic) {
        String name = sensor.name() + "__" + shortName(window) + "__" + statistic.columnName();
        return new FeatureDefinition(
                name,
                definition(sensor, statistic) + normalised(sensor),
                unit(sensor, statistic),
                shortName(window),
                INPUTS,
                sensor.name(),
                statistic.columnName(),
                sensor.name(),
                reason(sensor, window, statistic));
    }

    private FeatureDefinition ofChange(SensorSpec sensor, FeatureSpec.Change change) {
        String window = shortName(change.window());
        String lag = shortName(change.lag());
        return new FeatureDefinition(
                sensor.name() + "__" + window + "_lag" + lag + "__change",
                "mean of the window minus the mean of the window of the same length that ends " + lag + " earlier"
                        + normalised(sensor),
                unitOf(sensor),
                window,
                INPUTS,
                sensor.name(),
                "change",
                sensor.name(),
                null);
    }

    private FeatureDefinition ofRatedRange(SensorSpec sensor, Duration window) {
        return new FeatureDefinition(
                sensor.name() + "__" + shortName(window) + "__rated_position",
                "mean of the window within the machine's rated range: 0 in its middle, 1 and -1 at its ends, beyond"
                        + " them outside",
                "",
                shortName(window),
                INPUTS + ", equipment.attributes",
                sensor.name(),
                "rated_position",
                sensor.name(),
                null);
    }

    private @Nullable String reason(SensorSpec sensor, Duration window, Statistic statistic) {
        if (statistic.isOfCourse() && window.compareTo(config.features().tile().multipliedBy(FEWEST_TILES)) < 0) {
            return "follows a window from tile to tile, and this one has fewer than " + FEWEST_TILES + " tiles";
        }
        int needed =
                switch (statistic) {
                    case SD, VARIANCE, SLOPE, LAST_Z, LAST_MODIFIED_Z, IQR, IQR_DISTANCE -> 2;
                    case SKEWNESS -> 3;
                    case KURTOSIS -> 4;
                    default -> 1;
                };
        long promised = window.toMillis() / sensor.period().toMillis();
        return promised >= needed || needed == 1
                ? null
                : "needs " + needed + " readings, and the window holds " + promised + " by the sensor's period";
    }

    private String definition(SensorSpec sensor, Statistic statistic) {
        String tiles = statistic.isOfCourse()
                ? "; tiles of " + shortName(config.features().tile())
                : "";
        return formula(sensor, statistic) + tiles;
    }

    private String formula(SensorSpec sensor, Statistic statistic) {
        return switch (statistic) {
            case COUNT -> "number of usable readings";
            case MISSING_SHARE ->
                "1 - count / readings the sensor's period (" + shortName(sensor.period())
                        + ") promises since the machine's first reading, at least 0";
            case MEAN -> "arithmetic mean";
            case MEDIAN -> "median" + QUANTILE;
            case SD -> "standard deviation, n - 1";
            case VARIANCE -> "variance, n - 1";
            case SKEWNESS -> "skewness g1 = (m3 / n) / (m2 / n)^1.5 (Joanes and Gill 1998)";
            case KURTOSIS -> "kurtosis (m4 / n) / (m2 / n)^2, 3 for a normal distribution";
            case MIN -> "smallest reading";
            case MAX -> "largest reading";
            case PEAK_TO_PEAK -> "largest minus smallest reading";
            case RMS -> "root mean square (ISO 20816-1)";
            case CREST_FACTOR -> "largest absolute reading over root mean square";
            case SLOPE -> "slope of the least-squares line through time";
            case INTEGRAL ->
                "sum of readings times the sensor's designed period (" + shortName(sensor.period())
                        + "); missing readings add nothing";
            case LAST -> "latest reading";
            case LAST_Z -> "latest reading minus mean, over standard deviation";
            case LAST_MODIFIED_Z ->
                "0.6745 (latest reading - median) / median absolute deviation (Iglewicz and Hoaglin 1993), which is the lower"
                        + " of the two in the middle of an even number" + QUANTILE;
            case IQR -> "upper minus lower quartile" + QUANTILE;
            case IQR_DISTANCE ->
                "how far the latest reading lies outside the quartiles, in interquartile ranges; 0 inside, negative"
                        + " below" + QUANTILE;
            case BASELINE_DELTA -> "mean minus the mean of " + BaselineWords.of(config);
            case BASELINE_Z ->
                "mean minus the mean of " + BaselineWords.of(config) + ", over the baseline's standard deviation";
            case AUTOCORRELATION ->
                "autocorrelation of the tiles' means at a lag of one tile (Box and Jenkins); at least three tiles";
            case MEAN_CROSSINGS ->
                "share of steps from tile to tile whose means lie on two sides of the mean of all tiles; readings that cross it"
                        + " within a tile are not counted";
            case ZERO_CROSSINGS ->
                "share of steps from tile to tile whose means lie on two sides of zero; readings that cross it within a tile are"
                        + " not counted";
            case FLAT_HOURS -> "length of the tiles up to the newest reading in which nothing but its value was read";
            case EWMA ->
                "exponentially weighted moving average of the tiles' means, weight 0.2, from the window's first tile"
                        + " (Roberts 1959)";
            case CUSUM ->
                "cumulative sum, from the window's start, of the tiles' distances from " + BaselineWords.of(config)
                        + " in its standard deviations, less 0.5 each: the larger of the sum above and, negative, the one below"
                        + " (Page 1954)";
        };
    }

    private String unit(SensorSpec sensor, Statistic statistic) {
        String unit = unitOf(sensor);
        return switch (statistic) {
            case COUNT -> "readings";
            case MISSING_SHARE,
                    SKEWNESS,
                    KURTOSIS,
                    CREST_FACTOR,
                    LAST_Z,
                    LAST_MODIFIED_Z,
                    IQR_DISTANCE,
                    BASELINE_Z,
                    AUTOCORRELATION,
                    MEAN_CROSSINGS,
                    ZERO_CROSSINGS,
                    CUSUM -> "";
            case VARIANCE -> unit.isEmpty() ? "" : "(" + unit + ")^2";
            case SLOPE -> (unit.isEmpty() ? "1" : unit) + "/" + hour();
            case INTEGRAL -> (unit.isEmpty() ? "" : unit + " ") + hour();
            case FLAT_HOURS -> hour();
            case MEAN, MEDIAN, SD, MIN, MAX, PEAK_TO_PEAK, RMS, LAST, IQR, BASELINE_DELTA, EWMA -> unit;
        };
    }

    private String hour() {
        return config.timeAxis().countsCycles() ? "cycle" : "h";
    }

    private boolean isNormalised(SensorSpec sensor) {
        return config.features().regimes().isPresent() && sensor.role() == SensorSpec.Role.CONDITION;
    }

    private String unitOf(SensorSpec sensor) {
        return isNormalised(sensor) ? "sd of its regime" : sensor.unit();
    }

    private String normalised(SensorSpec sensor) {
        return isNormalised(sensor)
                ? config.features()
                        .regimes()
                        .map(regimes -> ", of readings normalised by operating regime (" + regimes.count() + " by "
                                + String.join(", ", regimes.settings()) + ")")
                        .orElse("")
                : "";
    }

    private String shortName(Duration span) {
        return Span.shortName(span, config.timeAxis());
    }
}
