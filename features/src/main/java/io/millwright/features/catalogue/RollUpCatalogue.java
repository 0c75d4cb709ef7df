package io.millwright.features.catalogue;

import io.millwright.lake.MillwrightException;
import io.millwright.lake.config.FeatureSpec.RollUp;
import io.millwright.lake.config.PipelineConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The roll-ups of a pipeline file, in the order of the columns of {@code RollUpFeatures}. */
public final class RollUpCatalogue {

    private final PipelineConfig config;
    private final Map<String, Integer> place;
    private final List<FeatureDefinition> ofMachine;
    private final boolean lines;

    /**
     * @param ofMachine the features of a machine's row, in its order
     * @param lines whether the metadata name the line of any machine
     */
    public RollUpCatalogue(PipelineConfig config, List<FeatureDefinition> ofMachine, boolean lines) {
        this.config = config;
        this.ofMachine = ofMachine;
        this.place = IntStream.range(0, ofMachine.size())
                .boxed()
                .collect(Collectors.toMap(i -> ofMachine.get(i).name(), Function.identity(), (one, other) -> one));
        this.lines = lines;
    }

    /** Positions in a machine's row of what each roll-up sums up. */
    public List<int[]> columns() {
        return config.features().rollUps().stream()
                .map(rollUp -> rollUp.of().stream()
                        .mapToInt(name -> place(rollUp, name))
                        .toArray())
                .toList();
    }

    private int place(RollUp rollUp, String name) {
        Integer found = place.get(name);
        if (found == null) {
            throw MillwrightException.configuration(config.file() + ": features.roll_ups: " + rollUp.name()
                    + " sums up '" + name
                    + "', which is no feature of a machine; the table feature_catalogue lists those"
                    + " there are");
        }
        return found;
    }

    /**
     * One roll-up after the other.
     *
     * @throws MillwrightException where a roll-up names a feature that there is not, or features of several units
     */
    public List<FeatureDefinition> features() {
        List<FeatureDefinition> features = new ArrayList<>();
        for (RollUp rollUp : config.features().rollUps()) {
            List<FeatureDefinition> of = rollUp.of().stream()
                    .map(name -> ofMachine.get(place(rollUp, name)))
                    .toList();
            if (of.stream().map(FeatureDefinition::unit).distinct().count() > 1) {
                throw MillwrightException.configuration(config.file() + ": features.roll_ups: " + rollUp.name()
                        + " sums up features of different units; name features of one unit");
            }
            for (RollUp.Level level : rollUp.to()) {
                for (RollUp.By by : rollUp.by()) {
                    features.add(feature(rollUp, level, by, of));
                }
            }
        }
        return features;
    }

    private FeatureDefinition feature(RollUp rollUp, RollUp.Level level, RollUp.By by, List<FeatureDefinition> of) {
        return new FeatureDefinition(
                rollUp.name() + "__" + word(level) + "__" + word(by),
                word(by) + " of " + String.join(", ", rollUp.of()) + where(level, by)
                        + "; what cannot be computed is left out",
                of.get(0).unit(),
                FeatureDefinition.windowOf(of),
                FeatureDefinition.inputsOf(of) + (level == RollUp.Level.MACHINE ? "" : "; equipment." + word(level)),
                null,
                word(by),
                rollUp.name(),
                reason(level, of));
    }

    private static String where(RollUp.Level level, RollUp.By by) {
        return level == RollUp.Level.MACHINE
                ? " of the machine"
                : ", and the " + word(by) + " of that over the machines of the " + word(level)
                        + ", this one among them, at the same as_of";
    }

    private @Nullable String reason(RollUp.Level level, List<FeatureDefinition> of) {
        if (level == RollUp.Level.LINE && !lines) {
            return "the equipment metadata name no machine's line";
        }
        return of.stream().allMatch(feature -> feature.reason() != null)
                ? "none of what it sums up can be computed: " + of.get(0).reason()
                : null;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
