package io.millwright.features.store;

import io.millwright.lake.MillwrightException;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** The types a feature of SageMaker's may have, under the names of its API. */
public enum FeatureType {
    INTEGRAL("Integral"),
    FRACTIONAL("Fractional"),
    STRING("String");

    private final String apiName;

    FeatureType(String apiName) {
        this.apiName = apiName;
    }

    public String apiName() {
        return apiName;
    }

    /**
     * Whole numbers are integral, floating point is fractional, text and moments (as ISO 8601) are strings.
     *
     * @throws MillwrightException category CONFIGURATION for any other type: truth values, decimals, lists
     */
    static FeatureType of(String column, DataType type) {
        if (type.equals(DataTypes.ByteType)
                || type.equals(DataTypes.ShortType)
                || type.equals(DataTypes.IntegerType)
                || type.equals(DataTypes.LongType)) {
            return INTEGRAL;
        }
        if (type.equals(DataTypes.FloatType) || type.equals(DataTypes.DoubleType)) {
            return FRACTIONAL;
        }
        if (type.equals(DataTypes.StringType) || type.equals(DataTypes.TimestampType)) {
            return STRING;
        }
        throw MillwrightException.configuration("the feature " + column + " is of type " + type.simpleString()
                + ", which the feature store does not have; make it a number or a text");
    }
}
