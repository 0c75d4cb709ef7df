package io.millwright.pipeline.evaluate;

import io.millwright.evaluation.Estimate;
import io.millwright.lake.config.Promotion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who leads after a run, and why.
 *
 * @param promotion who makes a model champion that nothing speaks against
 * @param incumbent the registered champion, where there is one
 * @param against the same on this run's tests; empty where no failure is foretold
 */
record Decision(Promotion promotion, Optional<Incumbent> incumbent, Optional<HeldAgainst> against) {

    /**
     * By the headline target, where there is one; else by remaining life. A failure model that saves money is not kept back because its
     * remaining life is no good: alerts do not depend on it. What speaks against it is said wherever the model is shown.
     *
     * @param registered the failure model that is registered; empty where the headline target has none
     */
    Metrics.Champion champion(
            Optional<TargetVerdict> headline, Optional<String> registered, Optional<RulTrial.Verdict> rul) {
        String rulCandidate = rul.map(found -> found.champion().candidate()).orElse("");
        return headline.map(verdict -> byHeadline(
                        verdict,
                        registered.orElseGet(() -> verdict.champion().name()),
                        rulCandidate,
                        rul.map(RulTrial.Verdict::objections).orElse(List.of())))
                .orElseGet(() -> byLife(rul, rulCandidate));
    }

    private Metrics.Champion byHeadline(
            TargetVerdict verdict, String registered, String rulCandidate, List<String> lifeObjections) {
        List<String> objections = new ArrayList<>(verdict.objections());
        against.ifPresent(held -> objections.addAll(held.objections()));
        return new Metrics.Champion(
                registered,
                rulCandidate,
                verdict.incumbent().name(),
                incumbent.map(Incumbent::version).orElse(null),
                against.map(HeldAgainst::says).orElse(null),
                promoted(objections),
                reasons(objections),
                lifeObjections,
                verdict.saved(),
                null);
    }

    private boolean promoted(List<String> objections) {
        return objections.isEmpty() && promotion == Promotion.AUTOMATIC;
    }

    private List<String> reasons(List<String> objections) {
        return objections.isEmpty() && promotion == Promotion.MANUAL ? Waiting.REASONS : objections;
    }

    /** A champion there is was never held against a life: replacing it is for a person to decide. */
    private Metrics.Champion byLife(Optional<RulTrial.Verdict> rul, String rulCandidate) {
        List<String> objections = new ArrayList<>(
                rul.map(RulTrial.Verdict::objections).orElse(List.of("nothing could be judged on these tests")));
        incumbent.ifPresent(registered -> objections.add(registered.notHeldAgainst()));
        return new Metrics.Champion(
                rulCandidate,
                rulCandidate,
                incumbent
                        .map(Incumbent::candidate)
                        .or(() -> rul.map(RulTrial.Verdict::baseline))
                        .orElse(""),
                incumbent.map(Incumbent::version).orElse(null),
                null,
                promoted(objections),
                reasons(objections),
                List.of(),
                Estimate.undefined(),
                null);
    }
}
