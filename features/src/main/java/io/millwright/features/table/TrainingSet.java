package io.millwright.features.table;

/**
 * The point-in-time join of all feature groups: a row is one machine at one {@code as_of}. Columns: the key, site and type
 * of the machine for segments (not features), then every feature of the catalogue that can be computed, in catalogue order.
 * Labels are joined by whoever trains. The commit says what every value is: {@link #AS_KNOWN}.
 */
public final class TrainingSet {

    public static final String NAME = "training_set";

    public static final String EQUIPMENT_ID = "equipment_id";

    public static final String AS_OF = "as_of";

    public static final String SITE = "site";

    public static final String TYPE = "type";

    /** The mode it is built in: a row holds what was known at its {@code as_of}, and nothing that came or was corrected later. */
    public static final String AS_KNOWN = "as_known";

    private TrainingSet() {}
}
