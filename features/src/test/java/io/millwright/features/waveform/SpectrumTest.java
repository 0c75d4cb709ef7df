package io.millwright.features.waveform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpectrumTest {

    @ParameterizedTest
    @ValueSource(ints = {64, 80, 100, 129, 160, 250})
    void bins_are_those_of_a_plain_fourier_sum(int length) {
        Random random = new Random(length);
        double[] noise = random.doubles(length).toArray();
        float[] samples = PlantedBurst.rounded(noise);
        int even = length - length % 2;

        double[] bins = new double[even];
        Deviations deviations = new Deviations();
        deviations.take(samples, even);
        HannTransform transform = new HannTransform(even);
        Spectrum spectrum = transform.of(deviations, even);
        System.arraycopy(transform.bins(), 0, bins, 0, even);

        double total = 0;
        for (int bin = 1; bin <= even / 2; bin++) {
            double[] plain = plainSum(samples, even, bin);
            if (bin < even / 2) {
                assertThat(bins[2 * bin]).isCloseTo(plain[0], within(1e-9));
                assertThat(bins[2 * bin + 1]).isCloseTo(plain[1], within(1e-9));
            }
            double square = plain[0] * plain[0] + plain[1] * plain[1];
            total += (bin < even / 2 ? 2 : 1) * square / (0.375 * even * even);
        }
        assertThat(spectrum).isNotNull();
        assertThat(spectrum.total()).isCloseTo(total, within(1e-9));
    }

    private static double[] plainSum(float[] samples, int length, int bin) {
        double mean = 0;
        for (int i = 0; i < length; i++) {
            mean += (double) samples[i] / length;
        }
        double re = 0;
        double im = 0;
        for (int i = 0; i < length; i++) {
            double windowed = (samples[i] - mean) * (0.5 - 0.5 * Math.cos(2 * Math.PI * i / length));
            re += windowed * Math.cos(2 * Math.PI * bin * i / length);
            im -= windowed * Math.sin(2 * Math.PI * bin * i / length);
        }
        return new double[] {re, im};
    }

    /** {@code scipy.signal.periodogram(x, 1000, window='hann', detrend='constant')} and sums over it, scipy 1.16. */
    @Test
    void shape_agrees_with_scipy() {
        float[] samples = PlantedBurst.of(1000, 25.3, 25.3 * PlantedBurst.BEARING.outerRaceOrder(), 0.8);

        Spectrum spectrum = new HannTransform(1000).of(Deviations.of(samples), 1000);

        assertThat(spectrum.total()).isCloseTo(0.5649897064528755, within(1e-6));
        assertThat(spectrum.dominantHz()).isCloseTo(25.326469029337613, within(1e-4));
        assertThat(spectrum.shape().centroidHz()).isCloseTo(72.36621828758277, within(1e-4));
        assertThat(spectrum.shape().spreadHz()).isCloseTo(102.28586051647896, within(1e-4));
        assertThat(spectrum.rollOffHz()).isEqualTo(181);
        assertThat(spectrum.entropy()).isCloseTo(0.3231203522314998, within(1e-6));
        assertThat(spectrum.share(spectrum.dominantHz())).isCloseTo(0.8467758569429147, within(1e-6));
        assertThat(spectrum.share(2 * spectrum.dominantHz())).isCloseTo(0.3282708142641496, within(1e-6));
    }

    @ParameterizedTest
    @ValueSource(doubles = {7.0, 24.17, 50.5, 99.9, 311.25, 480.0})
    void a_planted_line_is_found_between_bins_and_holds_all_the_power(double hz) {
        double[] tone = new double[1000];
        for (int i = 0; i < tone.length; i++) {
            tone[i] = 3 * Math.sin(2 * Math.PI * hz * i / 1000 + 0.4);
        }

        Spectrum spectrum = new HannTransform(1000).of(Deviations.of(PlantedBurst.rounded(tone)), 1000);

        assertThat(spectrum.dominantHz()).isCloseTo(hz, within(0.06));
        assertThat(spectrum.strongestHz(0.92 * hz, 1.08 * hz)).isEqualTo(spectrum.dominantHz());
        assertThat(spectrum.share(hz)).isBetween(0.99, 1.0);
        assertThat(spectrum.total()).isCloseTo(4.5, within(0.02));
        assertThat(spectrum.entropy()).isLessThan(0.25);
        assertThat(spectrum.rollOffHz()).isCloseTo(hz, within(1.5));
    }

    @Test
    void noise_fills_the_spectrum_and_no_line_stands_out_of_it() {
        Random random = new Random(5);
        double[] noise = random.doubles(1000, -1, 1).toArray();

        Spectrum spectrum = new HannTransform(1000).of(Deviations.of(PlantedBurst.rounded(noise)), 1000);

        assertThat(spectrum.entropy()).isBetween(0.9, 1.0);
        assertThat(spectrum.shape().centroidHz()).isCloseTo(250, within(15.0));
        assertThat(spectrum.shape().spreadHz()).isCloseTo(500 / Math.sqrt(12), within(10.0));
        assertThat(spectrum.rollOffHz()).isCloseTo(425, within(15.0));
        assertThat(spectrum.heightDb(100, 8, 50)).isLessThan(11);
        assertThat(ShaftSpeed.found(spectrum, 100)).isNaN();
    }

    @Test
    void a_line_too_near_to_the_mean_or_to_the_end_is_no_number() {
        float[] samples = PlantedBurst.of(1000, 25, 25, 1);
        Spectrum spectrum = new HannTransform(1000).of(Deviations.of(samples), 1000);

        assertThat(spectrum.share(2)).isNaN();
        assertThat(spectrum.share(499)).isNaN();
        assertThat(spectrum.share(Double.NaN)).isNaN();
        assertThat(spectrum.heightDb(2, 1, 10)).isNaN();
        assertThat(spectrum.strongestHz(600, 700)).isNaN();
        assertThat(spectrum.strongestHz(25.2, 25.8)).isNaN();
    }
}
