package io.millwright.features.own;

import java.io.Serializable;
import java.util.List;

/**
 * One feature of one's own. A class of it has a public constructor without arguments, stands under {@code features.own} of the pipeline
 * file, and gives the same number for the same {@link KnownMachine}: it reads no clock, no file and no random number.
 */
public interface OwnFeature extends Serializable {

    /** Small letters, digits and _; the column is called {@code own__} and this. */
    String name();

    /** Formula and source, in words, for whoever reads a reason that names it. */
    String definition();

    /** Empty for a pure number. */
    String unit();

    /** The sensors it reads; it is given no other. */
    List<String> sensors();

    /** The number; NaN where it cannot be computed. */
    double value(KnownMachine machine);
}
