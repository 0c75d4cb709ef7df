package io.millwright.worklist;

import io.millwright.lake.TableSpec;
import io.millwright.lake.config.Severity;
import java.util.Collection;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The alerts of every list: a row is one component of one machine on the list of one {@code listed_at}. */
public final class AlertTable {

    public static final String SITE = "site";

    public static final String EQUIPMENT_ID = "equipment_id";

    /** Empty where the alert is about the machine. */
    public static final String COMPONENT = "component";

    /** {@code as_of} of the list. */
    public static final String LISTED_AT = "listed_at";

    /** {@code as_of} of the first list with this alert. */
    public static final String RAISED_AT = "raised_at";

    public static final String STATUS = "status";

    public static final String SEVERITY = "severity";

    public static final String P_FAIL = "p_fail";

    public static final StructType SCHEMA = new StructType()
            .add(SITE, DataTypes.StringType, false)
            .add(EQUIPMENT_ID, DataTypes.StringType, false)
            .add(COMPONENT, DataTypes.StringType, false)
            .add(LISTED_AT, DataTypes.TimestampType, false)
            .add(RAISED_AT, DataTypes.TimestampType, false)
            .add(STATUS, DataTypes.StringType, false)
            .add(SEVERITY, DataTypes.StringType, false)
            .add(P_FAIL, DataTypes.DoubleType, false);

    public static final TableSpec TABLE =
            new TableSpec("alerts", SCHEMA, List.of(), List.of(LISTED_AT, EQUIPMENT_ID, COMPONENT));

    private AlertTable() {}

    /** Rows in the order of {@link #SCHEMA}. */
    public static List<Row> rows(Collection<AlertState> alerts) {
        return alerts.stream()
                .map(alert -> RowFactory.create(
                        alert.site(),
                        alert.equipmentId(),
                        alert.component(),
                        java.sql.Timestamp.from(alert.listedAt()),
                        java.sql.Timestamp.from(alert.raisedAt()),
                        alert.status().text(),
                        alert.severity().text(),
                        alert.pFail()))
                .toList();
    }

    public static List<AlertState> states(Collection<Row> rows) {
        return rows.stream()
                .map(row -> new AlertState(
                        row.getString(0),
                        row.getString(1),
                        row.getString(2),
                        row.getTimestamp(3).toInstant(),
                        row.getTimestamp(4).toInstant(),
                        Status.parse(row.getString(5)),
                        Severity.parse(row.getString(6)),
                        row.getDouble(7)))
                .toList();
    }
}
