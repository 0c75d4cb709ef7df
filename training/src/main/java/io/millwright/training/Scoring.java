package io.millwright.training;

import io.millwright.features.table.FeatureCatalogue;
import io.millwright.features.table.TrainingSet;
import io.millwright.lake.Lake;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.Progress;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.Severity;
import io.millwright.lake.config.TimeAxis;
import io.millwright.training.candidate.FittedModel;
import io.millwright.training.explain.Explanations;
import io.millwright.training.explain.Feature;
import io.millwright.training.explain.Reason;
import io.millwright.training.explain.Sentences;
import io.millwright.training.explain.Signature;
import io.millwright.training.failure.FailureModel;
import io.millwright.training.failure.ModeModel;
import io.millwright.training.failure.RisingHorizons;
import io.millwright.training.failure.SeverityModel;
import io.millwright.training.knowledge.CaseReader;
import io.millwright.training.knowledge.History;
import io.millwright.training.knowledge.HistoryTables;
import io.millwright.training.knowledge.Incident;
import io.millwright.training.knowledge.PastCase;
import io.millwright.training.matrix.TrainingData;
import io.millwright.training.matrix.TrainingMatrix;
import io.millwright.training.registry.ModelPackage;
import io.millwright.training.rul.BoostedRul;
import io.millwright.training.rul.RulEstimate;
import io.millwright.training.table.Scores;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Batch scoring of the fleet by a registered model. */
public final class Scoring {

    private static final Identity NOBODY = new Identity("", "", Long.MIN_VALUE, Duration.ZERO);

    private static final StructType WINDOW = new StructType()
            .add("wanted", DataTypes.StringType, false)
            .add("after", DataTypes.LongType, false)
            .add("until", DataTypes.LongType, false);

    private Scoring() {}

    /**
     * Scores every machine on its newest row at or before a moment, and replaces what the tables {@code scores} and {@code cases} say for
     * that moment. A machine that fell silent is not scored: its old row says nothing about now. Lives are from the row on.
     *
     * @throws MillwrightException where there is no row to score, or the model knows features the table has not
     */
    public static ScoredFleet score(
            Lake lake, PipelineConfig config, ModelPackage champion, Instant asOf, Progress progress) {
        progress.step("scoring the fleet as of " + asOf);
        TrainingSpec spec = champion.manifest().spec();
        Map<String, Identity> identities = identities(lake, config.timeAxis(), asOf);
        List<ScoredFleet.Silent> silent = silent(identities, config.silence());
        Map<String, Identity> heard = heard(identities, silent, asOf);
        History all = HistoryTables.read(lake, config.maintenance());
        History history = spec.headline().isPresent() ? all.asKnown(asOf, spec.headlineHorizon()) : all;
        List<Incident> incidents = spec.headline().isPresent()
                ? history.knownBy(asOf, spec.headlineHorizon(), CaseBook.MOST_CASES)
                : List.of();
        ModelBundle bundle = ModelBundle.read(champion.manifest().candidate(), champion.modelFiles());
        TrainingMatrix read = bundle.fitted().addedTo(rows(lake, heard, incidents, spec));
        Explanations explanations = explanations(lake, config);
        CaseReader reader = reader(spec, identities, explanations);
        List<PastCase> past = headline(bundle, spec)
                .map(model -> reader.cases(incidents, read, model))
                .orElse(List.of());
        CaseBook cases = CaseBook.of(asOf, past, history, spec);
        List<ScoredMachine> machines = scored(newest(read, heard), bundle, spec, heard, explanations, cases);
        write(lake, champion, asOf, machines);
        cases.write(lake, champion.version());
        return new ScoredFleet(
                machines, silent, bundle.rul().map(BoostedRul::calibrated).orElse(true));
    }

    /**
     * The machines that had fallen silent by a moment.
     *
     * @throws MillwrightException where there is no row by then
     */
    public static List<ScoredFleet.Silent> silent(Lake lake, PipelineConfig config, Instant asOf) {
        return silent(identities(lake, config.timeAxis(), asOf), config.silence());
    }

    /** Machines whose newest row is older than rows go on without readings. */
    private static List<ScoredFleet.Silent> silent(Map<String, Identity> identities, Duration silence) {
        return identities.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .filter(machine -> machine.getValue().age().compareTo(silence) > 0)
                .map(machine -> silent(machine.getKey(), machine.getValue(), silence))
                .toList();
    }

    private static ScoredFleet.Silent silent(String machine, Identity identity, Duration silence) {
        Instant newest = Instant.ofEpochMilli(identity.asOfMillis());
        return new ScoredFleet.Silent(machine, identity.site(), newest, newest.minus(silence));
    }

