package io.millwright.etl;

import org.jspecify.annotations.Nullable;

/** A burst as it stands in a landing file, before anybody judges it. */
interface LandedBurst {

    /** The file as Spark names it. */
    String path();

    /** No other burst of the file has this one. */
    long place();

    @Nullable
    String machine();

    @Nullable
    String start();

    /** Null where the files do not tell it. */
    @Nullable
    String arrival();

    @Nullable
    String sensor();

    /** NaN where there is no such number. */
    double samplingHz();

    /** How fast the shaft turned, as delivered; null where the burst does not say. */
    @Nullable
    String shaftSpeed();

    /** As delivered; empty where there are none, or one is missing. Costs a pass over the samples. */
    float[] samples();
}
