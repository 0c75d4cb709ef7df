package io.millwright.training;

import io.millwright.features.table.FeatureCatalogue;
import io.millwright.features.table.TrainingSet;
import io.millwright.lake.Lake;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.Progress;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.training.candidate.BoostedModel;
import io.millwright.training.candidate.FittedModel;
import io.millwright.training.explain.Explanations;
import io.millwright.training.explain.Feature;
import io.millwright.training.explain.Reason;
import io.millwright.training.explain.Sentences;
import io.millwright.training.failure.FailureModel;
import io.millwright.training.failure.ModeModel;
import io.millwright.training.matrix.TrainingData;
import io.millwright.training.matrix.TrainingMatrix;
import io.millwright.training.registry.ModelPackage;
import io.millwright.training.rul.BoostedRul;
import io.millwright.training.rul.RulEstimate;
import io.millwright.training.table.Scores;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;

/** Batch scoring of the fleet by a registered model. */
public final class Scoring {

    private Scoring() {}

    /**
     * Scores every machine on its newest row at or before a moment, and replaces what the table {@code scores} says for that moment.
     *
     * @throws MillwrightException where there is no row to score, or the model knows features the table has not
     */
    public static List<ScoredMachine> score(
            Lake lake, PipelineConfig config, ModelPackage champion, Instant asOf, Progress progress) {
        progress.step("scoring the fleet as of " + asOf);
        Dataset<Row> newest = newestRows(lake, asOf);
        ModelBundle bundle = ModelBundle.read(champion.manifest().candidate(), champion.modelFiles());
        TrainingMatrix rows = bundle.fitted().addedTo(TrainingData.read(newest, List.of()).matrix());
        List<ScoredMachine> machines =
                scored(rows, bundle, champion.manifest().spec(), identities(newest), explanations(lake, config));
        write(lake, champion, asOf, machines);
        return machines;
    }

    private static Dataset<Row> newestRows(Lake lake, Instant asOf) {
        Dataset<Row> known = lake.read(TrainingSet.NAME)
                .where(functions.col(TrainingSet.AS_OF).leq(functions.lit(Timestamp.from(asOf))));
        Dataset<Row> newest = known.groupBy(TrainingSet.EQUIPMENT_ID)
                .agg(functions.max(TrainingSet.AS_OF).as(TrainingSet.AS_OF));
        Dataset<Row> rows = known.join(newest, new String[] {TrainingSet.EQUIPMENT_ID, TrainingSet.AS_OF}, "left_semi");
        if (rows.isEmpty()) {
            throw MillwrightException.data("there is no row to score at or before " + asOf
                    + "; run the features job up to that moment, or score a later one");
        }
        return rows;
    }

    /** Site and type by machine. */
    private static Map<String, Row> identities(Dataset<Row> rows) {
        Map<String, Row> identities = new HashMap<>();
        rows.select(TrainingSet.EQUIPMENT_ID, TrainingSet.SITE, TrainingSet.TYPE)
                .collectAsList()
                .forEach(row -> identities.put(row.getString(0), row));
        return identities;
    }

    private static Explanations explanations(Lake lake, PipelineConfig config) {
        List<Feature> catalogue = lake
                .read(FeatureCatalogue.TABLE)
                .select(
                        FeatureCatalogue.NAME,
                        FeatureCatalogue.FAMILY,
                        FeatureCatalogue.SENSOR,
                        FeatureCatalogue.STATISTIC,
                        FeatureCatalogue.UNIT)
                .collectAsList()
                .stream()
                .map(row -> new Feature(text(row, 0), text(row, 1), text(row, 2), text(row, 3), text(row, 4)))
                .toList();
        return new Explanations(catalogue, Sentences.of(config));
    }

    private static String text(@Nullable Row row, int column) {
        return row == null || row.isNullAt(column) ? "" : row.getString(column);
    }

