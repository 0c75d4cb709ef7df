package io.millwright.pipeline.monitor;

import io.millwright.evaluation.Estimate;
import io.millwright.lake.config.MonitoringSpec;
import io.millwright.pipeline.evaluate.TrainedOn;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** The rules by which a training is asked for; limits are the pipeline file's. */
final class Triggers {

    static final String SCHEDULE = "schedule";
    static final String DRIFT = "drift";
    static final String CALIBRATION = "calibration";
    static final String EVENT_PRECISION = "event_precision";
    static final String NEW_FAILURES = "new_failures";
    static final String NEW_TYPE = "new_type";
    static final String DEFINITIONS = "definitions";

    private static final String NO_MODEL = "no model is registered yet";
    private static final String SILENT_PACKAGE =
            "the model's package does not say what it was trained on; the next one that is registered will";
    private static final String LIVES_ONLY =
            "the model foretells no failure, and what became of the lives it foretold is not watched";
    private static final int NAMED = 5;

    private final MonitoringSpec limits;
    private final Situation situation;

    private Triggers(MonitoringSpec limits, Situation situation) {
        this.limits = limits;
        this.situation = situation;
    }

    /** Every rule, whether it fired or not. */
    static List<Trigger> of(MonitoringSpec limits, Situation situation, Situation.LastAsked before) {
        Triggers rules = new Triggers(limits, situation);
        return Stream.of(
                        rules.schedule(),
                        rules.drift(),
                        rules.calibration(),
                        rules.eventPrecision(),
                        rules.newFailures(),
                        rules.newType(),
                        rules.definitions())
                .map(trigger -> rules.resting(trigger, before))
                .toList();
    }

    /** A reason that lasts asks once a pause; an age that was answered by a training is another one after its own length. */
    private Trigger resting(Trigger trigger, Situation.LastAsked before) {
        Duration pause =
                trigger.name().equals(SCHEDULE) && limits.retrainEvery().compareTo(limits.pause()) < 0
                        ? limits.retrainEvery()
                        : limits.pause();
        return before.of(trigger.name())
                .filter(asked -> trigger.fired() && asked.plus(pause).isAfter(situation.at()))
                .map(asked -> trigger.resting("it asked for a training on " + day(asked) + " and rests for "
                        + number(days(pause), 0) + " days"))
                .orElse(trigger);
    }

    private static Trigger trigger(String name, boolean fired, double value, double limit, String why) {
        return new Trigger(name, fired, fired, value, limit, why);
    }

    private static Trigger unknown(String name, double limit, String why) {
        return trigger(name, false, Double.NaN, limit, why);
    }

    private Trigger schedule() {
        double limit = days(limits.retrainEvery());
        return situation
                .newestTraining()
                .map(trained -> {
                    // rows of features may lie behind the last reading
                    double age = Math.max(0, days(Duration.between(trained, situation.at())));
                    return trigger(
                            SCHEDULE,
                            age >= limit,
                            age,
                            limit,
                            "the newest model's data end on " + day(trained) + ", " + number(age, 0) + " days ago");
                })
                .orElseGet(() -> situation.hasModel()
                        ? unknown(SCHEDULE, limit, SILENT_PACKAGE)
                        : trigger(SCHEDULE, true, Double.NaN, limit, NO_MODEL));
    }

    private Trigger drift() {
        double share = situation.compared() == 0 ? Double.NaN : (double) situation.drifted() / situation.compared();
        return trigger(
                DRIFT,
                share >= limits.driftedShare(),
                share,
                limits.driftedShare(),
                situation.compared() == 0
                        ? "too few machines to tell whether any feature drifted"
                        : situation.drifted() + " of " + situation.compared() + " features drifted");
    }

    private Trigger calibration() {
        return situation
                .recent()
                .filter(recent -> recent.expected() > 0)
                .map(this::calibration)
                .orElseGet(() -> unknown(CALIBRATION, limits.miscalibration(), noList()));
    }

