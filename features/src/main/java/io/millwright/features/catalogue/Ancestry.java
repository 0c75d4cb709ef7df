package io.millwright.features.catalogue;

import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.SensorSpec;
import io.millwright.lake.config.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** From what a feature is made of, in the words of its catalogue entry, back to the landing sources of a pipeline file. */
public final class Ancestry {

    private static final Pattern WORD = Pattern.compile("([A-Za-z0-9_]+)(?:\\.([A-Za-z0-9_]+))?");

    private final PipelineConfig config;

    public Ancestry(PipelineConfig config) {
        this.config = config;
    }

    /**
     * One way back.
     *
     * @param table that the source fills
     * @param sensor null for a table of records
     * @param column of the source's files; null where several are read, or rows tell the sensor
     * @param path of its files
     */
    public record Way(
            String table,
            @Nullable String sensor,
            String source,
            @Nullable String column,
            String path) {}

    /**
     * All ways, in the order of the pipeline file.
     *
     * @param inputs tables and columns, as {@link FeatureDefinition#inputs} has them
     * @param sensor whose feature it is; null where the inputs name sensors, or there are none
     */
    public List<Way> of(String inputs, @Nullable String sensor) {
        List<Way> ways = new ArrayList<>();
        Set<String> words = new TreeSet<>();
        Set<String> columns = new TreeSet<>();
        Matcher word = WORD.matcher(inputs);
        while (word.find()) {
            words.add(word.group(1));
            if (word.group(2) != null) {
                columns.add(word.group());
            }
        }
        List<String> sensors = sensors(sensor, words);
        for (Source source : config.landing().sources()) {
            String table = tableOf(source.kind());
            boolean ofSensors = source.kind() == Source.Kind.READINGS || source.kind() == Source.Kind.WAVEFORMS;
            if (ofSensors && !sensors.isEmpty()) {
                sensors.forEach(one ->
                        ofSensor(source, one, words.contains("waveforms")).ifPresent(ways::add));
            } else if (words.contains(table)) {
                ways.addAll(ofRecords(source, table, columns));
            }
        }
        return ways;
    }

    private List<String> sensors(@Nullable String sensor, Set<String> words) {
        return sensor != null
                ? List.of(sensor)
                : config.sensors().stream()
                        .map(SensorSpec::name)
                        .filter(words::contains)
                        .toList();
    }

    private static String tableOf(Source.Kind kind) {
        return switch (kind) {
            case FAILURES -> "events";
            case READINGS -> "series";
            default -> kind.name().toLowerCase(Locale.ROOT);
        };
    }

    private static Optional<Way> ofSensor(Source source, String sensor, boolean ofBursts) {
        if (ofBursts != (source.kind() == Source.Kind.WAVEFORMS)) {
            return Optional.empty();
        }
        boolean wide = source.kind() == Source.Kind.READINGS && source.layout() == Source.Layout.WIDE;
        if (!wide) {
            return Optional.of(new Way(tableOf(source.kind()), sensor, source.name(), null, source.path()));
        }
        return column(source, sensor)
                .map(column -> new Way(tableOf(source.kind()), sensor, source.name(), column, source.path()));
    }

    /** One way for each column of the table that is named and that the source maps; one for all where none is. */
    private static List<Way> ofRecords(Source source, String table, Set<String> columns) {
        List<Way> ways = columns.stream()
                .filter(name -> name.startsWith(table + "."))
                .flatMap(name -> column(source, name.substring(table.length() + 1)).stream())
                .map(column -> new Way(table, null, source.name(), column, source.path()))
                .toList();
        return ways.isEmpty() ? List.of(new Way(table, null, source.name(), null, source.path())) : ways;
    }

    private static Optional<String> column(Source source, String name) {
        return Optional.ofNullable(source.columns().get(name)).map(Source.MappedColumn::column);
    }
}
