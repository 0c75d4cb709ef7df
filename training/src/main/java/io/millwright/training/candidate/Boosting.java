package io.millwright.training.candidate;

import io.millwright.training.matrix.TrainingMatrix;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import ml.dmlc.xgboost4j.java.XGBoostJNI;

/**
 * XGBoost's Java interface as this room uses it: one process, one thread a fit, a seed, so that the same rows give the same bytes. Fits
 * run beside one another on the caller's threads instead.
 */
public final class Boosting {

    private Boosting() {}

    /**
     * Fits a fixed number of rounds.
     *
     * @param extra parameters beside the settings, for example the number of classes
     */
    public static Booster fit(
            TrainingMatrix rows, float[] label, BoostingSettings settings, Map<String, Object> extra, long seed) {
        return fit(BoostingRows.of(rows, label), settings, extra, seed);
    }

    /** The same of rows that may count for several. */
    static Booster fit(BoostingRows rows, BoostingSettings settings, Map<String, Object> extra, long seed) {
        try {
            DMatrix data = labelled(rows);
            try {
                return XGBoost.train(data, parameters(settings, extra, seed), settings.rounds(), Map.of(), null, null);
            } finally {
                data.dispose();
            }
        } catch (XGBoostError e) {
            throw failed(e);
        }
    }

    /**
     * Fits a fixed number of rounds on answers of which only bounds are known.
     *
     * @param atLeast lower bounds
     * @param atMost upper bounds; the same where the answer is known, infinite where there is none
     */
    public static Booster fitBetween(
            TrainingMatrix rows,
            float[] atLeast,
            float[] atMost,
            BoostingSettings settings,
            Map<String, Object> extra,
            long seed) {
        try {
            DMatrix data = matrix(rows);
            try {
                drawAlike(data, rows.width());
                set(data, "label_lower_bound", atLeast);
                set(data, "label_upper_bound", atMost);
                return XGBoost.train(data, parameters(settings, extra, seed), settings.rounds(), Map.of(), null, null);
            } finally {
                data.dispose();
            }
        } catch (XGBoostError e) {
            throw failed(e);
        }
    }

    /**
     * Boosts on from what another model says: only the trees added to it.
     *
     * @param margins of the other model, one a row
     */
    static Booster continued(
            TrainingMatrix rows, float[] label, float[] margins, BoostingSettings settings, long seed) {
        try {
            DMatrix data = labelled(BoostingRows.of(rows, label));
            try {
                data.setBaseMargin(margins);
                return XGBoost.train(data, settings.parameters(seed), settings.rounds(), Map.of(), null, null);
            } finally {
                data.dispose();
            }
        } catch (XGBoostError e) {
            throw failed(e);
        }
    }

    /** The Java class of the matrix has no setter for these, the native interface has. */
    private static void set(DMatrix data, String field, float[] values) {
        if (XGBoostJNI.XGDMatrixSetFloatInfo(data.getHandle(), field, values) != 0) {
            throw new IllegalStateException("XGBoost did not take the column " + field);
        }
    }

    /**
     * Every feature is as likely as any other to be among those a tree sees, said as weights: XGBoost draws by weights with numbers that every
     * build of it has alike, and without them by a shuffle of the compiler's library, so that Java's build and Python's would train other
     * models of the same rows.
     */
    private static void drawAlike(DMatrix data, int features) {
        float[] weights = new float[features];
        Arrays.fill(weights, 1);
        set(data, "feature_weights", weights);
    }

    /** The other model's margins with what its first trees add, see {@link #continued}. */
    static float[] continuedMargins(Booster booster, TrainingMatrix rows, float[] margins, int trees) {
        if (rows.rows() == 0) {
            return new float[0];
        }
        try {
            DMatrix data = matrix(rows);
            try {
                data.setBaseMargin(margins);
                float[][] predicted = booster.predict(data, true, trees);
                float[] after = new float[predicted.length];
                for (int row = 0; row < after.length; row++) {
                    after[row] = predicted[row][0];
                }
                return after;
            } finally {
                data.dispose();
            }
        } catch (XGBoostError e) {
            throw failed(e);
        }
    }

    /**
     * The features to boost on: those that a first, short fit on all of them splits on, in the matrix's order. All of them where the
     * settings ask for no such fit, or where it finds nothing to split.
     */
    public static List<String> telling(TrainingMatrix rows, float[] label, BoostingSettings settings, long seed) {
        return telling(BoostingRows.of(rows, label), settings, seed);
    }

    /** The same of rows that may count for several. */
    static List<String> telling(BoostingRows rows, BoostingSettings settings, long seed) {
        List<String> columns = rows.features().columns();
        if (settings.scouts() == 0) {
            return columns;
        }
        try {
            // XGBoost counts the splits of a feature under its number: f0, f1, ...
            Set<String> used = fit(rows, settings.scouting(), Map.of(), seed)
                    .getFeatureScore((String) null)
                    .keySet();
            return used.isEmpty()
                    ? columns
                    : IntStream.range(0, columns.size())
                            .filter(column -> used.contains("f" + column))
                            .mapToObj(columns::get)
                            .toList();
        } catch (XGBoostError e) {
            throw failed(e);
        }
    }

    /**
     * Fits while the loss on held-out rows falls.
     *
     * @param booster with as many rounds as were run
     * @param bestRounds number of rounds after which the loss was lowest
     * @param trees of each round
     */
    public record Stopped(Booster booster, int bestRounds, int trees) {

        /** Of the best rounds, as {@link Boosting#predict}. */
        public float[][] predict(TrainingMatrix rows) {
            return Boosting.predict(booster, rows, bestRounds * trees);
        }

