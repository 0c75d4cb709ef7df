package io.millwright.features.catalogue;

import io.millwright.features.peer.PeerPlan;
import io.millwright.features.peer.PeerSummary;
import io.millwright.lake.config.FeatureSpec.Peers;
import io.millwright.lake.config.FeatureSpec.Peers.Alike;
import io.millwright.lake.config.FeatureSpec.Regimes;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.SensorSpec;
import io.millwright.lake.config.Span;
import io.millwright.lake.config.Statistic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The comparisons with machines alike, in the order of the columns of {@code PeerFeatures}. */
public final class PeerCatalogue {

    /** Column of the regime of a machine. */
    public static final String REGIME = "context__regime";

    private final PipelineConfig config;
    private final Peers peers;
    private final List<SensorSpec> sensors;

    /** @param sensors that deliver single readings */
    public PeerCatalogue(PipelineConfig config, Peers peers, List<SensorSpec> sensors) {
        this.config = config;
        this.peers = peers;
        this.sensors = sensors;
    }

    public List<Alike> by() {
        return peers.by();
    }

    /** Whether machines are compared by the regime they are in. */
    public boolean byRegime() {
        return peers.by().contains(Alike.REGIME);
    }

    /** The regime of a machine, by which it is compared. */
    public static FeatureDefinition regime(Regimes regimes, String window) {
        String settings = String.join(", ", regimes.settings());
        return new FeatureDefinition(
                REGIME,
                "number of the operating regime, of " + regimes.count() + ", nearest to the last readings of "
                        + settings + " in " + window + ", from 0; a name, not an amount",
                "",
                null,
                FeatureDefinition.readingsOf(regimes.settings()) + ", regimes",
                null,
                "regime",
                "regime",
                null);
    }

    /** What is compared. */
    private record Compared(SensorSpec sensor, String window, String statistic) {

        String column() {
            return sensor.name() + "__" + window + "__" + statistic;
        }
    }

    private List<Compared> compared() {
        List<Compared> compared = new ArrayList<>();
        for (SensorSpec sensor : sensors) {
            for (Duration window : peers.windows()) {
                for (Statistic statistic : peers.statistics()) {
                    compared.add(
                            new Compared(sensor, Span.shortName(window, config.timeAxis()), statistic.columnName()));
                }
            }
        }
        return compared;
    }

    /** Positions of what is compared among the features of the time domain. */
    public int[] columns(List<FeatureDefinition> timeDomain) {
        List<String> names = timeDomain.stream().map(FeatureDefinition::name).toList();
        return compared().stream().mapToInt(one -> names.indexOf(one.column())).toArray();
    }

    public List<FeatureDefinition> features() {
        List<FeatureDefinition> features = new ArrayList<>();
        for (Compared one : compared()) {
            for (String statistic : PeerPlan.STATISTICS) {
                features.add(new FeatureDefinition(
                        one.column() + "_" + statistic,
                        definition(statistic) + " of " + one.column() + " among " + group()
                                + " at the same as_of; at least " + PeerSummary.FEWEST,
                        "",
                        one.window(),
                        "features_time_domain." + one.column() + ", equipment" + (byRegime() ? ", " + REGIME : ""),
                        one.sensor().name(),
                        one.statistic() + "_" + statistic,
                        one.sensor().name(),
                        null));
            }
        }
        return features;
    }

    private static String definition(String statistic) {
        return statistic.equals("peer_rank")
                ? "rank, 0 for the lowest and 1 for the highest, ties in the middle,"
                : "0.6745 (value - median) / median absolute deviation (Iglewicz and Hoaglin 1993)";
    }

    private String group() {
        return peers.by().isEmpty()
                ? "all machines"
                : peers.by().stream()
                        .map(alike -> alike.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(" and ", "machines of one ", ""));
    }
}
