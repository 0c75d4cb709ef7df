package io.millwright.etl;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.map_from_arrays;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.timestamp_millis;
import static org.apache.spark.sql.functions.when;

import io.millwright.lake.config.EquipmentSpec;
import io.millwright.lake.config.Source;
import io.millwright.lake.config.SourceColumns;
import io.millwright.lake.table.Components;
import io.millwright.lake.table.Conditions;
import io.millwright.lake.table.Equipment;
import io.millwright.lake.table.Events;
import io.millwright.lake.table.Feedback;
import io.millwright.lake.table.Operations;
import io.millwright.lake.table.RemainingLife;
import io.millwright.lake.table.WorkOrders;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/** Accepted records of one source to rows of its table. */
final class LogTables {

    /** Kind of work orders whose log does not say, see {@link WorkOrderKinds}. */
    static final String INFER = "infer";

    private static final String EQUIPMENT = "equipmentId";
    private static final String EVENT = "eventMs";
    private static final String KNOWN = "knownMs";

    private static final Set<String> EQUIPMENT_COLUMNS = Set.of(Equipment.SCHEMA.fieldNames());

    private final RecordPlan plan;

    LogTables(RecordPlan plan) {
        this.plan = plan;
    }

    /** Rows of the kind's table, in the order of its columns. */
    Dataset<Row> rows(Dataset<LogRecord> accepted, EquipmentSpec defaults) {
        return accepted.toDF()
                .select(
                        switch (plan.kind) {
                            case EQUIPMENT -> equipment(defaults);
                            case COMPONENTS -> components();
                            case EVENTS, FAILURES -> events();
                            case WORK_ORDERS -> workOrders();
                            case OPERATIONS -> operations();
                            case CONDITIONS -> conditions(defaults);
                            case REMAINING_LIFE -> remainingLife();
                            case FEEDBACK -> feedback();
                            case READINGS, WAVEFORMS ->
                                throw new IllegalArgumentException(plan.kind + " are not records");
                        });
    }

    private Column[] equipment(EquipmentSpec defaults) {
        return new Column[] {
            col(EQUIPMENT).as(Equipment.EQUIPMENT_ID),
            coalesce(text(Equipment.SITE), lit(defaults.defaultSite())).as(Equipment.SITE),
            coalesce(text(Equipment.TYPE), lit(defaults.defaultType())).as(Equipment.TYPE),
            text(Equipment.MANUFACTURER).as(Equipment.MANUFACTURER),
            text(Equipment.MODEL).as(Equipment.MODEL),
            text(Equipment.LINE).as(Equipment.LINE),
            time(Equipment.COMMISSIONED).as(Equipment.COMMISSIONED),
            number(Equipment.AGE_YEARS).as(Equipment.AGE_YEARS),
            attributes().as(Equipment.ATTRIBUTES),
            source().as(Equipment.SOURCE)
        };
    }

    /** Every field that has no column of its own, where it has a value. */
    private Column attributes() {
        List<Column> names = new ArrayList<>();
        List<Column> values = new ArrayList<>();
        for (RecordPlan.Field field : plan.fields) {
            if (!EQUIPMENT_COLUMNS.contains(field.name())) {
                names.add(lit(field.name()));
                values.add(text(field.name()));
            }
        }
        Column none = functions
                .expr("map()")
                .cast(DataTypes.createMapType(DataTypes.StringType, DataTypes.StringType, false));
        if (names.isEmpty()) {
            return none;
        }
        Column all = map_from_arrays(
                functions.array(names.toArray(new Column[0])), functions.array(values.toArray(new Column[0])));
        return functions.map_filter(all, (name, value) -> value.isNotNull());
    }

    private Column[] components() {
        Column kind = coalesce(text(Components.KIND), text(Components.COMPONENT_ID), lit("component"));
        return new Column[] {
            coalesce(text(Components.COMPONENT_ID), concat(col(EQUIPMENT), lit("/"), kind))
                    .as(Components.COMPONENT_ID),
            col(EQUIPMENT).as(Components.EQUIPMENT_ID),
            text(Components.PARENT).as(Components.PARENT),
            kind.as(Components.KIND),
            text(Components.SERIAL).as(Components.SERIAL),
            text(Components.GENERATION).as(Components.GENERATION),
            time(Components.INSTALLED_AT).as(Components.INSTALLED_AT),
            timestamp_millis(col(KNOWN)).as(Components.KNOWN_TIME),
            source().as(Components.SOURCE)
        };
    }

    private Column[] events() {
        Column kind =
                plan.kind == Source.Kind.FAILURES ? lit("failure") : coalesce(lower(text(Events.KIND)), lit("alarm"));
        return new Column[] {
            col(EQUIPMENT).as(Events.EQUIPMENT_ID),
            timestamp_millis(col(EVENT)).as(Events.EVENT_TIME),
            timestamp_millis(col(KNOWN)).as(Events.KNOWN_TIME),
            kind.as(Events.KIND),
            text(Events.CODE).as(Events.CODE),
            text(Events.COMPONENT).as(Events.COMPONENT),
            text(Events.MODE).as(Events.MODE),
            source().as(Events.SOURCE)
        };
    }