    private Trigger calibration(Matured recent) {
        double factor = limits.miscalibration();
        boolean tooMany = recent.observedOverExpectedLow() > factor;
        boolean tooFew = recent.observedOverExpectedHigh() < 1 / factor;
        return trigger(
                CALIBRATION,
                tooMany || tooFew,
                recent.observedOverExpected(),
                tooFew ? 1 / factor : factor,
                recent.failures() + " failures since " + day(recent.from()) + " are "
                        + number(recent.observedOverExpected(), 2) + " times what was foretold ["
                        + number(recent.observedOverExpectedLow(), 2) + ", "
                        + number(recent.observedOverExpectedHigh(), 2) + "]");
    }

    private Trigger eventPrecision() {
        double least = limits.keptPrecision() * situation.testedPrecision();
        if (situation.livesOnly()) {
            return unknown(EVENT_PRECISION, least, LIVES_ONLY);
        }
        if (Double.isNaN(least)) {
            return unknown(EVENT_PRECISION, least, "it is not known with which event precision the model was tested");
        }
        return situation
                .recent()
                .filter(recent -> recent.judgedAlerts() > 0)
                .map(recent -> eventPrecision(recent, least))
                .orElseGet(() -> unknown(EVENT_PRECISION, least, "no alert of the model's lists has matured"));
    }

    private Trigger eventPrecision(Matured recent, double least) {
        Estimate precision = recent.eventPrecision();
        return trigger(
                EVENT_PRECISION,
                precision.high() < least,
                precision.value(),
                least,
                recent.hits() + " of " + recent.judgedAlerts() + " alerts since " + day(recent.from())
                        + " were right, at most " + number(precision.high(), 2) + "; tested with "
                        + number(situation.testedPrecision(), 2));
    }

    private String noList() {
        if (situation.livesOnly()) {
            return LIVES_ONLY;
        }
        return situation.hasModel() ? "no list of the model has matured" : NO_MODEL;
    }

    private Trigger newFailures() {
        return known(
                NEW_FAILURES,
                limits.newFailures(),
                model -> trigger(
                        NEW_FAILURES,
                        situation.newFailures() >= limits.newFailures(),
                        (double) situation.newFailures(),
                        limits.newFailures(),
                        situation.newFailures() + " failures since " + day(model.to())));
    }

    private Trigger newType() {
        return known(NEW_TYPE, 1, model -> {
            TreeSet<String> types = new TreeSet<>(situation.now().types());
            types.removeAll(model.types());
            return trigger(
                    NEW_TYPE,
                    !types.isEmpty(),
                    types.size(),
                    1,
                    types.isEmpty()
                            ? "every type of equipment was in the training"
                            : "not in the training: " + some(types.stream().toList()));
        });
    }

    private Trigger definitions() {
        return known(DEFINITIONS, 1, model -> {
            TreeSet<String> changed = new TreeSet<>(model.definitions().keySet());
            changed.addAll(situation.now().definitions().keySet());
            changed.removeIf(name -> Objects.equals(
                    model.definitions().get(name), situation.now().definitions().get(name)));
            int all = changed.size() + situation.changedTargets().size();
            return trigger(
                    DEFINITIONS,
                    all > 0,
                    all,
                    1,
                    all == 0
                            ? "targets and features mean what they meant"
                            : "changed: "
                                    + some(Stream.concat(situation.changedTargets().stream(), changed.stream())
                                            .toList()));
        });
    }

    private Trigger known(String name, double limit, Function<TrainedOn, Trigger> rule) {
        Optional<TrainedOn> model = situation.model();
        return model.map(rule).orElseGet(() -> unknown(name, limit, situation.hasModel() ? SILENT_PACKAGE : NO_MODEL));
    }

    private static String some(List<String> names) {
        String first = String.join(", ", names.subList(0, Math.min(NAMED, names.size())));
        return names.size() <= NAMED ? first : first + " and " + (names.size() - NAMED) + " more";
    }

    private static String day(Instant at) {
        return at.toString().substring(0, 10);
    }

    private static double days(Duration duration) {
        return duration.toMillis() / 86_400_000.0;
    }

    private static String number(double value, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }
}