    /** @param rows with the bundle's fitted features */
    static List<ScoredMachine> scored(
            TrainingMatrix rows,
            ModelBundle bundle,
            TrainingSpec spec,
            Map<String, Row> identities,
            Explanations explanations) {
        Map<String, double[]> scores = new LinkedHashMap<>();
        Map<String, double[]> probabilities = new LinkedHashMap<>();
        bundle.failures().forEach((target, model) -> {
            double[] ofTarget = model.model().scores(rows);
            scores.put(target, ofTarget);
            probabilities.put(target, model.probabilities(ofTarget));
        });
        Optional<ModeModel> modes = spec.headline()
                .flatMap(target -> Optional.ofNullable(bundle.modes().get(target.name())));
        List<Map<String, Double>> distributions =
                modes.map(model -> model.distributions(rows)).orElse(List.of());
        List<ModeModel.Likeliest> likeliest =
                modes.map(model -> model.likeliest(rows)).orElse(List.of());
        List<RulEstimate> lives =
                bundle.rul().map(model -> model.estimates(rows)).orElse(List.of());
        List<List<Reason>> reasons = reasons(rows, bundle, spec, explanations);
        List<ScoredMachine> machines = new ArrayList<>();
        for (int row = 0; row < rows.rows(); row++) {
            RulEstimate life = lives.isEmpty() ? null : lives.get(row);
            machines.add(new ScoredMachine(
                    rows.machine(row),
                    text(identities.get(rows.machine(row)), 1),
                    text(identities.get(rows.machine(row)), 2),
                    Instant.ofEpochMilli(rows.asOfMillis(row)),
                    at(probabilities, row),
                    at(scores, row),
                    distributions.isEmpty() ? Map.of() : distributions.get(row),
                    likeliest.isEmpty() ? "" : likeliest.get(row).mode(),
                    likeliest.isEmpty() ? "" : likeliest.get(row).component(),
                    life == null ? Double.NaN : life.low(),
                    life == null ? Double.NaN : life.median(),
                    life == null ? Double.NaN : life.high(),
                    reasons.get(row)));
        }
        return machines;
    }

    private static Map<String, Double> at(Map<String, double[]> columns, int row) {
        Map<String, Double> values = new LinkedHashMap<>();
        columns.forEach((name, column) -> values.put(name, column[row]));
        return values;
    }

    /** Of the headline target's model; where there is no failure target, of what shortens the remaining life. */
    private static List<List<Reason>> reasons(
            TrainingMatrix rows, ModelBundle bundle, TrainingSpec spec, Explanations explanations) {
        Optional<FailureModel> headline = spec.headline()
                .flatMap(target -> Optional.ofNullable(bundle.failures().get(target.name())));
        if (headline.isPresent()) {
            FittedModel model = headline.get().model();
            return explanations.of(rows, model.columns(), model.contributions(rows));
        }
        Optional<BoostedModel> life = bundle.rul().map(BoostedRul::firstPoint);
        return life.map(model -> explanations.of(rows, model.columns(), negated(model.contributions(rows))))
                .orElseGet(() -> java.util.Collections.nCopies(rows.rows(), List.of()));
    }

    private static double[][] negated(double[][] contributions) {
        for (double[] row : contributions) {
            for (int column = 0; column < row.length; column++) {
                row[column] = -row[column];
            }
        }
        return contributions;
    }

    private static void write(Lake lake, ModelPackage champion, Instant asOf, List<ScoredMachine> machines) {
        List<Row> rows = machines.stream()
                .map(machine -> row(machine, asOf, champion.version()))
                .toList();
        Dataset<Row> table = lake.spark().createDataFrame(rows, Scores.SCHEMA).coalesce(1);
        String thisMoment = Scores.SCORED_FOR + " = TIMESTAMP '" + asOf + "'";
        lake.replaceWhere(table, Scores.TABLE, thisMoment, Map.of(TrainingSet.NAME, lake.version(TrainingSet.NAME)));
    }

    private static Row row(ScoredMachine machine, Instant asOf, String version) {
        List<@Nullable Object> values = new ArrayList<>();
        values.add(Timestamp.from(asOf));
        values.add(machine.equipmentId());
        values.add(Timestamp.from(machine.asOf()));
        values.add(machine.site());
        values.add(machine.type());
        values.add(version);
        values.add(known(machine.probabilities()));
        values.add(known(machine.scores()));
        values.add(known(machine.modes()));
        values.add(machine.mode());
        values.add(machine.component());
        values.add(orNull(machine.rulLowHours()));
        values.add(orNull(machine.rulMedianHours()));
        values.add(orNull(machine.rulHighHours()));
        values.add(machine.sentences().toArray(new String[0]));
        return RowFactory.create(values.toArray());
    }

    private static Map<String, Double> known(Map<String, Double> values) {
        Map<String, Double> known = new LinkedHashMap<>(values);
        known.values().removeIf(value -> Double.isNaN(value));
        return known;
    }

    private static @Nullable Double orNull(double value) {
        return Double.isNaN(value) ? null : value;
    }
}
