package io.millwright.features;

import io.millwright.features.catalogue.ContextCatalogue;
import io.millwright.features.catalogue.FeatureDefinition;
import io.millwright.features.catalogue.TextCatalogue;
import io.millwright.features.catalogue.TimeDomainCatalogue;
import io.millwright.features.catalogue.WaveformCatalogue;
import io.millwright.features.context.ContextPlan;
import io.millwright.features.text.TextPlan;
import io.millwright.features.waveform.WaveformPlan;
import io.millwright.features.window.RatedRange;
import io.millwright.features.window.TimeDomainPlan;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.SensorSpec;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All fixed features of a pipeline: what to compute, and how each is called.
 *
 * @param rated machine to sensor to rated range
 * @param waveform null where there are no bursts
 * @param text null where notes are no features
 * @param timeDomainFeatures one a column, in order; so are the others
 */
record FeaturePlan(
        TimeDomainPlan timeDomain,
        ContextPlan context,
        @Nullable WaveformPlan waveform,
        @Nullable TextPlan text,
        Map<String, Map<String, RatedRange>> rated,
        List<FeatureDefinition> timeDomainFeatures,
        List<FeatureDefinition> contextFeatures,
        List<FeatureDefinition> waveformFeatures,
        List<FeatureDefinition> textFeatures) {

    /** Changes when the meaning of any number changes. */
    static final String VERSION = "1";

    static FeaturePlan of(PipelineConfig config, FleetFacts facts) {
        List<SensorSpec> sensors = config.sensors().stream()
                .filter(sensor -> !facts.burstSensors().containsKey(sensor.name()))
                .toList();
        TimeDomainPlan timeDomain = TimeDomainPlan.of(config, sensors, facts.ratedSensors());
        ContextPlan context = facts.contextPlan(config);
        WaveformPlan waveform = facts.waveformPlan(config);
        TextPlan text = facts.textPlan(config);
        return new FeaturePlan(
                timeDomain,
                context,
                waveform,
                text,
                facts.rated(),
                new TimeDomainCatalogue(config, sensors, facts.ratedSensors()).features(),
                new ContextCatalogue(context).features(),
                waveform == null ? List.of() : new WaveformCatalogue(waveform).features(),
                text == null ? List.of() : new TextCatalogue(text).features());
    }

    /** Number of columns of all groups. */
    int width() {
        return timeDomainFeatures.size() + contextFeatures.size() + waveformFeatures.size() + textFeatures.size();
    }

    static List<String> names(List<FeatureDefinition> features) {
        return features.stream().map(FeatureDefinition::name).collect(Collectors.toList());
    }
}
