package io.millwright.fleet.grade;

import io.millwright.evaluation.ClusterBootstrap;
import io.millwright.evaluation.event.EventReport;
import io.millwright.fleet.grade.EventGrades.Score;
import io.millwright.fleet.grade.Exam.Failures;
import io.millwright.fleet.grade.GradedReport.Part;
import io.millwright.fleet.grade.GradedReport.Reference;
import io.millwright.fleet.grade.RunResult.Prediction;
import io.millwright.fleet.grade.Truth.Story;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The figures of every mode and of every site with enough failures. A site's are those of its machines. A mode's are those of its
 * failures and its alerts: an alert is of the mode that is developing, and where nothing is, of the mode it names; an alert that names
 * none is of every mode.
 */
final class Parts {

    /** Failures with a precursor in the test windows below which a part is not judged. */
    static final int ENOUGH_FAILURES = 30;

    private final List<Exam> exams;
    private final Score oracle;
    private final double precision;
    private final ClusterBootstrap bootstrap;

    /**
     * @param oracle the score of who knows the truth
     * @param precision the least the oracle's alerts have, see {@link EventGrades#atPrecision}
     */
    Parts(List<Exam> exams, Score oracle, double precision, ClusterBootstrap bootstrap) {
        this.exams = exams;
        this.oracle = oracle;
        this.precision = precision;
        this.bootstrap = bootstrap;
    }

    /** Modes, then sites, each in order of their names. */
    List<Part> all() {
        List<Part> parts = new ArrayList<>();
        for (String mode : modes()) {
            ofMode(mode).ifPresent(parts::add);
        }
        for (String site : sites()) {
            ofSite(site).ifPresent(parts::add);
        }
        return parts;
    }

    private Set<String> modes() {
        Set<String> modes = new TreeSet<>();
        for (Exam exam : exams) {
            exam.truth().stories().values().stream()
                    .flatMap(List::stream)
                    .filter(Story::hasPrecursor)
                    .forEach(story -> modes.add(story.mode()));
        }
        return modes;
    }

    private Set<String> sites() {
        Set<String> sites = new TreeSet<>();
        exams.forEach(exam -> sites.addAll(exam.truth().sites().values()));
        return sites;
    }

    private Optional<Part> ofMode(String mode) {
        Score alerts = ofMode(mode, EventGrades::headlineMargin, Prediction::mode);
        Score ranking = ofMode(mode, (exam, prediction) -> prediction.p(), Prediction::mode);
        Score known = ofMode(mode, oracle, prediction -> "");
        return part("mode", mode, exams, Failures.ofMode(mode), alerts, ranking, known);
    }

    private Optional<Part> ofSite(String site) {
        List<Exam> there = exams.stream().map(exam -> exam.ofSite(site)).toList();
        return part(
                "site",
                site,
                there,
                Failures.WITH_PRECURSOR,
                EventGrades::headlineMargin,
                (exam, prediction) -> prediction.p(),
                oracle);
    }

    /** The score of alerts of this mode; of others lower than any score. */
    private static Score ofMode(String mode, Score score, Function<Prediction, String> named) {
        return (exam, prediction) -> {
            String developing = exam.trueMode(prediction.machine(), prediction.asOf());
            String of = developing.isEmpty() ? named.apply(prediction) : developing;
            return of.isEmpty() || of.equals(mode) ? score.of(exam, prediction) : EventGrades.BELOW_ALL;
        };
    }

    private Optional<Part> part(
            String by, String name, List<Exam> on, Failures failures, Score alerts, Score ranking, Score known) {
        if (EventGrades.tally(on, failures, alerts, 0).events() < ENOUGH_FAILURES) {
            return Optional.empty();
        }
        EventReport run = EventGrades.at(on, failures, alerts, bootstrap);
        Reference ceiling = new Reference(
                "true degradation",
                precision,
                EventGrades.averagePrecision(on, failures, known, bootstrap),
                EventGrades.atPrecision(on, failures, known, precision, bootstrap));
        return Optional.of(
                new Part(by, name, EventGrades.averagePrecision(on, failures, ranking, bootstrap), run, ceiling));
    }
}