    private static Map<String, Identity> heard(
            Map<String, Identity> identities, List<ScoredFleet.Silent> silent, Instant asOf) {
        Map<String, Identity> heard = new HashMap<>(identities);
        silent.forEach(machine -> heard.remove(machine.equipmentId()));
        if (heard.isEmpty()) {
            throw MillwrightException.data("all " + silent.size() + " machines had fallen silent long before " + asOf
                    + "; run the features job up to that moment, or score an earlier one");
        }
        return heard;
    }

    /** A machine's newest row, how old it is, and what the machine is. */
    record Identity(String site, String type, long asOfMillis, Duration age) {}

    private static Map<String, Identity> identities(Lake lake, TimeAxis axis, Instant asOf) {
        Map<String, Identity> identities = new HashMap<>();
        known(lake, asOf)
                .groupBy(TrainingSet.EQUIPMENT_ID)
                .agg(functions
                        .max(functions.struct(TrainingSet.AS_OF, TrainingSet.SITE, TrainingSet.TYPE))
                        .as("newest"))
                .select(TrainingSet.EQUIPMENT_ID, "newest.*")
                .collectAsList()
                .forEach(row -> identities.put(row.getString(0), identity(row, axis, asOf)));
        if (identities.isEmpty()) {
            throw MillwrightException.data("there is no row to score at or before " + asOf
                    + "; run the features job up to that moment, or score a later one");
        }
        return identities;
    }

    private static Identity identity(Row newest, TimeAxis axis, Instant asOf) {
        Instant at = newest.getTimestamp(1).toInstant();
        Duration age = axis.countsCycles() ? Duration.ZERO : Duration.between(at, asOf);
        return new Identity(text(newest, 2), text(newest, 3), at.toEpochMilli(), age);
    }

    private static Dataset<Row> known(Lake lake, Instant asOf) {
        return lake.read(TrainingSet.NAME)
                .where(functions.col(TrainingSet.AS_OF).leq(functions.lit(Timestamp.from(asOf))));
    }

    /** The newest row of every machine, and the rows that may stand for an incident, in one pass. */
    private static TrainingMatrix rows(
            Lake lake, Map<String, Identity> identities, List<Incident> incidents, TrainingSpec spec) {
        List<Row> wanted = new ArrayList<>();
        identities.forEach((machine, identity) ->
                wanted.add(RowFactory.create(machine, identity.asOfMillis() - 1, identity.asOfMillis())));
        incidents.forEach(incident -> wanted.add(RowFactory.create(
                incident.equipmentId(),
                incident.at().minus(spec.headlineHorizon()).toEpochMilli(),
                incident.at().minus(spec.headlineLead()).toEpochMilli())));
        Dataset<Row> windows = functions.broadcast(lake.spark().createDataFrame(wanted, WINDOW));
        Dataset<Row> all = lake.read(TrainingSet.NAME);
        Column millis = functions.unix_millis(all.col(TrainingSet.AS_OF));
        Column inside = all.col(TrainingSet.EQUIPMENT_ID)
                .equalTo(windows.col("wanted"))
                .and(millis.gt(windows.col("after")))
                .and(millis.leq(windows.col("until")));
        return TrainingData.read(all.join(windows, inside, "left_semi"), List.of())
                .matrix();
    }

    private static TrainingMatrix newest(TrainingMatrix rows, Map<String, Identity> identities) {
        return rows.select(IntStream.range(0, rows.rows())
                .filter(row -> identity(identities, rows.machine(row)).asOfMillis() == rows.asOfMillis(row))
                .toArray());
    }

    private static Identity identity(Map<String, Identity> identities, String machine) {
        return identities.getOrDefault(machine, NOBODY);
    }

    private static CaseReader reader(TrainingSpec spec, Map<String, Identity> identities, Explanations explanations) {
        Map<String, String> types = new HashMap<>();
        identities.forEach((machine, identity) -> types.put(machine, identity.type()));
        return new CaseReader(spec.headlineHorizon(), spec.headlineLead(), types, explanations);
    }

    private static Optional<FittedModel> headline(ModelBundle bundle, TrainingSpec spec) {
        return spec.headline()
                .flatMap(target -> Optional.ofNullable(bundle.failures().get(target.name())))
                .map(FailureModel::model);
    }

    /** By machine, as the training set has them. */
    static Map<String, String> types(Lake lake) {
        Map<String, String> types = new HashMap<>();
        lake.read(TrainingSet.NAME)
                .select(TrainingSet.EQUIPMENT_ID, TrainingSet.TYPE)
                .distinct()
                .collectAsList()
                .forEach(row -> types.put(row.getString(0), text(row, 1)));
        return types;
    }

