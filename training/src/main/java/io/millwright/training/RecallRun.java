package io.millwright.training;

import io.millwright.training.explain.Explanations;
import io.millwright.training.failure.ModeModel;
import io.millwright.training.fitted.FittedSpecs;
import io.millwright.training.knowledge.CaseReader;
import io.millwright.training.knowledge.Incident;
import io.millwright.training.knowledge.KnowledgeBase;
import io.millwright.training.knowledge.KnowledgeBase.Question;
import io.millwright.training.knowledge.KnowledgeBase.Similar;
import io.millwright.training.knowledge.PastCase;
import io.millwright.training.matrix.TrainingMatrix;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/**
 * What past failures, compared by a fold's model, say about the failures of its test: asked on the row before each, of cases known by
 * that row's {@code as_of}.
 *
 * @param failures the newest there are; findings are left out, since one may tell of the very failure that is asked about
 */
record RecallRun(
        TrainingMatrix rows,
        FittedSpecs specs,
        List<Incident> failures,
        Map<String, String> types,
        Explanations explanations) {

    /** Rows of the table {@code recalls}. Only models of the headline target that can say what pushed a score are asked. */
    List<Row> rows(FailureRun run, List<ModeModel.Likeliest> modes) {
        boolean asked = run.target().headline()
                && run.model().calibrator().isPresent()
                && (run.fold().axis() == Axis.TIME || run.fold().axis() == Axis.MACHINES);
        if (!asked) {
            return List.of();
        }
        CaseReader reader = new CaseReader(
                Duration.ofMillis(run.target().horizonMillis()),
                Duration.ofMillis(run.target().minimumLeadMillis()),
                types,
                explanations);
        List<PastCase> cases = reader.cases(
                failures,
                run.fold().fitted(rows, specs).addedTo(rows),
                run.model().model());
        KnowledgeBase base = new KnowledgeBase(cases);
        Map<String, String> modeOf = modes(run, modes);
        List<Row> recalled = new ArrayList<>();
        for (PastCase failure : cases) {
            if (isTested(failure, run.fold())) {
                recalled(failure, base)
                        .ifPresent(recall -> recalled.add(row(run, failure, recall, modeOf.get(key(failure)))));
            }
        }
        return List.copyOf(recalled);
    }

    private static boolean isTested(PastCase failure, OuterFold fold) {
        return fold.test().contains(failure.rowAsOf())
                && fold.testMachines().contains(failure.incident().equipmentId());
    }

    private record Recall(long cases, Similar nearest, String mostFrequent) {}

    private static Optional<Recall> recalled(PastCase failure, KnowledgeBase base) {
        Question question = new Question(failure.type(), failure.signature(), failure.rowAsOf());
        return base.nearest(question, 1).stream()
                .findFirst()
                .map(nearest -> new Recall(base.size(question.asOf()), nearest, base.mostFrequent(question.asOf())));
    }

    private static Row row(FailureRun run, PastCase failure, Recall recall, @Nullable String mode) {
        return RowFactory.create(
                run.fold().number(),
                run.candidate(),
                failure.incident().equipmentId(),
                Timestamp.from(failure.rowAsOf()),
                recall.cases(),
                failure.incident().what(),
                recall.nearest().past().incident().what(),
                recall.nearest().similarity(),
                recall.mostFrequent(),
                mode);
    }

    /** Of the test rows whose mode is known. */
    private Map<String, String> modes(FailureRun run, List<ModeModel.Likeliest> modes) {
        Map<String, String> modeOf = new HashMap<>();
        for (int i = 0; i < modes.size(); i++) {
            int row = run.testRows()[i];
            if (!modes.get(i).mode().isEmpty()) {
                modeOf.put(
                        key(rows.machine(row), rows.asOfMillis(row)),
                        modes.get(i).mode());
            }
        }
        return modeOf;
    }

    private static String key(PastCase failure) {
        return key(failure.incident().equipmentId(), failure.rowAsOf().toEpochMilli());
    }

    private static String key(String machine, long asOfMillis) {
        return machine + "/" + asOfMillis;
    }
}
