package io.millwright.features.label;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.features.label.Failure.Replacement;
import io.millwright.lake.table.Feedback;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Lives of which more comes to be known, in hours, against the labels of every hour. */
class LifeChangeTest {

    private static final long HOUR = 3_600_000;
    private static final long LIFE = 300;
    private static final FailureLabels TARGET = new FailureLabels(72 * HOUR, 24 * HOUR, 12 * HOUR);

    @Test
    void rows_until_the_moment_told_have_the_labels_they_had_and_some_behind_it_have_not() {
        Random random = new Random(5);
        int labelsDiffer = 0;
        int rulsDiffer = 0;
        int closeLabels = 0;
        int closeRuls = 0;
        for (int i = 0; i < 2000; i++) {
            MachineLife before = life(random);
            MachineLife now = changed(before, random);
            LifeChange change = LifeChange.between(before, now);
            long label = firstHour(hour -> !TARGET.label(before, hour).equals(TARGET.label(now, hour)));
            long rul = firstHour(hour -> !RulLabel.of(before, hour, TARGET.repairWindowMs())
                    .equals(RulLabel.of(now, hour, TARGET.repairWindowMs())));

            assertThat(label)
                    .as("label of life %d", i)
                    .isGreaterThanOrEqualTo(next(change.labelsAfterMs(TARGET.horizonMs())));
            assertThat(rul).as("remaining life of life %d", i).isGreaterThanOrEqualTo(next(change.rulsAfterMs()));
            labelsDiffer += label < Long.MAX_VALUE ? 1 : 0;
            rulsDiffer += rul < Long.MAX_VALUE ? 1 : 0;
            closeLabels += label < Long.MAX_VALUE && label == next(change.labelsAfterMs(TARGET.horizonMs())) ? 1 : 0;
            closeRuls += rul < Long.MAX_VALUE && rul == next(change.rulsAfterMs()) ? 1 : 0;
        }
        assertThat(labelsDiffer).isGreaterThan(1000);
        assertThat(rulsDiffer).isGreaterThan(1000);
        assertThat(closeLabels).as("often it is the very next hour").isGreaterThan(labelsDiffer / 3);
        assertThat(closeRuls).isGreaterThan(0);
    }

    @Test
    void lives_that_are_the_same_have_the_same_labels() {
        MachineLife life = life(new Random(1));

        LifeChange none = LifeChange.between(life, life);

        assertThat(none.labelsAfterMs(HOUR)).isEqualTo(Long.MAX_VALUE);
        assertThat(none.rulsAfterMs()).isEqualTo(Long.MAX_VALUE);
    }

    /** The hour behind a moment; never where there is no such moment. */
    private static long next(long ms) {
        return ms == Long.MAX_VALUE ? ms : ms + HOUR;
    }

    private interface AtHour {
        boolean is(long ms);
    }

    private static long firstHour(AtHour hour) {
        for (long at = -100; at < LIFE + 100; at++) {
            if (hour.is(at * HOUR)) {
                return at * HOUR;
            }
        }
        return Long.MAX_VALUE;
    }

    private static MachineLife life(Random random) {
        List<Failure> failures = new ArrayList<>();
        List<Replacement> preventive = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            failures.add(failure(random));
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            preventive.add(replacement(random));
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            findings.add(finding(random));
        }
        boolean dies = random.nextBoolean();
        return sorted(failures, preventive, random.nextLong(LIFE) * HOUR, dies, findings);
    }

    private static MachineLife sorted(
            List<Failure> failures,
            List<Replacement> preventive,
            long observedUntilMs,
            boolean dies,
            List<Finding> findings) {
        List<Failure> inOrder = failures.stream()
                .sorted(Comparator.comparingLong(Failure::timeMs))
                .toList();
        List<Replacement> inTurn = preventive.stream()
                .sorted(Comparator.comparingLong(Replacement::timeMs))
                .toList();
        return new MachineLife(inOrder, inTurn, observedUntilMs, dies && !failures.isEmpty(), findings);
    }

    private static MachineLife changed(MachineLife life, Random random) {
        List<Failure> failures = new ArrayList<>(life.failures());
        List<Replacement> preventive = new ArrayList<>(life.preventive());
        List<Finding> findings = new ArrayList<>(life.findings());
        long observed = life.observedUntilMs();
        boolean dies = life.endsInFailure();
        switch (random.nextInt(7)) {
            case 0 -> failures.add(failure(random));
            case 1 -> preventive.add(replacement(random));
            case 2 -> findings.add(finding(random));
            case 3 -> observed += (random.nextInt(60) - 20) * HOUR;
            case 4 -> dies = !dies;
            case 5 ->
                failures.replaceAll(
                        one -> new Failure(one.timeMs(), one.repairedMs() + 5 * HOUR, one.components(), one.modes()));
            default -> {
                if (!failures.isEmpty()) {
                    failures.remove(random.nextInt(failures.size()));
                }
            }
        }
        return sorted(failures, preventive, observed, dies, findings);
    }

    private static Failure failure(Random random) {
        long at = random.nextLong(LIFE) * HOUR;
        TreeSet<String> components = new TreeSet<>(random.nextBoolean() ? List.of("belt") : List.of());
        return new Failure(at, at + random.nextInt(20) * HOUR, components, new TreeSet<>());
    }

    private static Replacement replacement(Random random) {
        return new Replacement(random.nextLong(LIFE) * HOUR, random.nextBoolean() ? "belt" : "motor");
    }

    private static Finding finding(Random random) {
        long at = random.nextLong(LIFE) * HOUR;
        return new Finding(
                at,
                at + random.nextInt(50) * HOUR,
                random.nextBoolean() ? Feedback.CONFIRMED : Feedback.FALSE_ALARM,
                null,
                null);
    }
}
