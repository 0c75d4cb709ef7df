package io.millwright.training.knowledge;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.millwright.lake.Lake;
import io.millwright.lake.TableSpec;
import io.millwright.lake.config.MaintenanceSpec;
import io.millwright.lake.table.Events;
import io.millwright.lake.table.Feedback;
import io.millwright.lake.table.WorkOrders;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;

/** Reads a {@link History} from the tables of failures, findings and orders, where a lake has them. */
public final class HistoryTables {

    private HistoryTables() {}

    /** Everything there is; what was known when, the history sorts out. */
    public static History read(Lake lake, MaintenanceSpec maintenance) {
        List<Incident> incidents = new ArrayList<>();
        rows(
                        lake,
                        Events.TABLE,
                        col(Events.KIND).equalTo("failure"),
                        col(Events.EQUIPMENT_ID),
                        text(Events.COMPONENT),
                        text(Events.MODE),
                        col(Events.EVENT_TIME),
                        col(Events.KNOWN_TIME),
                        lit(""))
                .forEach(row -> incidents.add(incident(row, Incident.Source.FAILURE)));
        rows(
                        lake,
                        Feedback.TABLE,
                        col(Feedback.VERDICT).equalTo(Feedback.CONFIRMED),
                        col(Feedback.EQUIPMENT_ID),
                        text(Feedback.COMPONENT),
                        text(Feedback.MODE),
                        col(Feedback.EVENT_TIME),
                        col(Feedback.KNOWN_TIME),
                        text(Feedback.ACTION))
                .forEach(row -> incidents.add(incident(row, Incident.Source.FEEDBACK)));
        List<Repair> repairs = rows(
                        lake,
                        WorkOrders.TABLE,
                        col(WorkOrders.STATUS)
                                .equalTo("closed")
                                .and(col(WorkOrders.KIND).isin("preventive", "corrective")),
                        col(WorkOrders.EQUIPMENT_ID),
                        text(WorkOrders.COMPONENT),
                        coalesce(col(WorkOrders.FINISHED_AT), col(WorkOrders.EVENT_TIME)),
                        col(WorkOrders.KNOWN_TIME),
                        coalesce(col(WorkOrders.PARTS), col(WorkOrders.NOTE), col(WorkOrders.KIND)))
                .stream()
                .map(row -> new Repair(
                        row.getString(0),
                        row.getString(1),
                        row.getTimestamp(2).toInstant(),
                        row.getTimestamp(3).toInstant(),
                        row.getString(4)))
                .toList();
        return new History(
                incidents, repairs, new History.Naming(maintenance.repairWindow(), maintenance.findingsCorrectLog()));
    }

    private static List<Row> rows(Lake lake, TableSpec table, Column wanted, Column... columns) {
        return lake.has(table)
                ? lake.read(table).where(wanted).select(columns).distinct().collectAsList()
                : List.of();
    }

    private static Column text(String column) {
        return coalesce(col(column), lit(""));
    }

    private static Incident incident(Row row, Incident.Source source) {
        return new Incident(
                row.getString(0),
                row.getString(1),
                row.getString(2),
                row.getTimestamp(3).toInstant(),
                row.getTimestamp(4).toInstant(),
                source,
                row.getString(5));
    }
}
