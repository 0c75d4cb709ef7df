package io.millwright.training.anomaly;

import io.millwright.lake.Sha256;
import io.millwright.training.table.GroupModels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Several detectors as one: the anomaly score of a row is the mean of its ranks, in (0, 1); 0.5 is the middle of normal time. A detector
 * that cannot tell has no say; where none can, the score is NaN.
 *
 * <p>Cost: that of the detectors; scoring is linear in rows.
 */
public final class AnomalyModel {

    /** Of the rows to fit on, the strangest by robust z are left out: normal time may be contaminated. */
    private static final double SHARE_TRUSTED = 0.98;

    private final Normals normals;
    private final Map<String, Detector.Fitted> detectors;
    private final Map<String, Ranks> ranks;

    private AnomalyModel(Normals normals, Map<String, Detector.Fitted> detectors, Map<String, Ranks> ranks) {
        this.normals = normals;
        this.detectors = detectors;
        this.ranks = ranks;
    }

    /**
     * Fits normals and detectors on one stretch of normal time and their ranks on a later one.
     *
     * @param detectors names of the pipeline file
     */
    public static AnomalyModel fit(
            Indicators fitted, Indicators calibrated, List<String> detectors, long seed, SparkSession spark) {
        Normals normals = Normals.of(fitted);
        Deviations trusted = trusted(Deviations.of(fitted, normals));
        Deviations later = Deviations.of(calibrated, normals);
        Map<String, Detector.Fitted> all = new LinkedHashMap<>();
        Map<String, Ranks> ranks = new TreeMap<>();
        for (Detector detector : Detectors.named(detectors, spark)) {
            Detector.Fitted learned = detector.fit(trusted, seed);
            all.put(detector.name(), learned);
            ranks.put(detector.name(), Ranks.of(learned.scores(later), later.types()));
        }
        return new AnomalyModel(normals, all, ranks);
    }

    private static Deviations trusted(Deviations rows) {
        double[] strangeness = Univariate.robustZ().fit(rows, 0).scores(rows);
        double limit = Normal.quantile(Arrays.stream(strangeness).sorted().toArray(), SHARE_TRUSTED);
        return rows.select(IntStream.range(0, rows.rows())
                .filter(row -> rows.known()[row] && strangeness[row] <= limit)
                .toArray());
    }

    /** Of the detector that has a model of every machine, as rows of {@link GroupModels#TABLE}; empty without that detector. */
    public List<Row> ofMachines() {
        return detectors.values().stream()
                .filter(PerMachine.OfMachines.class::isInstance)
                .map(PerMachine.OfMachines.class::cast)
                .flatMap(fitted -> fitted.models().stream())
                .toList();
    }

    /** See {@link Learned}. */
    public Learned learned() {
        Map<String, Learned.OfDetector> ofDetectors = new TreeMap<>();
        ranks.forEach((name, ofDetector) -> ofDetectors.put(name, ofDetector.learned()));
        Map<String, String> machines = new TreeMap<>();
        for (Row model : ofMachines()) {
            byte[] parameters = model.getAs(GroupModels.MODEL);
            if (parameters != null) {
                machines.put(model.getAs(GroupModels.GROUP), Sha256.hex(parameters));
            }
        }
        return new Learned(ofDetectors, machines);
    }

    /** Scores of rows. Rows of one moment should be given together, because some detectors compare them with each other. */
    public AnomalyScores scores(Indicators rows) {
        return scores(Deviations.of(rows, normals));
    }

    private AnomalyScores scores(Deviations rows) {
        Map<String, double[]> byDetector = new LinkedHashMap<>();
        detectors.forEach((name, detector) -> byDetector.put(name, ranked(name, detector.scores(rows), rows)));
        return AnomalyScores.of(byDetector, rows.rows());
    }

    /** Of some rows among their peers. */
    private double[] scores(Deviations rows, int[] wanted) {
        Deviations few = rows.select(wanted);
        Map<String, double[]> byDetector = new LinkedHashMap<>();
        detectors.forEach((name, detector) -> byDetector.put(name, ranked(name, detector.scores(rows, wanted), few)));
        return AnomalyScores.of(byDetector, wanted.length).score();
    }

    private double[] ranked(String detector, double[] scores, Deviations rows) {
        Ranks ofDetector = ranks.get(detector);
        double[] ranked = new double[scores.length];
        for (int row = 0; row < scores.length; row++) {
            ranked[row] = ofDetector == null || !rows.known()[row]
                    ? Double.NaN
                    : ofDetector.rank(scores[row], rows.types()[row]);
        }
        return ranked;
    }

    /**
     * Which sensors make rows strange: how much the score falls when one sensor is put to the machine's normal, the largest fall first;
     * sensors that do not lower it are left out.
     *
     * @param wanted rows to explain; the others only serve as their peers
     */
    public List<List<SensorShare>> explained(Indicators rows, boolean[] wanted) {
        Deviations as = Deviations.of(rows, normals);
        int[] places =
                IntStream.range(0, wanted.length).filter(row -> wanted[row]).toArray();
        double[] score = scores(as, places);
        List<List<SensorShare>> explained = new ArrayList<>();
        for (int row = 0; row < wanted.length; row++) {
            explained.add(new ArrayList<>());
        }
        for (String sensor : new TreeSet<>(rows.sensors())) {
            double[] without = scores(as.withoutSensor(sensor, rows.sensors(), wanted), places);
            for (int i = 0; i < places.length; i++) {
                if (score[i] > without[i]) {
                    explained.get(places[i]).add(new SensorShare(sensor, score[i] - without[i]));
                }
            }
        }
        explained.forEach(shares -> shares.sort(SensorShare.LARGEST_FIRST));
        return explained;
    }
}
