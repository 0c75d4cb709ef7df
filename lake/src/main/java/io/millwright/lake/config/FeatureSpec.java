package io.millwright.lake.config;

import java.io.Serializable;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Which features are computed.
 *
 * @param chunk length of a storage chunk of {@code series}; a whole number of tiles
 * @param tile length of a tile; windows and the distance of rows are whole numbers of tiles, and arrival times count in them
 * @param asOfEvery distance between two rows of a machine
 * @param asOfOffset first row of a day, from midnight UTC
 * @param windows trailing windows
 * @param waveformWindows those of them that vibration spectra are averaged over; without one spectra stay in the table of bursts and are
 *     no features
 * @param bands of frequency whose root mean square in vibration bursts is published
 * @param waveletLevels levels of a wavelet transform whose shares of a burst's energy are published; 0 for none
 * @param shaftHarmonics how many multiples of the shaft's speed, itself among them, have their line in a burst's spectrum measured
 * @param shaftSpeedSensor which sensor tells how fast the shaft turns; without it that is what the machine's metadata say
 * @param statistics names of the time-domain statistics to publish
 * @param asCorrected also keep tables of what is known now; training never uses them
 * @param baseline the machine's own healthy reference
 * @param changes differences between a window's mean and the same window earlier
 * @param regimes normalise readings by operating regime before tiling
 * @param text what is counted in technicians' notes; without it notes are no features
 * @param relations what sensors of one machine say about each other
 * @param peers comparison with machines alike; without it there is none
 * @param own names of classes that compute features of one's own
 * @param duties how often and how long a machine works, by sensors that tell
 * @param genealogy follow parts by their serials, from machine to machine
 * @param schedule what work orders say is open and planned, and when the plan has the machine stand still
 * @param loadShare what a machine bears, held against its rated and its planned load
 * @param environment what surrounds machines, see {@link Source.Kind#CONDITIONS}
 * @param rollUps features of components and machines, summed up for what they belong to
 * @param pca groups of features whose principal components are fitted in training
 * @param fittedResiduals what lines fitted in training leave of a feature
 */
public record FeatureSpec(
        Duration chunk,
        Duration tile,
        Duration asOfEvery,
        Duration asOfOffset,
        List<Duration> windows,
        List<Duration> waveformWindows,
        List<Band> bands,
        int waveletLevels,
        int shaftHarmonics,
        Optional<String> shaftSpeedSensor,
        List<String> statistics,
        boolean asCorrected,
        Optional<Baseline> baseline,
        List<Change> changes,
        Optional<Regimes> regimes,
        Optional<Text> text,
        List<Relation> relations,
        Optional<Peers> peers,
        List<String> own,
        List<Duty> duties,
        boolean genealogy,
        boolean schedule,
        Optional<LoadShare> loadShare,
        List<Surroundings> environment,
        List<RollUp> rollUps,
        List<Pca> pca,
        List<FittedResidual> fittedResiduals) {

    public FeatureSpec {
        windows = windows.stream().sorted().toList();
        waveformWindows = waveformWindows.stream().distinct().sorted().toList();
        bands = bands.stream().distinct().toList();
        statistics = List.copyOf(statistics);
        changes = List.copyOf(changes);
        relations = List.copyOf(relations);
        own = List.copyOf(own);
        duties = List.copyOf(duties);
        environment = List.copyOf(environment);
        rollUps = List.copyOf(rollUps);
        pca = List.copyOf(pca);
        fittedResiduals = List.copyOf(fittedResiduals);
    }

    public Duration longestWindow() {
        Duration longest = windows.get(windows.size() - 1);
        for (Change change : changes) {
            Duration reach = change.window().plus(change.lag());
            longest = reach.compareTo(longest) > 0 ? reach : longest;
        }
        return longest;
    }

    /**
     * The machine's own normal: the mean and standard deviation over a stretch taken as healthy.
     *
     * @param length of the stretch
     * @param from where it starts
     */
    public record Baseline(Duration length, From from) {
        public enum From {
            /** The machine's first reading. */
            START,
            /** The stretch that ends {@code length} before the row: a moving reference that forgets old repairs. */
            TRAILING
        }
    }

    /** A band of frequency, in whole Hz: {@code [fromHz, toHz)}. */
    public record Band(int fromHz, int toHz) implements Serializable {}

    /** {@code mean(window)} minus the same mean {@code lag} earlier. */
    public record Change(Duration window, Duration lag) {}

    /**
     * Operating regimes: k-means on the settings, then a z-score of every condition sensor per regime, fitted only on
     * training data.
     *
     * @param settings names of sensors with the operating role
     * @param count of regimes; 1 means one global z-score
     */
    public record Regimes(List<String> settings, int count) {
        public Regimes {
            settings = List.copyOf(settings);
        }
    }

    /**
     * What is counted in technicians' notes.
     *
     * @param windows of the counts
     * @param modes failure modes that are counted; empty for all of the dictionary
     * @param actions that are counted, such as replace; empty for none
     * @param dictionary the crew's own words
     */
    public record Text(List<Duration> windows, List<String> modes, List<String> actions, Dictionary dictionary) {
        public Text {
            windows = windows.stream().distinct().sorted().toList();
            modes = modes.stream().distinct().sorted().toList();
            actions = actions.stream().distinct().sorted().toList();
        }
    }

    /**
     * Words of the crew's own, added to the built-in English of maintenance. A spelling is a word or a short phrase.
     *
     * @param abbreviations spelling to what it stands for
     * @param modes failure mode to spellings
     * @param components component to spellings
     * @param urgent spellings that say that something cannot wait
     * @param words spelt right, so never taken for a misspelling; maps are in the order of their keys, as the text of a dictionary goes
     *     into the hash of a training set, and the order of other maps differs from one process to the next
     */
    public record Dictionary(
            Map<String, String> abbreviations,
            Map<String, List<String>> modes,
            Map<String, List<String>> components,
            List<String> urgent,
            List<String> words) {

        public static final Dictionary NONE = new Dictionary(Map.of(), Map.of(), Map.of(), List.of(), List.of());

        public Dictionary {
            abbreviations = Collections.unmodifiableMap(new TreeMap<>(abbreviations));
            modes = Collections.unmodifiableMap(new TreeMap<>(modes));
            components = Collections.unmodifiableMap(new TreeMap<>(components));
            urgent = List.copyOf(urgent);
            words = List.copyOf(words);
        }
    }

    /**
     * What one sensor says about others of the same machine, over every window.
     *
     * @param name in the names of its columns
     * @param of the sensor that is looked at; for a ratio any number, whose means are multiplied
     * @param to what it is held against: one sensor, for a residual or a distance any number, for a ratio any number whose means are
     *     multiplied, for a rise where it starts from and at least one it is over
     */
    public record Relation(String name, Kind kind, List<String> of, List<String> to) implements Serializable {
        public Relation {
            of = List.copyOf(of);
            to = List.copyOf(to);
        }

        /** All sensors it reads, {@code of} first. */
        public List<String> sensors() {
            return Stream.concat(of.stream(), to.stream()).toList();
        }

        /** How sensors are held against each other. */
        public enum Kind {
            /** One mean over the other, or products of means: an efficiency, a current for a torque. */
            RATIO,
            /** One mean minus the other: a temperature rise, two sensors that should agree. */
            DIFFERENCE,
            /** One mean minus that of the first other, over the product of the rest: a temperature rise over load. */
            RISE,
            /** One mean times the other: a power of torque and speed. */
            PRODUCT,
            /** Whether they move together. */
            CORRELATION,
            /** What a linear model of the machine's own baseline does not explain. */
            RESIDUAL,
            /** How far all of them together are from the machine's own baseline. */
            DISTANCE
        }
    }

    /**
     * Comparison with machines alike at the same moment.
     *
     * @param by what makes them alike
     * @param windows compared
     * @param statistics compared
     */
    public record Peers(List<Alike> by, List<Duration> windows, List<Statistic> statistics) {
        public Peers {
            by = by.stream().distinct().sorted().toList();
            windows = windows.stream().distinct().sorted().toList();
            statistics = statistics.stream().distinct().sorted().toList();
        }

        /** What peers have in common. */
        public enum Alike {
            TYPE,
            MODEL,
            SITE,
            LINE,
            /** The operating regime they are in at the moment, see {@link FeatureSpec#regimes}. */
            REGIME
        }
    }

    /**
     * Starts and time at load, over every window.
     *
     * @param name in the names of its columns
     * @param sensor a speed, current, power or load
     * @param above the machine is at load while the sensor reads this or more, in its unit
     */
    public record Duty(String name, String sensor, double above) implements Serializable {}

    /**
     * What a machine bears as a share of its rated load, and that over its planned load.
     *
     * @param sensor a torque, current, power or throughput; rated by the attributes {@code rated_<sensor>} of the metadata
     * @param windows of the means
     */
    public record LoadShare(String sensor, List<Duration> windows) {
        public LoadShare {
            windows = windows.stream().distinct().sorted().toList();
        }
    }

    /**
     * Means of what a sensor read of the surroundings of a machine or its site.
     *
     * @param sensor as records of conditions name it
     * @param unit of its readings
     * @param windows of the means
     */
    public record Surroundings(String sensor, String unit, List<Duration> windows) {
        public Surroundings {
            windows = windows.stream().distinct().sorted().toList();
        }
    }

    /**
     * Features of one row summed up over a machine, and that over the machines of a line or a site at the same moment.
     *
     * @param name in the names of its columns
     * @param of features of one unit: of the components of a machine, or one of the machine itself
     * @param to what they are summed up for
     * @param by how
     */
    public record RollUp(String name, List<String> of, List<Level> to, List<By> by) implements Serializable {
        public RollUp {
            of = List.copyOf(of);
            to = to.stream().distinct().sorted().toList();
            by = by.stream().distinct().sorted().toList();
        }

        /** What components and machines belong to. */
        public enum Level {
            MACHINE,
            /** A line of a site, see {@code equipment.line}. */
            LINE,
            SITE
        }

        /** How they are summed up; what could not be computed is left out. */
        public enum By {
            MIN,
            MEAN,
            MAX
        }
    }

    /**
     * T-squared and SPE of a group of features, fitted on the training rows of every fold.
     *
     * @param name in the names of its columns
     * @param of names of features, at least two
     * @param share of their variance that the components kept hold
     */
    public record Pca(String name, List<String> of, double share) {
        public Pca {
            of = List.copyOf(of);
        }
    }

    /**
     * A feature less what others lead to expect, by a line fitted on the training rows of every fold.
     *
     * @param name in the name of its column
     * @param of the feature's name
     * @param from names of the others, at least one
     */
    public record FittedResidual(String name, String of, List<String> from) {
        public FittedResidual {
            from = List.copyOf(from);
        }
    }
}
