package io.millwright.training.anomaly;

import java.util.Arrays;
import java.util.Random;

/**
 * A network that must squeeze a row through a narrow layer and give it back: what it gives back badly is unlike normal time. One hidden
 * layer of tanh, linear output, squared error, Adam; plain Java, because the JVM's neural libraries bring some hundred megabytes of
 * native code for this.
 *
 * @see "Kingma and Ba, Adam: A Method for Stochastic Optimization, ICLR 2015"
 */
final class Autoencoder implements PointDetector {

    private static final int WIDEST = 8;
    private static final int STEPS = 4_000;
    private static final int BATCH = 32;
    private static final double RATE = 0.005;
    private static final double LIMIT = 5;

    @Override
    public String name() {
        return "autoencoder";
    }

    @Override
    public FittedPoints fit(double[][] normal, long seed) {
        int inputs = normal[0].length;
        Network network = new Network(inputs, Math.max(1, Math.min(WIDEST, inputs / 2)), new Random(seed));
        Random draw = new Random(seed + 1);
        for (int step = 1; step <= STEPS; step++) {
            double[][] batch = new double[BATCH][];
            for (int i = 0; i < BATCH; i++) {
                batch[i] = limited(normal[draw.nextInt(normal.length)]);
            }
            network.step(batch, step);
        }
        return rows -> Univariate.each(rows, row -> network.error(limited(row), row));
    }

    /** Outliers among the normal rows may pull, but not more than a value at the limit. */
    private static double[] limited(double[] row) {
        return Arrays.stream(row)
                .map(value -> Math.max(-LIMIT, Math.min(LIMIT, value)))
                .toArray();
    }

    /** Weights in one array, biases last in each row: hidden by inputs + 1, then inputs by hidden + 1. */
    static final class Network {

        private static final double DECAY_OF_MEAN = 0.9;
        private static final double DECAY_OF_SQUARE = 0.999;
        private static final double TINY = 1e-8;

        private final int inputs;
        private final int hidden;
        private final double[] weights;
        private final double[] mean;
        private final double[] square;

        Network(int inputs, int hidden, Random random) {
            this.inputs = inputs;
            this.hidden = hidden;
            this.weights = new double[hidden * (inputs + 1) + inputs * (hidden + 1)];
            this.mean = new double[weights.length];
            this.square = new double[weights.length];
            double range = Math.sqrt(6.0 / (inputs + hidden));
            for (int i = 0; i < weights.length; i++) {
                weights[i] = range * (2 * random.nextDouble() - 1);
            }
        }

        double[] weights() {
            return weights;
        }

        private double[] code(double[] row) {
            double[] code = new double[hidden];
            for (int h = 0; h < hidden; h++) {
                int at = h * (inputs + 1);
                double sum = weights[at + inputs];
                for (int i = 0; i < inputs; i++) {
                    sum += weights[at + i] * row[i];
                }
                code[h] = Math.tanh(sum);
            }
            return code;
        }

        private double[] output(double[] code) {
            double[] output = new double[inputs];
            for (int o = 0; o < inputs; o++) {
                int at = hidden * (inputs + 1) + o * (hidden + 1);
                double sum = weights[at + hidden];
                for (int h = 0; h < hidden; h++) {
                    sum += weights[at + h] * code[h];
                }
                output[o] = sum;
            }
            return output;
        }

        /** Mean squared difference between what goes in for a row and what should come out. */
        double error(double[] in, double[] wanted) {
            double[] output = output(code(in));
            double sum = 0;
            for (int i = 0; i < inputs; i++) {
                sum += (output[i] - wanted[i]) * (output[i] - wanted[i]);
            }
            return sum / inputs;
        }

        /** The gradient of the mean {@link #error} of rows that should come out as they go in. */
        double[] gradient(double[][] rows) {
            double[] gradient = new double[weights.length];
            for (double[] row : rows) {
                addGradient(row, 2.0 / (inputs * rows.length), gradient);
            }
            return gradient;
        }

        private void addGradient(double[] row, double scale, double[] gradient) {
            double[] code = code(row);
            double[] output = output(code);
            double[] ofCode = new double[hidden];
            for (int o = 0; o < inputs; o++) {
                double off = scale * (output[o] - row[o]);
                int at = hidden * (inputs + 1) + o * (hidden + 1);
                for (int h = 0; h < hidden; h++) {
                    gradient[at + h] += off * code[h];
                    ofCode[h] += off * weights[at + h];
                }
                gradient[at + hidden] += off;
            }
            for (int h = 0; h < hidden; h++) {
                double through = ofCode[h] * (1 - code[h] * code[h]);
                int at = h * (inputs + 1);
                for (int i = 0; i < inputs; i++) {
                    gradient[at + i] += through * row[i];
                }
                gradient[at + inputs] += through;
            }
        }

        void step(double[][] rows, int step) {
            double[] gradient = gradient(rows);
            double biasOfMean = 1 - Math.pow(DECAY_OF_MEAN, step);
            double biasOfSquare = 1 - Math.pow(DECAY_OF_SQUARE, step);
            for (int i = 0; i < weights.length; i++) {
                mean[i] = DECAY_OF_MEAN * mean[i] + (1 - DECAY_OF_MEAN) * gradient[i];
                square[i] = DECAY_OF_SQUARE * square[i] + (1 - DECAY_OF_SQUARE) * gradient[i] * gradient[i];
                weights[i] -= RATE * (mean[i] / biasOfMean) / (Math.sqrt(square[i] / biasOfSquare) + TINY);
            }
        }
    }
}
