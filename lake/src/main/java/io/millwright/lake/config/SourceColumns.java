package io.millwright.lake.config;

import io.millwright.lake.table.Components;
import io.millwright.lake.table.Conditions;
import io.millwright.lake.table.Equipment;
import io.millwright.lake.table.Events;
import io.millwright.lake.table.Feedback;
import io.millwright.lake.table.Operations;
import io.millwright.lake.table.Waveforms;
import io.millwright.lake.table.WorkOrders;
import java.util.List;

/** Our columns that a source may map its own to, beside machine and times. */
public final class SourceColumns {

    /** Of the long layout: the column that names the sensor of a reading. */
    public static final String SENSOR = "sensor";

    /** Of the long layout: the column of the readings. */
    public static final String VALUE = "value";

    /** Of waveforms: the column that says how fast the shaft turned when a burst was taken. */
    public static final String SHAFT_SPEED = "shaft_speed";

    /** The one column of remaining life. */
    public static final String RUL = "rul";

    private SourceColumns() {}

    /** Those of a kind, of readings in the long layout; equipment may have others, which are kept as attributes. */
    public static List<String> of(Source.Kind kind) {
        return switch (kind) {
            case READINGS -> List.of(SENSOR, VALUE);
            case WAVEFORMS -> List.of(Waveforms.SENSOR, Waveforms.SAMPLING_HZ, Waveforms.SAMPLES, SHAFT_SPEED);
            case EQUIPMENT ->
                List.of(
                        Equipment.SITE,
                        Equipment.TYPE,
                        Equipment.MANUFACTURER,
                        Equipment.MODEL,
                        Equipment.LINE,
                        Equipment.COMMISSIONED,
                        Equipment.AGE_YEARS);
            case COMPONENTS ->
                List.of(
                        Components.COMPONENT_ID,
                        Components.PARENT,
                        Components.KIND,
                        Components.SERIAL,
                        Components.GENERATION,
                        Components.INSTALLED_AT);
            case EVENTS, FAILURES -> List.of(Events.KIND, Events.CODE, Events.COMPONENT, Events.MODE);
            case WORK_ORDERS ->
                List.of(
                        WorkOrders.ORDER_ID,
                        WorkOrders.COMPONENT,
                        WorkOrders.KIND,
                        WorkOrders.STATUS,
                        WorkOrders.OPENED_AT,
                        WorkOrders.SCHEDULED_FOR,
                        WorkOrders.STARTED_AT,
                        WorkOrders.FINISHED_AT,
                        WorkOrders.REPLACED,
                        WorkOrders.COST,
                        WorkOrders.DOWNTIME_H,
                        WorkOrders.CREW_HOURS,
                        WorkOrders.PARTS,
                        WorkOrders.NOTE);
            case OPERATIONS -> List.of(Operations.SITE, Operations.END_TIME, Operations.PLANNED_LOAD);
            case CONDITIONS -> List.of(Conditions.SITE, Conditions.SENSOR, Conditions.VALUE);
            case REMAINING_LIFE -> List.of(RUL);
            case FEEDBACK ->
                List.of(
                        Feedback.COMPONENT,
                        Feedback.VERDICT,
                        Feedback.MODE,
                        Feedback.ACTION,
                        Feedback.NOTE,
                        Feedback.AUTHOR);
        };
    }
}
