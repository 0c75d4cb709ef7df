package io.millwright.etl;

import java.io.Serializable;

/**
 * A stretch in which a sensor was unwell.
 *
 * @param sensor empty where it is the machine's clock
 * @param fromMs first reading concerned
 * @param toMs exclusive
 */
record Finding(String sensor, String kind, long fromMs, long toMs, String evidence, String action)
        implements Serializable {

    static final String STUCK = "stuck";
    static final String SPIKE = "spike";
    static final String DRIFT = "drift";
    static final String CLOCK_SKEW = "clock_skew";
    static final String WRONG_UNIT = "wrong_unit";
    static final String GAP = "gap";

    static final String CORRECTED = "corrected";
    static final String KEPT_OUT = "kept_out";
    static final String REPORTED = "reported";
}
