package io.millwright.features.waveform;

import org.jspecify.annotations.Nullable;
import org.jtransforms.fft.DoubleFFT_1D;
import org.visnow.jlargearrays.ConcurrencyUtils;

/**
 * Fourier transforms of real series of one length by JTransforms, which is two to three times as quick on powers of two as on other
 * lengths. Five times a power of two, as bursts of 10.24 kHz have, are taken apart first, by one step of decimation in frequency: into
 * one real and two complex series of a fifth of the length. Not for several threads.
 */
final class RealTransform {

    private static final double COS_1 = Math.cos(2 * Math.PI / 5);
    private static final double COS_2 = Math.cos(4 * Math.PI / 5);
    private static final double SIN_1 = Math.sin(2 * Math.PI / 5);
    private static final double SIN_2 = Math.sin(4 * Math.PI / 5);

    static {
        // Spark's tasks are the threads.
        ConcurrencyUtils.setNumberOfThreads(1);
    }

    private final DoubleFFT_1D fft;
    private final @Nullable Fifths fifths;

    /** @param length even */
    RealTransform(int length) {
        this.fifths = length % 5 == 0 && Integer.bitCount(length / 5) == 1 ? new Fifths(length / 5) : null;
        this.fft = new DoubleFFT_1D(fifths == null ? length : length / 5);
    }

    /**
     * Replaces a series by its bins: real and imaginary parts one after the other; but for the mean and the last bin, which share the
     * first two places.
     */
    void forward(double[] series) {
        if (fifths == null) {
            fft.realForward(series);
        } else {
            fifths.take(series);
            fft.realForward(fifths.bins0);
            fft.complexForward(fifths.bins1);
            fft.complexForward(fifths.bins2);
            fifths.put(series);
        }
    }

    /** Three series whose bins are every fifth bin of one: from the mean on, from the first bin on and from the second on. */
    private static final class Fifths {

        private final double[] cos;
        private final double[] sin;
        private final double[] bins0;
        private final double[] bins1;
        private final double[] bins2;

        Fifths(int length) {
            this.cos = new double[2 * length];
            this.sin = new double[2 * length];
            this.bins0 = new double[length];
            this.bins1 = new double[2 * length];
            this.bins2 = new double[2 * length];
            for (int i = 0; i < 2 * length; i++) {
                cos[i] = Math.cos(2 * Math.PI * i / (5 * length));
                sin[i] = Math.sin(2 * Math.PI * i / (5 * length));
            }
        }

        /** The sums over the five fifths of the series, each turned by a multiple of a fifth, and turned back along the series. */
        void take(double[] series) {
            int length = bins0.length;
            for (int i = 0; i < length; i++) {
                double outer = series[i + length] + series[i + 4 * length];
                double inner = series[i + 2 * length] + series[i + 3 * length];
                double outerStep = series[i + length] - series[i + 4 * length];
                double innerStep = series[i + 2 * length] - series[i + 3 * length];
                bins0[i] = series[i] + outer + inner;
                double re1 = series[i] + COS_1 * outer + COS_2 * inner;
                double im1 = SIN_1 * outerStep + SIN_2 * innerStep;
                bins1[2 * i] = re1 * cos[i] - im1 * sin[i];
                bins1[2 * i + 1] = -(im1 * cos[i] + re1 * sin[i]);
                double re2 = series[i] + COS_2 * outer + COS_1 * inner;
                double im2 = SIN_2 * outerStep - SIN_1 * innerStep;
                bins2[2 * i] = re2 * cos[2 * i] - im2 * sin[2 * i];
                bins2[2 * i + 1] = -(im2 * cos[2 * i] + re2 * sin[2 * i]);
            }
        }

        /** All bins in order; the third and the fourth of each five are mirrored. */
        void put(double[] series) {
            int last = 2 * bins0.length - 2;
            int at = 0;
            for (int i = 0; i < bins0.length; i += 2) {
                series[at] = bins0[i];
                series[at + 1] = bins0[i + 1];
                series[at + 2] = bins1[i];
                series[at + 3] = bins1[i + 1];
                series[at + 4] = bins2[i];
                series[at + 5] = bins2[i + 1];
                series[at + 6] = bins2[last - i];
                series[at + 7] = -bins2[last - i + 1];
                series[at + 8] = bins1[last - i];
                series[at + 9] = -bins1[last - i + 1];
                at += 10;
            }
        }
    }
}