    private Column[] workOrders() {
        Column event = coalesce(millis(WorkOrders.FINISHED_AT), col(EVENT));
        Column status = coalesce(
                lower(text(WorkOrders.STATUS)),
                when(millis(WorkOrders.FINISHED_AT).isNotNull(), "closed")
                        .when(millis(WorkOrders.SCHEDULED_FOR).isNotNull(), "scheduled")
                        .otherwise("open"));
        Column kind = coalesce(lower(text(WorkOrders.KIND)), lit(INFER));
        return new Column[] {
            coalesce(text(WorkOrders.ORDER_ID), madeUpId(event)).as(WorkOrders.ORDER_ID),
            col(EQUIPMENT).as(WorkOrders.EQUIPMENT_ID),
            text(WorkOrders.COMPONENT).as(WorkOrders.COMPONENT),
            kind.as(WorkOrders.KIND),
            status.as(WorkOrders.STATUS),
            timestamp_millis(event).as(WorkOrders.EVENT_TIME),
            time(WorkOrders.OPENED_AT).as(WorkOrders.OPENED_AT),
            time(WorkOrders.SCHEDULED_FOR).as(WorkOrders.SCHEDULED_FOR),
            time(WorkOrders.STARTED_AT).as(WorkOrders.STARTED_AT),
            time(WorkOrders.FINISHED_AT).as(WorkOrders.FINISHED_AT),
            timestamp_millis(col(KNOWN)).as(WorkOrders.KNOWN_TIME),
            coalesce(text(WorkOrders.REPLACED).cast(DataTypes.BooleanType), lit(true))
                    .as(WorkOrders.REPLACED),
            number(WorkOrders.COST).as(WorkOrders.COST),
            number(WorkOrders.DOWNTIME_H).as(WorkOrders.DOWNTIME_H),
            number(WorkOrders.CREW_HOURS).as(WorkOrders.CREW_HOURS),
            text(WorkOrders.PARTS).as(WorkOrders.PARTS),
            text(WorkOrders.NOTE).as(WorkOrders.NOTE),
            source().as(WorkOrders.SOURCE)
        };
    }

    /** An id from what the order says, so that the same order has the same id in every ingest. */
    private Column madeUpId(Column event) {
        Column content = concat_ws(
                "|",
                col(EQUIPMENT),
                coalesce(text(WorkOrders.COMPONENT), lit("")),
                event.cast(DataTypes.StringType),
                coalesce(text(WorkOrders.KIND), lit("")),
                coalesce(text(WorkOrders.NOTE), lit("")));
        return concat(lit(plan.source + "-"), substring(sha2(content, 256), 1, 16));
    }

    private Column[] operations() {
        return new Column[] {
            text(Operations.SITE).as(Operations.SITE),
            col(EQUIPMENT).as(Operations.EQUIPMENT_ID),
            timestamp_millis(col(EVENT)).as(Operations.START_TIME),
            time(Operations.END_TIME).as(Operations.END_TIME),
            coalesce(number(Operations.PLANNED_LOAD), lit(1.0)).as(Operations.PLANNED_LOAD),
            timestamp_millis(col(KNOWN)).as(Operations.KNOWN_TIME),
            source().as(Operations.SOURCE)
        };
    }

    private Column[] conditions(EquipmentSpec defaults) {
        Column site = functions.when(col(EQUIPMENT).isNull(), lit(defaults.defaultSite()));
        return new Column[] {
            coalesce(text(Conditions.SITE), site).as(Conditions.SITE),
            col(EQUIPMENT).as(Conditions.EQUIPMENT_ID),
            coalesce(text(Conditions.SENSOR), source()).as(Conditions.SENSOR),
            timestamp_millis(col(EVENT)).as(Conditions.EVENT_TIME),
            timestamp_millis(col(KNOWN)).as(Conditions.KNOWN_TIME),
            number(Conditions.VALUE).as(Conditions.VALUE),
            source().as(Conditions.SOURCE)
        };
    }

    private Column[] remainingLife() {
        return new Column[] {
            col(EQUIPMENT).as(RemainingLife.EQUIPMENT_ID),
            abs(number(SourceColumns.RUL)).as(RemainingLife.RUL_HOURS),
            source().as(RemainingLife.SOURCE)
        };
    }

    private Column[] feedback() {
        return new Column[] {
            col(EQUIPMENT).as(Feedback.EQUIPMENT_ID),
            text(Feedback.COMPONENT).as(Feedback.COMPONENT),
            timestamp_millis(col(EVENT)).as(Feedback.EVENT_TIME),
            timestamp_millis(col(KNOWN)).as(Feedback.KNOWN_TIME),
            text(Feedback.VERDICT).as(Feedback.VERDICT),
            text(Feedback.MODE).as(Feedback.MODE),
            text(Feedback.ACTION).as(Feedback.ACTION),
            text(Feedback.NOTE).as(Feedback.NOTE),
            text(Feedback.AUTHOR).as(Feedback.AUTHOR),
            source().as(Feedback.SOURCE)
        };
    }

    private Column source() {
        return lit(plan.source);
    }

    private Column text(String field) {
        int position = plan.position(field);
        return position < 0
                ? lit(null).cast(DataTypes.StringType)
                : col("fields").getItem(position);
    }

    private Column number(String field) {
        return text(field).cast(DataTypes.DoubleType);
    }

    private Column millis(String field) {
        return text(field).cast(DataTypes.LongType);
    }

    private Column time(String field) {
        return timestamp_millis(millis(field));
    }
}
