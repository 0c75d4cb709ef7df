package io.millwright.training.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.training.candidate.FittedModel;
import io.millwright.training.explain.Explanations;
import io.millwright.training.explain.Feature;
import io.millwright.training.explain.Sentences;
import io.millwright.training.knowledge.Incident.Source;
import io.millwright.training.matrix.FeatureRow;
import io.millwright.training.matrix.TrainingMatrix;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CaseReaderTest {

    /** Pushes by the value itself. */
    private static final class ByValue implements FittedModel {

        @Override
        public double[] scores(TrainingMatrix rows) {
            return new double[rows.rows()];
        }

        @Override
        public List<String> columns() {
            return List.of("vib__24h__mean");
        }

        @Override
        public double[][] contributions(TrainingMatrix rows) {
            double[][] pushes = new double[rows.rows()][1];
            for (int row = 0; row < pushes.length; row++) {
                pushes[row][0] = rows.value(row, 0);
            }
            return pushes;
        }

        @Override
        public Map<String, byte[]> files() {
            return Map.of();
        }
    }

    private static CaseReader reader(int leadMillis) {
        return new CaseReader(
                Duration.ofMillis(30),
                Duration.ofMillis(leadMillis),
                Map.of("m0", "fan"),
                new Explanations(
                        List.of(new Feature("vib__24h__mean", "vib", "vib", "mean", "mm/s")),
                        new Sentences(Map.of(), Map.of(), List.of())));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10})
    void the_row_of_a_case_is_the_newest_in_its_horizon_that_keeps_the_lead_and_lies_before_it(int leadMillis) {
        Random random = new Random(1);
        for (int round = 0; round < 50; round++) {
            List<FeatureRow> rows = new ArrayList<>();
            for (int machine = 0; machine < 3; machine++) {
                for (int time = 0; time < 100; time++) {
                    if (random.nextInt(6) == 0) {
                        rows.add(new FeatureRow("m" + machine, time, new float[] {100 * machine + time + 1}));
                    }
                }
            }
            List<Incident> incidents = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                Instant at = Instant.ofEpochMilli(random.nextInt(120));
                incidents.add(new Incident("m" + random.nextInt(4), "", "wear", at, at, Source.FAILURE, ""));
            }

            List<PastCase> cases = reader(leadMillis)
                    .cases(incidents, TrainingMatrix.of(List.of("vib__24h__mean"), rows), new ByValue());

            List<String> naive = new ArrayList<>();
            for (Incident incident : incidents) {
                FeatureRow newest = null;
                for (FeatureRow row : rows) {
                    long ahead = incident.at().toEpochMilli() - row.asOfMillis();
                    if (row.machine().equals(incident.equipmentId())
                            && ahead > 0
                            && ahead >= leadMillis
                            && ahead < 30) {
                        newest = row;
                    }
                }
                if (newest != null) {
                    naive.add(newest.machine() + " " + newest.asOfMillis() + " {vib=" + (double) newest.values()[0]
                            + "} " + (newest.machine().equals("m0") ? "fan" : ""));
                }
            }
            assertThat(cases.stream()
                            .map(each -> each.incident().equipmentId() + " "
                                    + each.rowAsOf().toEpochMilli() + " "
                                    + each.signature().pushes() + " " + each.type())
                            .toList())
                    .isEqualTo(naive);
        }
    }
}
