package io.millwright.training;

import static org.apache.spark.sql.functions.col;

import io.millwright.lake.Lake;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.config.SplitSpec;
import io.millwright.lake.table.Equipment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;

/** Machines that are one thing, by a column of the equipment list. */
final class SplitGroups {

    private static final Set<String> COLUMNS =
            Set.of(Equipment.SITE, Equipment.TYPE, Equipment.MANUFACTURER, Equipment.MODEL, Equipment.LINE);

    private SplitGroups() {}

    /**
     * Refuses a split that could learn from one recording of a thing and test on the next: the two are near copies, and figures
     * would be those of a model that knows the answer.
     *
     * @throws MillwrightException of category configuration where two machines have the same value, of category data where one has none
     */
    static void requireUnparted(Lake lake, SplitSpec split, List<String> machines) {
        if (split.group().isEmpty() || !split.partsMachines()) {
            return;
        }
        Map<String, String> groupOf = groups(lake, split.group());
        Map<String, String> firstOf = new HashMap<>();
        for (String machine : machines) {
            String group = groupOf.get(machine);
            if (group == null) {
                throw MillwrightException.data("machine " + machine + " has no " + split.group()
                        + " in the equipment list, so nobody can say what it must stay together with; add it, or take"
                        + " split.group away");
            }
            String other = firstOf.putIfAbsent(group, machine);
            if (other != null) {
                throw MillwrightException.configuration(
                        "machines " + other + " and " + machine + " are of one "
                                + split.group() + ", " + group
                                + ", and a split of machines could learn from the one and test on"
                                + " the other; name the " + split.group()
                                + " as the equipment in landing.sources, with its"
                                + " recordings as its history (landing.axis: cycles), and let split.kind: group hold it out whole");
            }
        }
    }

    private static Map<String, String> groups(Lake lake, String group) {
        Column value =
                COLUMNS.contains(group) ? col(group) : col(Equipment.ATTRIBUTES).getItem(group);
        Map<String, String> groups = new HashMap<>();
        for (Row row : lake.read(Equipment.TABLE)
                .select(col(Equipment.EQUIPMENT_ID), value)
                .where(value.isNotNull())
                .collectAsList()) {
            groups.put(row.getString(0), row.getString(1));
        }
        return groups;
    }
}
