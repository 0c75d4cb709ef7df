package io.millwright.lake.config;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
 * @param statistics names of the time-domain statistics to publish
 * @param asCorrected also keep the table of what is known now; training never uses it
 * @param baseline the machine's own healthy reference
 * @param changes differences between a window's mean and the same window earlier
 * @param regimes normalise readings by operating regime before tiling
 * @param text what is counted in technicians' notes; without it notes are no features
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
        List<String> statistics,
        boolean asCorrected,
        Optional<Baseline> baseline,
        List<Change> changes,
        Optional<Regimes> regimes,
        Optional<Text> text) {

    public FeatureSpec {
        windows = windows.stream().sorted().toList();
        waveformWindows = waveformWindows.stream().distinct().sorted().toList();
        bands = bands.stream().distinct().toList();
        statistics = List.copyOf(statistics);
        changes = List.copyOf(changes);
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
     * @param dictionary the crew's own words
     */
    public record Text(List<Duration> windows, List<String> modes, Dictionary dictionary) {
        public Text {
            windows = windows.stream().distinct().sorted().toList();
            modes = modes.stream().distinct().sorted().toList();
        }
    }

    /**
     * Words of the crew's own, added to the built-in English of maintenance. A spelling is a word or a short phrase.
     *
     * @param abbreviations spelling to what it stands for
     * @param modes failure mode to spellings
     * @param components component to spellings
     * @param urgent spellings that say that something cannot wait
     * @param words spelt right, so never taken for a misspelling
     */
    public record Dictionary(
            Map<String, String> abbreviations,
            Map<String, List<String>> modes,
            Map<String, List<String>> components,
            List<String> urgent,
            List<String> words) {

        public static final Dictionary NONE = new Dictionary(Map.of(), Map.of(), Map.of(), List.of(), List.of());

        public Dictionary {
            abbreviations = Map.copyOf(abbreviations);
            modes = Map.copyOf(modes);
            components = Map.copyOf(components);
            urgent = List.copyOf(urgent);
            words = List.copyOf(words);
        }
    }
}
