package io.millwright.training.matrix;

import io.millwright.features.table.Labels;
import io.millwright.features.table.RulLabels;
import io.millwright.features.table.Severities;
import io.millwright.features.table.TrainingSet;
import io.millwright.lake.Lake;
import io.millwright.lake.config.Severity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * Everything training reads, as one table: a row is one machine at one {@code as_of} with its features and, in further columns, what
 * became of it. A model package carries a copy, so that a model can be rebuilt from the package alone.
 */
public final class TrainingFrame {

    /** Columns with this prefix are answers, never features. */
    static final String ANSWER = "answer__";

    static final String RUL_HOURS = ANSWER + "rul_hours";

    static final String RUL_CENSORED = ANSWER + "rul_censored";

    private TrainingFrame() {}

    static String label(String target) {
        return ANSWER + target + "__label";
    }

    static String mode(String target) {
        return ANSWER + target + "__mode";
    }

    static String component(String target) {
        return ANSWER + target + "__component";
    }

    /** {@link Severity#level}. */
    static String severity(String target) {
        return ANSWER + target + "__severity";
    }

    /** In milliseconds. */
    static String severityKnown(String target) {
        return ANSWER + target + "__severity_known";
    }

    /** The training set joined with the answers of these failure targets and, where the lake has them, remaining lives. */
    public static Dataset<Row> of(Lake lake, List<String> targets) {
        Dataset<Row> frame = lake.read(TrainingSet.NAME);
        for (String target : targets) {
            frame = frame.join(functions.broadcast(answers(lake, target)), KEY, "left");
        }
        return lake.has(RulLabels.TABLE) ? frame.join(functions.broadcast(remainingLives(lake)), KEY, "left") : frame;
    }

    /** Delta versions of the tables that go in. */
    public static Map<String, Long> inputs(Lake lake, List<String> targets) {
        List<String> tables = Stream.of(
                        Stream.of(TrainingSet.NAME),
                        targets.isEmpty() ? Stream.<String>of() : Stream.of(Labels.TABLE.name()),
                        lake.has(RulLabels.TABLE) ? Stream.of(RulLabels.TABLE.name()) : Stream.<String>of(),
                        lake.has(Severities.TABLE) ? Stream.of(Severities.TABLE.name()) : Stream.<String>of())
                .flatMap(names -> names)
                .toList();
        return new TreeMap<>(lake.versions(tables));
    }

    /** The feature columns of a frame, or of the training set itself, in its order. */
    public static List<String> features(Dataset<Row> frame) {
        return Arrays.stream(frame.columns())
                .filter(name -> !name.startsWith(ANSWER) && !NOT_FEATURES.contains(name))
                .toList();
    }

    private static final List<String> NOT_FEATURES =
            List.of(TrainingSet.EQUIPMENT_ID, TrainingSet.AS_OF, TrainingSet.SITE, TrainingSet.TYPE);

    private static final String[] KEY = {TrainingSet.EQUIPMENT_ID, TrainingSet.AS_OF};

    private static Dataset<Row> answers(Lake lake, String target) {
        Dataset<Row> labels =
                lake.read(Labels.TABLE).where(functions.col(Labels.TARGET).equalTo(target));
        List<Column> columns = new ArrayList<>(List.of(
                functions.col(Labels.EQUIPMENT_ID),
                functions.col(Labels.AS_OF),
                functions.col(Labels.LABEL).as(label(target)),
                onlyPositive(Labels.MODE).as(mode(target)),
                onlyPositive(Labels.COMPONENT).as(component(target))));
        if (lake.has(Severities.TABLE)) {
            labels = labels.join(lake.read(Severities.TABLE), GRADED, "left");
            columns.add(
                    onlyPositive(Severities.SEVERITY, TrainingFrame::ordinal).as(severity(target)));
            columns.add(onlyPositive(
                            Severities.KNOWN_TIME,
                            known -> functions.unix_millis(known).cast(DataTypes.DoubleType))
                    .as(severityKnown(target)));
        }
        return labels.select(columns.toArray(new Column[0]));
    }

    private static final String[] GRADED = {Severities.EQUIPMENT_ID, Severities.FAILURE_TIME};

    private static Column ordinal(Column severity) {
        Column ordinal = functions.lit(null).cast(DataTypes.IntegerType);
        for (Severity level : Severity.values()) {
            ordinal = functions
                    .when(severity.equalTo(level.text()), level.level())
                    .otherwise(ordinal);
        }
        return ordinal;
    }

    private static Column onlyPositive(String column) {
        return onlyPositive(column, value -> value);
    }

    private static Column onlyPositive(String column, UnaryOperator<Column> as) {
        return functions.when(functions.col(Labels.LABEL).equalTo(1), as.apply(functions.col(column)));
    }

    private static Dataset<Row> remainingLives(Lake lake) {
        return lake.read(RulLabels.TABLE)
                .select(
                        functions.col(RulLabels.EQUIPMENT_ID),
                        functions.col(RulLabels.AS_OF),
                        functions.col(RulLabels.RUL_HOURS).as(RUL_HOURS),
                        functions.col(RulLabels.CENSORED).as(RUL_CENSORED));
    }
}
