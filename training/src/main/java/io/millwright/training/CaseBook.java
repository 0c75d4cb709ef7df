package io.millwright.training;

import io.millwright.features.table.TrainingSet;
import io.millwright.lake.Lake;
import io.millwright.training.explain.Signature;
import io.millwright.training.knowledge.History;
import io.millwright.training.knowledge.Incident;
import io.millwright.training.knowledge.KnowledgeBase;
import io.millwright.training.knowledge.KnowledgeBase.Similar;
import io.millwright.training.knowledge.Likeness;
import io.millwright.training.knowledge.PastCase;
import io.millwright.training.table.Cases;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/**
 * The past cases known at one moment, to be asked and kept.
 *
 * @param cases as the scoring model sees them
 */
record CaseBook(Instant asOf, List<PastCase> cases, History history, Likeness words) {

    /** The newest this many are compared with; explaining a row takes a millisecond, comparing a thousand likewise. */
    static final int MOST_CASES = 1_000;

    private static final int SHOWN = 3;

    static CaseBook of(Instant asOf, List<PastCase> cases, History history, TrainingSpec spec) {
        return new CaseBook(asOf, cases, history, new Likeness(history, spec.headlineHorizon(), spec.axis()));
    }

    /** The most similar cases in words; empty text where none is similar enough. */
    String like(String type, Signature signature) {
        List<Similar> similar = new KnowledgeBase(cases)
                .nearest(new KnowledgeBase.Question(type, signature, asOf), SHOWN).stream()
                        .filter(each -> each.similarity() >= KnowledgeBase.LEAST_SIMILARITY)
                        .toList();
        return words.of(similar, asOf);
    }

    /** Replaces what the table {@code cases} says for this moment. */
    void write(Lake lake, String modelVersion) {
        List<Row> rows = cases.stream().map(past -> row(past, modelVersion)).toList();
        Dataset<Row> table = lake.spark().createDataFrame(rows, Cases.SCHEMA).coalesce(1);
        String thisMoment = Cases.SCORED_FOR + " = TIMESTAMP '" + asOf + "'";
        lake.replaceWhere(table, Cases.TABLE, thisMoment, Map.of(TrainingSet.NAME, lake.version(TrainingSet.NAME)));
    }

    private Row row(PastCase past, String modelVersion) {
        Incident incident = past.incident();
        String action = history.action(incident, asOf);
        List<@Nullable Object> values = new ArrayList<>();
        values.add(Timestamp.from(asOf));
        values.add(incident.equipmentId());
        values.add(past.type());
        values.add(incident.component());
        values.add(incident.mode());
        values.add(Timestamp.from(incident.at()));
        values.add(Timestamp.from(incident.knownAt()));
        values.add(incident.source().columnValue());
        values.add(Timestamp.from(past.rowAsOf()));
        values.add(past.signature().pushes());
        values.add(action.isEmpty() ? null : action);
        values.add(history.again(incident, asOf).map(Timestamp::from).orElse(null));
        values.add(modelVersion);
        return RowFactory.create(values.toArray());
    }
}
