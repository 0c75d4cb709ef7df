package io.millwright.pipeline.evaluate;

import io.millwright.lake.config.PipelineConfig;
import io.millwright.pipeline.evaluate.ModelCard.Part;
import java.util.List;

/** Writes the ten parts of a model card from a run's facts; states what is bad as plainly as what is good. */
record CardWriter(
        PipelineConfig config, Metrics metrics, EvaluationDetail detail, DataFigures.Quality quality, CardFacts facts) {

    ModelCard card(String runId) {
        Written written =
                new Written(config.timeAxis().countsCycles(), config.costs().currency());
        CardComparisons comparisons = new CardComparisons(config, metrics, detail, written);
        CardData data = new CardData(metrics, detail, quality, facts);
        CardUpkeep upkeep = new CardUpkeep(config, metrics, written);
        List<Part> parts = List.of(
                new CardPurpose(config, metrics, facts, written).front(),
                new CardTesting(config, metrics, facts, written).split(),
                comparisons.baselines(),
                comparisons.segments(),
                new CardCases(metrics, detail, facts, written).calibrationAndCases(),
                new CardCosts(config, metrics, detail, written).costs(),
                data.explanations(),
                data.data(),
                upkeep.upkeep(),
                upkeep.rebuilding(runId));
        return new ModelCard(
                "Model card: " + Written.words(metrics.champion().candidate()),
                metrics.champion().candidate(),
                runId,
                null,
                parts,
                metrics);
    }
}
