package io.millwright.training.rul;

import io.millwright.training.matrix.Json;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The same life for every row, whatever its sensors say: the mean of the training rows whose failure was seen, which no other constant
 * beats in squared error, between their quantiles. A model that is no better than this knows nothing.
 */
public final class ConstantRul implements RulModel {

    private final RulEstimate always;

    private ConstantRul(RulEstimate always) {
        this.always = always;
    }

    /** Empty where no failure was seen. */
    public static Optional<ConstantRul> fit(RulRows rows) {
        double[] lives =
                Arrays.stream(rows.known()).mapToDouble(rows::capped).sorted().toArray();
        if (lives.length == 0) {
            return Optional.empty();
        }
        double tail = (1 - rows.coverage()) / 2;
        return Optional.of(new ConstantRul(RulEstimate.of(
                lives[(int) Math.floor(tail * (lives.length - 1))],
                Arrays.stream(lives).average().orElse(0),
                lives[(int) Math.ceil((1 - tail) * (lives.length - 1))],
                rows.capHours())));
    }

    @Override
    public List<RulEstimate> estimates(TrainingMatrix rows) {
        return Collections.nCopies(rows.rows(), always);
    }

    @Override
    public Map<String, byte[]> files() {
        return Map.of("constant.json", Json.bytes(always));
    }
}
