package io.millwright.training.anomaly;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.tribuo.MutableDataset;
import org.tribuo.Prediction;
import org.tribuo.anomaly.AnomalyFactory;
import org.tribuo.anomaly.Event;
import org.tribuo.anomaly.libsvm.LibSVMAnomalyTrainer;
import org.tribuo.anomaly.libsvm.SVMAnomalyType;
import org.tribuo.common.libsvm.KernelType;
import org.tribuo.common.libsvm.LibSVMModel;
import org.tribuo.common.libsvm.SVMParameters;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/**
 * Tribuo's one-class support vector machine with a radial kernel: how far a row lies outside the border around normal time. Learns from
 * at most {@value #MOST_ROWS} rows, because its cost grows with their square.
 *
 * @see "Schoelkopf et al., Estimating the Support of a High-Dimensional Distribution, 2001"
 */
final class OneClass implements PointDetector {

    private static final int MOST_ROWS = 2_000;
    private static final double SHARE_OUTSIDE = 0.05;
    private static final AnomalyFactory EVENTS = new AnomalyFactory();

    @Override
    public String name() {
        return "one_class_svm";
    }

    @Override
    public FittedPoints fit(double[][] normal, long seed) {
        LibSVMModel<Event> model = trained(normal, seed);
        String[] names = names(normal[0].length);
        return rows -> Univariate.each(rows, row -> {
            Prediction<Event> prediction = model.predict(new ArrayExample<>(AnomalyFactory.UNKNOWN_EVENT, names, row));
            return -prediction.getOutput().getScore();
        });
    }

    /** @param normal rows of equal length */
    static LibSVMModel<Event> trained(double[][] normal, long seed) {
        SVMParameters<Event> parameters =
                new SVMParameters<>(new SVMAnomalyType(SVMAnomalyType.SVMMode.ONE_CLASS), KernelType.RBF);
        parameters.setGamma(1.0 / normal[0].length);
        parameters.setNu(SHARE_OUTSIDE);
        MutableDataset<Event> examples =
                new MutableDataset<>(new SimpleDataSourceProvenance("normal time", EVENTS), EVENTS);
        String[] names = names(normal[0].length);
        for (double[] row : thinned(normal, seed)) {
            examples.add(new ArrayExample<>(AnomalyFactory.EXPECTED_EVENT, names, row));
        }
        return new LibSVMAnomalyTrainer(parameters, seed).train(examples);
    }

    private static List<double[]> thinned(double[][] rows, long seed) {
        List<double[]> kept = new ArrayList<>(Arrays.asList(rows));
        if (kept.size() > MOST_ROWS) {
            java.util.Collections.shuffle(kept, new Random(seed));
            kept = kept.subList(0, MOST_ROWS);
        }
        return kept;
    }

    private static String[] names(int columns) {
        return IntStream.range(0, columns)
                .mapToObj(column -> String.format(Locale.ROOT, "%05d", column))
                .toArray(String[]::new);
    }
}
