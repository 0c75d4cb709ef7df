package io.millwright.pipeline.evaluate;

import io.millwright.evaluation.Estimate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code metrics.json}: what a run claims. Every model figure is an {@link Estimate} {@code {value, low, high, n}} with its two-sided
 * 95 % interval by machine; null stands where a figure is not defined on these data.
 *
 * @param failure the headline target, by the candidate chosen for each test on validation data; null without failure targets
 * @param failureTargets every failure target, the headline among them
 * @param rul remaining useful life by the candidate chosen on validation data; null where it is not a target
 * @param severity of the headline target's failures; null where none of the tests was graded
 * @param components which component fails, of the headline target; null where the log names none
 * @param folds the tests of the headline target
 * @param baselines the headline target's figures under each baseline policy, by name
 * @param furtherBaselines the same of the other failure targets, by target
 * @param candidates the headline target's figures under each model, by name; where not one is chosen for all tests, also under those that
 *     are, by {@link Failure#candidate}
 * @param newMachines the headline target on machines that never trained, by the candidate chosen without them; null without that axis
 * @param newSites the same on all machines of sites that never trained
 * @param newGenerations the same on all machines with parts of generations that never trained
 * @param improvement on the plain model; null where that was not among the candidates
 * @param importance what moves the registered model of the headline target; null where it cannot say
 * @param similarCases whether past cases tell what is coming; null where there are none
 * @param judged by which these figures can be told from those of another training; null in files from before there was one
 * @param timingsSeconds disjoint stages
 */
public record Metrics(
        Data data,
        @Nullable Failure failure,
        List<Failure> failureTargets,
        @Nullable Rul rul,
        @Nullable FailureSeverity severity,
        @Nullable Components components,
        List<Fold> folds,
        Map<String, Failure> baselines,
        Map<String, Map<String, Failure>> furtherBaselines,
        Map<String, Failure> candidates,
        @Nullable Failure newMachines,
        @Nullable Failure newSites,
        @Nullable Failure newGenerations,
        Champion champion,
        @Nullable Improvement improvement,
        @Nullable Importance importance,
        @Nullable SimilarCases similarCases,
        Looks looks,
        @Nullable Judged judged,
        Map<String, Double> timingsSeconds) {

    /**
     * What was judged.
     *
     * @param training {@link io.millwright.training.TrainedRun#key}
     * @param configHash of the pipeline file it was judged by
     */
    public record Judged(String training, String configHash) {}

    /**
     * Accounting of the ingest: rows in = rows clean + rows quarantined + duplicates merged, exactly.
     *
     * @param rowsQuarantined by reason
     */
    public record Data(long rowsIn, long rowsClean, Map<String, Long> rowsQuarantined, long duplicatesMerged) {

        public long quarantined() {
            return rowsQuarantined.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /**
     * One target (H, L) under one policy, all tests pooled.
     *
     * @param coolDownHours the shortest time between two alerts of a machine
     * @param rightWithinHours after an alert a failure within this keeps the promise of {@code precision_85}
     * @param candidate the policy; of several that were chosen for one test each, all, joined by {@code or}
     * @param logLoss of the calibrated probabilities, in nats a row; it punishes a wrong certainty, which the Brier score hardly sees
     * @param calibrationIntercept in log-odds, beside that slope; where the slope is 1, below 0 too many failures were foretold
     * @param events failures in the test windows
     * @param operatingPoints by name
     */
    public record Failure(
            String name,
            double horizonHours,
            double minimumLeadHours,
            double coolDownHours,
            double rightWithinHours,
            String candidate,
            Estimate prevalence,
            Estimate averagePrecision,
            Estimate brier,
            Estimate logLoss,
            Estimate calibrationSlope,
            Estimate calibrationIntercept,
            long events,
            Map<String, Point> operatingPoints) {

        /** Log loss and intercept are null, read as undefined, in packages from before they were kept. */
        public Failure {
            logLoss = logLoss == null ? Estimate.undefined() : logLoss;
            calibrationIntercept = calibrationIntercept == null ? Estimate.undefined() : calibrationIntercept;
        }

        /** One of the operating points every target has. */
        Point point(String name) {
            Point point = operatingPoints.get(name);
            if (point == null) {
                throw new IllegalArgumentException("no operating point " + name);
            }
            return point;
        }
    }

    /**
     * One operating point. Each fold applies the threshold chosen on its own validation data; threshold and dates here are those of
     * the latest fold.
     *
     * @param threshold alert at or above it; null never alerts
     * @param attained whether the validation data of every fold show what the name promises
     * @param precisionWithin share of alerts after which the machine failed within {@link Failure#rightWithinHours}
     * @param tenthLeadHours of a tenth of the failures at most, a missed one counting 0; null in packages from before it was told
     * @param f1 as {@link io.millwright.evaluation.event.EventTally#f1}
     * @param reason what they show: of the latest fold that misses the promise, else of the latest fold
     */
    public record Point(
            double threshold,
            Dates chosenOn,
            boolean attained,
            String reason,
            Estimate eventRecall,
            Estimate eventPrecision,
            Estimate precisionWithin,
            Estimate f1,
            Estimate alertsPerMachineWeek,
            Estimate falsePositiveRate,
            Estimate medianLeadHours,
            @Nullable Estimate tenthLeadHours,
            Estimate costPerMachineWeek,
            Counts counts,
            List<FoldThreshold> byFold) {}

    /** What an operating point's figures are made of. */
    public record Counts(
            long events,
            long detected,
            long alertedLate,
            long hits,
            long falseAlarms,
            long undetermined,
            double machineWeeks) {}

    public record FoldThreshold(int fold, double threshold, Dates chosenOn, boolean attained, String reason) {}

    /** {@code [from, to)}, UTC. */
    public record Dates(Instant from, Instant to) {}

    /**
     * Remaining useful life on the test rows: one row per official test unit, or every row of a test window whose failure is known.
     *
     * @param unit {@code cycles} or {@code hours}
     * @param units machines judged
     * @param cap labels of the capped figures end here; NaN without cap
     * @param nasaScoreUnit what one step of the NASA score is here: {@code cycles} or {@code days}
     * @param intervalCoverage on capped labels; by Clopper-Pearson where there is one row a unit, else by bootstrap over machines
     * @param intervalMeanWidth of the capped intervals, in the unit
     * @param spread of the errors; null in packages from before it was told
     * @param decisionZone of the rows that are near enough to failure to decide something; null in packages from before it was told
     * @param atLeads share of lives that were foretold well; null in packages from before it was told
     * @param censored on all test rows, also of machines that were still running; null in packages from before it was told
     * @param seeds the same model fitted with other seeds; null where only one was asked for
     */
    public record Rul(
            String unit,
            long units,
            String candidate,
            Estimate rmse,
            Estimate rmseCapped,
            double cap,
            Estimate mae,
            Estimate maeCapped,
            String nasaScoreUnit,
            Estimate nasaScoreSum,
            Estimate nasaScoreMean,
            Estimate nasaScoreSumCapped,
            double intervalNominal,
            Estimate intervalCoverage,
            Estimate intervalMeanWidth,
            @Nullable RulSpread spread,
            @Nullable DecisionZone decisionZone,
            @Nullable RulAtLeads atLeads,
            @Nullable RulCensored censored,
            @Nullable RulSeeds seeds) {}

    /**
     * Remaining useful life where it decides what is done.
     *
     * @param longest true life of a row in it, in the unit
     * @param lateBy a prediction above the truth by more than this is late, in the unit
     * @param lateShare of the rows in it
     */
    public record DecisionZone(double longest, Estimate rmse, Estimate mae, double lateBy, Estimate lateShare) {}

    /**
     * How far chance in fitting moves the figures of remaining life, over the configured list of seeds.
     *
     * @param each in the order of the list; the first is the registered model's
     */
    public record RulSeeds(
            Spread rmse,
            Spread rmseCapped,
            Spread nasaScoreSum,
            Spread nasaScoreSumCapped,
            Spread intervalCoverage,
            Spread intervalMeanWidth,
            List<RulSeed> each) {}

    /**
     * The figures of one seed.
     *
     * @param coverageByBand by the lower end of the true remaining life
     */
    public record RulSeed(long seed, Rul figures, Map<String, Estimate> coverageByBand) {}

    /**
     * A figure over seeds.
     *
     * @param value the mean
     * @param low smallest
     * @param high largest
     * @param sd standard deviation of a sample
     * @param n seeds
     */
    public record Spread(double value, double low, double high, double sd, long n) {

        static Spread of(double[] values) {
            DoubleSummaryStatistics all = Arrays.stream(values).summaryStatistics();
            double squares = Arrays.stream(values)
                    .map(value -> Math.pow(value - all.getAverage(), 2))
                    .sum();
            return new Spread(
                    all.getAverage(),
                    all.getMin(),
                    all.getMax(),
                    Math.sqrt(squares / (values.length - 1)),
                    values.length);
        }
    }

    /**
     * How bad a failure will be, given that it comes: on the test rows before failures that somebody graded.
     *
     * @param by what the failures were graded by
     * @param medium at or above it a failure is medium; NaN where the log says it in words, as {@code high}
     * @param failures by level, from the mildest on
     * @param levels names of rows and columns of the confusions
     * @param testsWithModel folds whose training period had failures enough of every level; elsewhere the rule stays
     * @param says the same as a sentence
     * @param rule the work list's rule, by probability and remaining life: on the rows the model speaks of, or on all where it is silent
     * @param model null where it is silent on every test
     * @param levelsSaved the rule's mean error minus the model's, paired by machine
     */
    public record FailureSeverity(
            String by,
            double medium,
            double high,
            Map<String, Long> failures,
            List<String> levels,
            List<Integer> testsWithModel,
            String says,
            LevelFigures rule,
            @Nullable LevelFigures model,
            Estimate levelsSaved) {}

    /**
     * Severities as one of two says them.
     *
     * @param confusion rows by true level, then by the level that was said
     * @param macroAccuracy share that is right, averaged over the levels
     * @param meanAbsoluteLevelError by how many levels a row is off
     */
    public record LevelFigures(List<List<Long>> confusion, Estimate macroAccuracy, Estimate meanAbsoluteLevelError) {}

    /**
     * Which component will fail, on every labelled test row: none below a fold's threshold, above it the component of the mode that is
     * named.
     *
     * @param thresholds by fold, of highest F1 on its validation rows; null never says that anything fails
     * @param rowsOfSeveral before failures of several components at once; such a row is true of each
     * @param macroF1 mean over none and every component that failed
     */
    public record Components(
            Map<Integer, Double> thresholds, long rowsOfSeveral, Estimate macroF1, List<OfComponent> components) {}

    /** One component, or none: rows it is true of, rows it was said of, and rows that are both. */
    public record OfComponent(
            String component, long rows, long said, long right, Estimate precision, Estimate recall, Estimate f1) {}

    /**
     * One test; n and events count its labelled rows and its failures.
     *
     * @param candidate the model that was chosen for it, on validation data of its own training period; null without failure targets, and
     *     in packages from before it was chosen test by test
     */
    public record Fold(
            int fold,
            Instant trainFrom,
            Instant trainTo,
            Instant testFrom,
            Instant testTo,
            long n,
            long events,
            Estimate averagePrecision,
            @Nullable String candidate) {}

    /**
     * Who leads after this run.
     *
     * @param candidate the model that is registered: the best by cost on out-of-fold rows of the whole period; empty without models
     * @param incumbent who those chosen for the tests were held against: the registered champion, or the cheapest baseline before each test
     * @param incumbentVersion of the registry, null for a baseline
     * @param heldAgainst what of the registered champion was judged, and on which tests; null for a baseline
     * @param promoted whether the promotion rule let it replace the incumbent
     * @param reasons why not, each a sentence; empty when promoted
     * @param lifeObjections why the remaining life that comes with a promoted failure model is not to be planned by; else none, since
     *     it stands among the reasons where remaining life is what the model is for
     * @param savedCostPerMachineWeek incumbent's cost minus candidate's on the tests, paired by machine
     * @param version of the registry, null before registration
     */
    public record Champion(
            String candidate,
            String rulCandidate,
            String incumbent,
            @Nullable String incumbentVersion,
            @Nullable String heldAgainst,
            boolean promoted,
            List<String> reasons,
            List<String> lifeObjections,
            Estimate savedCostPerMachineWeek,
            @Nullable String version) {

        /** @param lifeObjections null, read as none, in packages from before they were kept */
        public Champion {
            lifeObjections = lifeObjections == null ? List.of() : List.copyOf(lifeObjections);
        }

        /** A sentence without its full stop; empty where nothing speaks against the remaining life. */
        String lifeCaution() {
            return lifeObjections.isEmpty()
                    ? ""
                    : "its remaining life is not to be planned by: " + String.join("; ", lifeObjections);
        }

        Champion withVersion(@Nullable String registered) {
            return new Champion(
                    candidate,
                    rulCandidate,
                    incumbent,
                    incumbentVersion,
                    heldAgainst,
                    promoted,
                    reasons,
                    lifeObjections,
                    savedCostPerMachineWeek,
                    registered);
        }
    }

    /**
     * What features, search and choice of the model save together, on the headline target's tests, at the cheapest threshold of each.
     *
     * @param baseline logistic regression on raw means
     * @param shareOfCost saved share of the baseline's cost, paired by machine
     */
    public record Improvement(String baseline, Estimate baselineCostPerMachineWeek, Estimate shareOfCost) {}

    /**
     * What moves a model, by sensor family: all features of a sensor, or of one kind of context, are one.
     *
     * @param shareByFamily of the mean absolute contribution on training rows, the greatest first
     * @param top the three greatest
     * @param fittedAgain models beside it, each fitted without the machines of one inner fold
     * @param topOverlap of the three families that move such a model most and the three of the whole one: those that both name, of all that
     *     either does; its interval is over these models
     */
    public record Importance(
            String candidate,
            Map<String, Double> shareByFamily,
            List<String> top,
            long fittedAgain,
            Estimate topOverlap) {

        public Importance {
            shareByFamily = Collections.unmodifiableMap(new LinkedHashMap<>(shareByFamily));
        }
    }

    /**
     * What past cases told about failures of the tests, asked on the newest row between horizon and minimum lead before each, of cases
     * known by then.
     *
     * @param candidate by whose explanations cases were compared: in every fold, the one fitted before its test
     * @param failures before which any case was known
     * @param nearestRight share of them whose mode (component, where no mode is named) is that of the most similar case
     * @param mostFrequentRight whose mode is the most frequent of the cases
     * @param modeModelRight whose mode the model of modes named
     * @param shown of these failures, those with a case similar enough to be shown
     * @param shownNearestRight as above, of those
     * @param shownMostFrequentRight as above, of those
     */
    public record SimilarCases(
            String candidate,
            long failures,
            Estimate nearestRight,
            Estimate mostFrequentRight,
            Estimate modeModelRight,
            long shown,
            Estimate shownNearestRight,
            Estimate shownMostFrequentRight) {}

    /**
     * How often rows of these test windows have been looked at with different training sets, configurations or code, this time included.
     *
     * @param bootstrapDraws of every interval in this file
     * @param key hash of training set, configuration and code: the same key is the same look
     */
    public record Looks(int count, List<String> reasons, int bootstrapDraws, String key) {

        /** What stands beside a figure of these tests. */
        public String beside() {
            return " (look " + count + ")";
        }
    }

    /** The same as it was evaluated: without version and timings, which come later and may differ between equal runs. */
    Metrics asEvaluated() {
        return with(champion.withVersion(null), Map.of());
    }

    /** The same once the version is known. */
    Metrics withVersion(String version) {
        return with(champion.withVersion(version), timingsSeconds);
    }

    private Metrics with(Champion decided, Map<String, Double> timings) {
        return new Metrics(
                data,
                failure,
                failureTargets,
                rul,
                severity,
                components,
                folds,
                baselines,
                furtherBaselines,
                candidates,
                newMachines,
                newSites,
                newGenerations,
                decided,
                improvement,
                importance,
                similarCases,
                looks,
                judged,
                timings);
    }
}
