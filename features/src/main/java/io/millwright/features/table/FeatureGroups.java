package io.millwright.features.table;

import io.millwright.lake.TableSpec;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The feature groups: a row is one machine at one {@code as_of}, with one double column a feature and the machine's type. Null means that the
 * feature cannot be computed there; NaN never occurs. Which columns a group has depends on the pipeline file, and stands in
 * {@link FeatureCatalogue}.
 */
public final class FeatureGroups {

    public static final String EQUIPMENT_ID = "equipment_id";

    public static final String AS_OF = "as_of";

    /**
     * Type of the machine when the row was written. The partition of every group as known: who asks for machines of one type reads no
     * other's files.
     */
    public static final String TYPE = "type";

    /** What a row has beside its features. */
    public static final List<String> FACTS = List.of(EQUIPMENT_ID, AS_OF, TYPE);

    /** UTC month of {@code as_of}, {@code 2026-01}; a column and the partition of the table of what is known now alone. */
    public static final String MONTH = "month";

    /** Statistics of sensors over trailing windows, as known at {@code as_of}. */
    public static final String TIME_DOMAIN = "features_time_domain";

    /**
     * The same as known now, of all readings there are, where the pipeline file asks for it; rewritten where readings came late, were
     * corrected or withdrawn. Never trained on. So it is for every group, see {@link #corrected}.
     */
    public static final String TIME_DOMAIN_CORRECTED = corrected(TIME_DOMAIN);

    /** Logs, age, plan and metadata. */
    public static final String CONTEXT = "features_context";

    /** Vibration bursts, where there are any. */
    public static final String WAVEFORM = "features_waveform";

    /** Technicians' notes, where the pipeline file asks for them. */
    public static final String TEXT = "features_text";

    /** What sensors of one machine say about each other, where the pipeline file asks for it. */
    public static final String RELATION = "features_relation";

    /** Features of one's own, where the pipeline file names some. */
    public static final String OWN = "features_own";

    /** Machines among machines alike, where the pipeline file asks for it. */
    public static final String PEER = "features_peer";

    /** Components and machines summed up for their line and site, where the pipeline file asks for it. */
    public static final String ROLL_UP = "features_roll_up";

    /** Groups whose rows need the rows of other machines. */
    public static final List<String> OF_FLEET = List.of(PEER, ROLL_UP);

    /** What the catalogue calls the group of fitted features; there is no table of it, see the room training. */
    public static final String FITTED = "fitted";

    /** Every group of as-known features that may exist, in the order of the training set's columns. */
    public static final List<String> ALL = List.of(TIME_DOMAIN, CONTEXT, WAVEFORM, TEXT, RELATION, OWN, PEER, ROLL_UP);

    /** The table of a group with these features as columns. */
    public static TableSpec table(String group, List<String> features) {
        StructType schema = new StructType()
                .add(EQUIPMENT_ID, DataTypes.StringType, false)
                .add(AS_OF, DataTypes.TimestampType, false);
        for (String feature : features) {
            schema = schema.add(feature, DataTypes.DoubleType, true);
        }
        return new TableSpec(
                group, schema.add(TYPE, DataTypes.StringType, false), List.of(TYPE), List.of(EQUIPMENT_ID, AS_OF));
    }

    /** Name of the table of a group as known now. */
    public static String corrected(String group) {
        return group + "_corrected";
    }

    /** The table of a group as known now, with these features as columns. */
    public static TableSpec correctedTable(String group, List<String> features) {
        TableSpec table = table(corrected(group), features);
        return new TableSpec(
                table.name(), table.schema().add(MONTH, DataTypes.StringType, false), List.of(MONTH), table.key());
    }

    private FeatureGroups() {}
}
