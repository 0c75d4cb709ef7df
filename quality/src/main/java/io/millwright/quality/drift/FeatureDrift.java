package io.millwright.quality.drift;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far one feature moved, over one value per machine and period: the mean of the machine's rows in stretches of one length.
 *
 * @param machinesReference machines with a value in the reference
 * @param machinesCurrent machines with a value in the current period
 * @param distance Wasserstein-1 distance, in the unit of the feature
 * @param effect the same in interquartile ranges of the reference; infinite where those were 0
 * @param psi population stability index
 * @param psiExpected its mean where nothing drifted
 * @param psiLimit above it, fewer than 1 in 100 features without drift
 * @param pValue of the permutation test on the distance
 * @param leastP smallest p-value so many machines and permutations can give at all
 * @param pAdjusted after Benjamini and Hochberg over all features
 * @param drifted whether it is both significant at 5 % false discoveries and at least {@link #SMALLEST_EFFECT} large
 * @param note why it was not judged, else empty; below {@link #FEWEST_MACHINES} all figures but the counts are then NaN, else the p-values
 */
public record FeatureDrift(
        String feature,
        int machinesReference,
        int machinesCurrent,
        double medianReference,
        double medianCurrent,
        double distance,
        double effect,
        double psi,
        double psiExpected,
        double psiLimit,
        double pValue,
        double leastP,
        double pAdjusted,
        boolean drifted,
        String note) {

    /** Below this many interquartile ranges a shift is of no consequence, however significant. */
    public static final double SMALLEST_EFFECT = 0.2;

    /** Accepted share of features without drift among those called drifted. */
    public static final double FALSE_DISCOVERY_RATE = 0.05;

    /** Fewer machines say nothing about a distribution. */
    static final int FEWEST_MACHINES = 5;

    /** Where more than this share of all features would have to drift at once before any can be told, none is judged. */
    private static final double MOST_TOGETHER = 0.2;

    private static final String TOO_FEW_TO_TELL = "too few machines to tell";

    private static final int PSI_BINS = 10;

    private static final int DRAWS = 9_999;

    /** Drifted ones first, then by effect; those without a figure last. */
    static final Comparator<FeatureDrift> FARTHEST_FIRST = Comparator.comparing(FeatureDrift::drifted)
            .thenComparingDouble(feature -> Double.isNaN(feature.effect()) ? -1 : feature.effect())
            .reversed()
            .thenComparing(FeatureDrift::feature);

    /**
     * Permutations by which one drifted feature among so many tests can be told: its p-value is at least one over them.
     */
    static int drawsFor(int tests) {
        return Math.max(DRAWS, (int) Math.ceil(tests / FALSE_DISCOVERY_RATE));
    }

    /**
     * Compares one feature; adjusted p-value and verdict come later, from {@link #adjusted}.
     *
     * @param reference machine to its value; NaN and infinite values are left out
     * @param draws permutations, see {@link #drawsFor}
     * @param seed of the permutations
     */
    static FeatureDrift of(
            String feature, Map<String, Double> reference, Map<String, Double> current, int draws, long seed) {
        Map<String, Double> before = finite(reference);
        Map<String, Double> after = finite(current);
        if (Math.min(before.size(), after.size()) < FEWEST_MACHINES) {
            return unjudged(feature, before.size(), after.size());
        }
        PermutationTest test = permutation(before, after);
        double leastP = test.leastP(draws);
        boolean tellable = leastP <= MOST_TOGETHER * FALSE_DISCOVERY_RATE;
        double[] x = values(before);
        double[] y = values(after);
        PopulationStability psi = PopulationStability.of(x, y, PSI_BINS, 0.01);
        return new FeatureDrift(
                feature,
                x.length,
                y.length,
                Quantiles.median(x),
                Quantiles.median(y),
                Wasserstein.distance(x, y),
                Wasserstein.scaled(x, y),
                psi.value(),
                psi.expectedUnderNoDrift(),
                psi.limit(),
                tellable ? test.pValue(draws, seed) : Double.NaN,
                leastP,
                Double.NaN,
                false,
                tellable ? "" : TOO_FEW_TO_TELL);
    }

    /** The same with p-values adjusted over all judged features and the verdict drawn. */
    static java.util.List<FeatureDrift> adjusted(java.util.List<FeatureDrift> features) {
        double[] adjusted = FalseDiscovery.adjusted(features.stream()
                .filter(FeatureDrift::judged)
                .mapToDouble(FeatureDrift::pValue)
                .toArray());
        java.util.List<FeatureDrift> verdicts = new java.util.ArrayList<>();
        int next = 0;
        for (FeatureDrift feature : features) {
            verdicts.add(feature.judged() ? feature.withAdjusted(adjusted[next++]) : feature);
        }
        return verdicts;
    }

    public boolean judged() {
        return note.isEmpty();
    }

    private FeatureDrift withAdjusted(double adjusted) {
        boolean verdict = adjusted <= FALSE_DISCOVERY_RATE && effect >= SMALLEST_EFFECT;
        return new FeatureDrift(
                feature,
                machinesReference,
                machinesCurrent,
                medianReference,
                medianCurrent,
                distance,
                effect,
                psi,
                psiExpected,
                psiLimit,
                pValue,
                leastP,
                adjusted,
                verdict,
                note);
    }

    private static FeatureDrift unjudged(String feature, int before, int after) {
        double none = Double.NaN;
        return new FeatureDrift(
                feature,
                before,
                after,
                none,
                none,
                none,
                none,
                none,
                none,
                none,
                none,
                none,
                none,
                false,
                "fewer than " + FEWEST_MACHINES + " machines have it in one of the periods");
    }

    private static PermutationTest permutation(Map<String, Double> before, Map<String, Double> after) {
        Map<String, Double> onlyBefore = new TreeMap<>(before);
        onlyBefore.keySet().removeAll(after.keySet());
        Map<String, Double> onlyAfter = new TreeMap<>(after);
        onlyAfter.keySet().removeAll(before.keySet());
        Map<String, Double> pairedBefore = new TreeMap<>(before);
        pairedBefore.keySet().retainAll(after.keySet());
        Map<String, Double> pairedAfter = new TreeMap<>(after);
        pairedAfter.keySet().retainAll(before.keySet());
        return new PermutationTest(values(pairedBefore), values(pairedAfter), values(onlyBefore), values(onlyAfter));
    }

    private static Map<String, Double> finite(Map<String, Double> values) {
        Map<String, Double> finite = new TreeMap<>(values);
        finite.values().removeIf(value -> value == null || !Double.isFinite(value));
        return finite;
    }

    private static double[] values(Map<String, Double> byMachine) {
        return Arrays.stream(byMachine.values().toArray(new Double[0]))
                .mapToDouble(Double::doubleValue)
                .toArray();
    }
}