    static Explanations explanations(Lake lake, PipelineConfig config) {
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
            Map<String, Identity> identities,
            Explanations explanations,
            CaseBook cases) {
        Map<String, double[]> scores = new LinkedHashMap<>();
        Map<String, double[]> probabilities = new LinkedHashMap<>();
        bundle.failures().forEach((target, model) -> {
            double[] ofTarget = model.model().scores(rows);
            scores.put(target, ofTarget);
            probabilities.put(target, model.probabilities(ofTarget));
        });
        agree(probabilities, spec);
        Optional<ModeModel> modes = spec.headline()
                .flatMap(target -> Optional.ofNullable(bundle.modes().get(target.name())));
        List<Map<String, Double>> distributions =
                modes.map(model -> model.distributions(rows)).orElse(List.of());
        List<ModeModel.Likeliest> likeliest =
                modes.map(model -> model.likeliest(rows)).orElse(List.of());
        List<Optional<Severity>> severities = severities(rows, bundle, spec);
        List<RulEstimate> lives =
                bundle.rul().map(model -> model.estimates(rows)).orElse(List.of());
        Optional<Pushes> pushes = pushes(rows, bundle, spec);
        List<List<Reason>> reasons = pushes.map(all -> explanations.of(rows, all.columns(), all.contributions()))
                .orElseGet(() -> Collections.nCopies(rows.rows(), List.of()));
        List<Signature> signatures = pushes.map(all -> explanations.signatures(all.columns(), all.contributions()))
                .orElseGet(() -> Collections.nCopies(rows.rows(), new Signature(new TreeMap<>())));
        List<ScoredMachine> machines = new ArrayList<>();
        for (int row = 0; row < rows.rows(); row++) {
            RulEstimate life = lives.isEmpty() ? null : lives.get(row);
            Identity identity = identity(identities, rows.machine(row));
            machines.add(new ScoredMachine(
                    rows.machine(row),
                    identity.site(),
                    identity.type(),
                    Instant.ofEpochMilli(rows.asOfMillis(row)),
                    identity.age(),
                    at(probabilities, row),
                    at(scores, row),
                    distributions.isEmpty() ? Map.of() : distributions.get(row),
                    likeliest.isEmpty() ? "" : likeliest.get(row).mode(),
                    likeliest.isEmpty() ? "" : likeliest.get(row).component(),
                    severities.get(row),
                    life == null ? Double.NaN : life.low(),
                    life == null ? Double.NaN : life.median(),
                    life == null ? Double.NaN : life.high(),
                    reasons.get(row),
                    cases.like(identity.type(), signatures.get(row))));
        }
        return machines;
    }

    /** Makes the targets of each ladder agree, in place. */
    static void agree(Map<String, double[]> probabilities, TrainingSpec spec) {
        spec.ladders()
                .forEach(ladder -> RisingHorizons.agree(ladder.stream()
                        .flatMap(target -> Optional.ofNullable(probabilities.get(target.name())).stream())
                        .toList()));
    }

    /** By the headline target's model; empty where there is none, or it had too few failures to speak. */
    private static List<Optional<Severity>> severities(TrainingMatrix rows, ModelBundle bundle, TrainingSpec spec) {
        return spec.headline()
                .flatMap(target -> Optional.ofNullable(bundle.severities().get(target.name())))
                .map(model -> model.chances(rows).stream()
                        .map(chances -> Optional.of(chances)
                                .filter(SeverityModel.Chances::known)
                                .map(SeverityModel.Chances::level))
                        .toList())
                .orElseGet(() -> Collections.nCopies(rows.rows(), Optional.empty()));
    }

    private static Map<String, Double> at(Map<String, double[]> columns, int row) {
        Map<String, Double> values = new LinkedHashMap<>();
        columns.forEach((name, column) -> values.put(name, column[row]));
        return values;
    }

    /** @param contributions [row][column]; positive towards failure */
    @SuppressWarnings("ArrayRecordComponent") // columns beside a matrix; identity is never asked for
    private record Pushes(List<String> columns, double[][] contributions) {}

    /** Of the headline target's model; where there is no failure target, of what shortens the remaining life. */
    private static Optional<Pushes> pushes(TrainingMatrix rows, ModelBundle bundle, TrainingSpec spec) {
        return headline(bundle, spec)
                .map(model -> new Pushes(model.columns(), model.contributions(rows)))
                .or(() -> bundle.rul()
                        .map(BoostedRul::firstPoint)
                        .map(model -> new Pushes(model.columns(), negated(model.contributions(rows)))));
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
