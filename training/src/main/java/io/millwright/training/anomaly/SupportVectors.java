package io.millwright.training.anomaly;

import io.millwright.lake.MillwrightException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import libsvm.svm_model;
import libsvm.svm_node;

/**
 * A one-class support vector machine with a radial kernel, by its parameters alone: what a library writes of a model has a time stamp in
 * it.
 *
 * @param gamma of the kernel {@code exp(-gamma |a - b|^2)}
 * @param rho the border: what lies on it scores 0
 * @param weights of the vectors
 */
@SuppressWarnings("ArrayRecordComponent") // parameters; identity is never asked for
record SupportVectors(double gamma, double rho, double[] weights, double[][] vectors) {

    static SupportVectors of(svm_model model, int width) {
        double[][] vectors =
                Arrays.stream(model.SV).map(nodes -> dense(nodes, width)).toArray(double[][]::new);
        return new SupportVectors(model.param.gamma, model.rho[0], model.sv_coef[0].clone(), vectors);
    }

    private static double[] dense(svm_node[] nodes, int width) {
        double[] vector = new double[width];
        for (svm_node node : nodes) {
            vector[node.index] = node.value;
        }
        return vector;
    }

    /** How far a row lies outside the border; negative inside. */
    double score(double[] row) {
        double inside = -rho;
        for (int i = 0; i < vectors.length; i++) {
            double distance = 0;
            for (int column = 0; column < row.length; column++) {
                double apart = row[column] - vectors[i][column];
                distance += apart * apart;
            }
            inside += weights[i] * Math.exp(-gamma * distance);
        }
        return -inside;
    }

    byte[] bytes() {
        int width = vectors.length == 0 ? 0 : vectors[0].length;
        ByteBuffer bytes = ByteBuffer.allocate(2 * Integer.BYTES + (2 + weights.length * (1 + width)) * Double.BYTES);
        bytes.putInt(vectors.length).putInt(width).putDouble(gamma).putDouble(rho);
        for (int i = 0; i < vectors.length; i++) {
            bytes.putDouble(weights[i]);
            for (double value : vectors[i]) {
                bytes.putDouble(value);
            }
        }
        return bytes.array();
    }

    static SupportVectors read(byte[] model) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(model);
            double[] weights = new double[bytes.getInt()];
            double[][] vectors = new double[weights.length][bytes.getInt()];
            double gamma = bytes.getDouble();
            double rho = bytes.getDouble();
            for (int i = 0; i < weights.length; i++) {
                weights[i] = bytes.getDouble();
                for (int column = 0; column < vectors[i].length; column++) {
                    vectors[i][column] = bytes.getDouble();
                }
            }
            return new SupportVectors(gamma, rho, weights, vectors);
        } catch (BufferUnderflowException e) {
            throw MillwrightException.data("a model of the table group_models is damaged; run detect again", e);
        }
    }
}
