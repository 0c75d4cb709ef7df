package io.millwright.lake.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is predicted, and by which candidates.
 *
 * @param failures failure within {@code (L, H]}; exactly one is the headline where the list is not empty
 * @param rul remaining useful life, where wanted
 * @param anomaly what is unusual without any label, where wanted
 * @param candidates names of the models and policies to compare, of {@link #CANDIDATES} and {@link #ONLY_ASKED_FOR}; {@link #SEARCHED} last where there is a search
 * @param falseDiscoveryRate of the features a model may learn from; 0 where it may learn from all
 * @param searchTrials configurations that the searched candidate tries inside every training period; 0 for no search
 * @param innerFolds of the cross-validation inside the training period that calibrates and chooses operating points
 * @param bootstrapDraws of the intervals
 * @param seed of everything random in training and evaluation
 */
public record TargetSpec(
        List<Failure> failures,
        Optional<Rul> rul,
        Optional<Anomaly> anomaly,
        List<String> candidates,
        double falseDiscoveryRate,
        int searchTrials,
        int innerFolds,
        int bootstrapDraws,
        long seed) {

    /** The plain model that all else is to improve on: logistic regression on raw means. */
    public static final String PLAIN = "plain_logistic";

    /** What a search finds best. It is asked for by a number of trials, not by its name. */
    public static final String SEARCHED = "searched";

    /** XGBoost whose failing rows weigh as much as all others. */
    public static final String WEIGHTED = "xgboost_weighted";

    /** XGBoost with failing rows made up until there are as many as others. */
    public static final String SMOTE = "xgboost_smote";

    /** Candidates that only take part where they are asked for: what they try seldom helps, and each costs what XGBoost costs. */
    public static final List<String> ONLY_ASKED_FOR = List.of(WEIGHTED, SMOTE);

    /** Every candidate there is unless some are named, in the order a report lists them. */
    public static final List<String> CANDIDATES = List.of(
            "run_to_failure",
            "age_based",
            "robust_z",
            PLAIN,
            "logistic",
            "random_forest",
            "tribuo_forest",
            "xgboost",
            "adapted",
            "ensemble");

    public TargetSpec {
        failures = List.copyOf(failures);
        candidates = List.copyOf(candidates);
    }

    /** Whether failures or remaining lives are foretold: only then is there something to train. */
    public boolean foretells() {
        return !failures.isEmpty() || rul.isPresent();
    }

    public Optional<Failure> headline() {
        return failures.stream().filter(Failure::headline).findFirst();
    }

    /**
     * Positive where a failure at t_f has {@code as_of} in {@code (t_f - horizon, t_f - minimumLead]}.
     *
     * @param coolDown C of the alert episodes
     * @param rightWithin an alert keeps the promise of {@code precision_85} if the machine fails within this; at least the horizon
     */
    public record Failure(
            String name,
            Duration horizon,
            Duration minimumLead,
            Duration coolDown,
            Duration rightWithin,
            boolean headline) {}

    /**
     * Remaining useful life.
     *
     * @param cap training labels are capped here
     * @param nominalCoverage of the interval, for example 0.9
     * @param compared other models that are held beside the boosted one on the tests, some of {@link #COMPARED}
     * @param seeds the boosted one is fitted with each, to see how far chance moves its figures; the registered one is of the first
     */
    public record Rul(Duration cap, double nominalCoverage, List<String> compared, List<Long> seeds) {

        /** One life for all, which every pipeline's model has to beat. */
        public static final String CONSTANT = "constant";

        public static final String WEIBULL_AFT = "weibull_aft";
        public static final String HAZARD = "hazard";
        public static final String XGBOOST_AFT = "xgboost_aft";
        public static final String COX = "cox";

        /** Every model of remaining life that can be asked for beside the boosted one and the constant. */
        public static final List<String> COMPARED = List.of(WEIBULL_AFT, HAZARD, XGBOOST_AFT, COX);

        public Rul {
            compared = List.copyOf(compared);
            seeds = List.copyOf(seeds);
        }

        /** The same, fitted once. */
        public Rul withSeed(long seed) {
            return new Rul(cap, nominalCoverage, compared, List.of(seed));
        }
    }

    /**
     * Unusual behaviour, told without labels.
     *
     * @param statistics of the sensors' features that are watched, few on purpose: many indicators dilute a forest's score
     * @param detectors of {@link Anomaly#DETECTORS}, or {@link Anomaly#MACHINE_SVM}; their ranks are averaged
     * @param coolDown after an alert starts, the next may start this much later at the earliest
     * @param alertsPerMachineWeek the threshold is chosen to give at most so many on normal time it was not fitted on
     * @param calibrationShare of the training period, its end, that ranks and threshold are taken from
     */
    public record Anomaly(
            List<String> statistics,
            List<String> detectors,
            Duration coolDown,
            double alertsPerMachineWeek,
            double calibrationShare) {

        /** The detectors that are averaged unless some are named. */
        public static final List<String> DETECTORS = List.of(
                "robust_z",
                "iqr",
                "fleet_z",
                "pca_t2",
                "pca_spe",
                "isolation_forest",
                "random_cut_forest",
                "one_class_svm",
                "autoencoder");

        /** A model of every machine by itself, for fleets whose machines differ; only where it is asked for. */
        public static final String MACHINE_SVM = "machine_svm";

        public Anomaly {
            statistics = List.copyOf(statistics);
            detectors = List.copyOf(detectors);
        }
    }
}
