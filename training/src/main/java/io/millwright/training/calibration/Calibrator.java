package io.millwright.training.calibration;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** A non-decreasing map of scores in [0, 1] to probabilities in (0, 1). */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Isotonic.class, name = "isotonic"),
    @JsonSubTypes.Type(value = Platt.class, name = "platt")
})
public sealed interface Calibrator permits Isotonic, Platt {

    double probability(double score);

    default double[] probabilities(double[] scores) {
        double[] probabilities = new double[scores.length];
        for (int i = 0; i < scores.length; i++) {
            probabilities[i] = probability(scores[i]);
        }
        return probabilities;
    }
}