        /** Of the best rounds, as {@link Boosting#shapValues}. */
        float[][] shapValues(TrainingMatrix rows) {
            return Boosting.shapValues(booster, rows, bestRounds * trees);
        }
    }

    /** As {@link #fit}, stopped early on rows of other machines; all rounds where the settings have no patience. */
    public static Stopped fitStopped(
            TrainingMatrix rows,
            float[] label,
            TrainingMatrix heldOut,
            float[] heldOutLabel,
            BoostingSettings settings,
            Map<String, Object> extra,
            long seed) {
        return fitStopped(BoostingRows.of(rows, label), BoostingRows.of(heldOut, heldOutLabel), settings, extra, seed);
    }

    /** The same of rows that may count for several. */
    static Stopped fitStopped(
            BoostingRows rows, BoostingRows heldOut, BoostingSettings settings, Map<String, Object> extra, long seed) {
        if (settings.patience() == 0) {
            return new Stopped(fit(rows, settings, extra, seed), settings.rounds(), settings.trees());
        }
        try {
            DMatrix data = labelled(rows);
            DMatrix held = labelled(heldOut);
            try {
                return stopped(data, held, settings, parameters(settings, extra, seed));
            } finally {
                data.dispose();
                held.dispose();
            }
        } catch (XGBoostError e) {
            throw failed(e);
        }
    }

    /** Round by round by hand: XGBoost's own early stopping prints every round to standard output. */
    private static Stopped stopped(
            DMatrix data, DMatrix held, BoostingSettings settings, Map<String, Object> parameters) throws XGBoostError {
        Booster booster = XGBoost.train(data, parameters, 1, Map.of(), null, null);
        double lowest = loss(booster, held, 0);
        int best = 1;
        for (int round = 1; round < settings.rounds() && round - best < settings.patience(); round++) {
            booster.update(data, round);
            double loss = loss(booster, held, round);
            if (loss < lowest) {
                lowest = loss;
                best = round + 1;
            }
        }
        return new Stopped(booster, best, settings.trees());
    }

    /** Parses {@code [3]\theld-logloss:0.1234}. */
    private static double loss(Booster booster, DMatrix held, int round) throws XGBoostError {
        String report = booster.evalSet(new DMatrix[] {held}, new String[] {"held"}, round);
        return Double.parseDouble(report.substring(report.lastIndexOf(':') + 1).strip());
    }

    private static Map<String, Object> parameters(BoostingSettings settings, Map<String, Object> extra, long seed) {
        Map<String, Object> parameters = settings.parameters(seed);
        parameters.putAll(extra);
        return parameters;
    }

    /** Predictions in the outcome's unit, [row][output]; of the first trees only where {@code trees} is above 0. */
    public static float[][] predict(Booster booster, TrainingMatrix rows, int trees) {
        if (rows.rows() == 0) {
            return new float[0][];
        }
        try {
            DMatrix data = matrix(rows);
            try {
                return booster.predict(data, false, trees);
            } finally {
                data.dispose();
            }
        } catch (XGBoostError e) {
            throw failed(e);
        }
    }

    /** Predictions before the link function. */
    public static float[][] margins(Booster booster, TrainingMatrix rows) {
        try {
            DMatrix data = matrix(rows);
            try {
                return booster.predict(data, true, 0);
            } finally {
                data.dispose();
            }
        } catch (XGBoostError e) {
            throw failed(e);
        }
    }

    /**
     * TreeSHAP values in margin space, [row][column], with the base value as one more column at the end; a row sums to its margin. Of
     * the first trees only where {@code trees} is above 0.
     *
     * @see "Lundberg et al., Consistent individualized feature attribution for tree ensembles, 2018"
     */
    public static float[][] shapValues(Booster booster, TrainingMatrix rows, int trees) {
        if (rows.rows() == 0) {
            return new float[0][];
        }
        try {
            DMatrix data = matrix(rows);
            try {
                return booster.predictContrib(data, trees);
            } finally {
                data.dispose();
            }
        } catch (XGBoostError e) {
            throw failed(e);
        }
    }

    /**
     * The model in XGBoost's own JSON. From 3.1 on it writes a base score as a list, which older readers, SageMaker's container among
     * them, take silently for something else: a single one is written as the plain number it was before.
     */
    public static byte[] bytes(Booster booster) {
        try {
            String json = new String(booster.toByteArray("json"), StandardCharsets.UTF_8);
            return json.replaceFirst("\"base_score\":\"\\[([^,\\]]+)\\]\"", "\"base_score\":\"$1\"")
                    .getBytes(StandardCharsets.UTF_8);
        } catch (XGBoostError e) {
            throw failed(e);
        }
    }

    public static Booster read(byte[] bytes) {
        try {
            return XGBoost.loadModel(bytes);
        } catch (XGBoostError | IOException e) {
            throw io.millwright.lake.MillwrightException.data(
                    "the XGBoost model of a package cannot be read; register the model again", e);
        }
    }

    private static DMatrix matrix(TrainingMatrix rows) throws XGBoostError {
        return new DMatrix(rows.rowMajor(), rows.rows(), rows.width(), Float.NaN);
    }

    private static DMatrix labelled(BoostingRows rows) throws XGBoostError {
        DMatrix data = matrix(rows.features());
        drawAlike(data, rows.features().width());
        data.setLabel(rows.outcome());
        if (rows.weights().length > 0) {
            data.setWeight(rows.weights());
        }
        return data;
    }

    private static IllegalStateException failed(XGBoostError e) {
        return new IllegalStateException("XGBoost failed: " + e.getMessage(), e);
    }
}
