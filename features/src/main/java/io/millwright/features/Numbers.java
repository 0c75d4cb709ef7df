package io.millwright.features;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/** NaN is how plain Java says that a number cannot be computed; tables say null. */
final class Numbers {

    private Numbers() {}

    static Column orNull(Column number) {
        return functions.when(functions.not(functions.isnan(number)), number);
    }
}
