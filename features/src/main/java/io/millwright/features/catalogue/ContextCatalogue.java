package io.millwright.features.catalogue;

import io.millwright.features.context.ContextPlan;
import io.millwright.lake.config.FeatureSpec.Duty;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The context features of a plan, in the order of the columns of {@code ContextFeatures} and, after them, {@code DutyFeatures} and
 * {@code LoadShareFeatures}.
 */
public final class ContextCatalogue {

    private static final String PREFIX = "context__";

    private static final String WHICH_PLAN =
            "from plans known by as_of: of the machine's own the newest, else of its site's the newest";

    private final ContextPlan plan;
    private final String hours;
    private final String until;
    private final String hourUnit;
    private final List<FeatureDefinition> features = new ArrayList<>();

    public ContextCatalogue(ContextPlan plan) {
        this.plan = plan;
        this.hours = plan.cycles() ? "cycles_since_" : "hours_since_";
        this.until = plan.cycles() ? "cycles_until_" : "hours_until_";
        this.hourUnit = plan.cycles() ? "cycles" : "h";
    }

    public List<FeatureDefinition> features() {
        features.clear();
        addAge();
        if (plan.maintenance()) {
            addSince("maintenance", "the last finished order of any kind", "work_orders", "maintenance");
        }
        if (plan.failures()) {
            addSince("failure", "the last failure", "events", "failures");
        }
        for (String component : plan.components()) {
            if (plan.maintenance()) {
                addSince(
                        column(component) + "_replaced",
                        "the last finished preventive or corrective order that exchanged " + component
                                + " (every one, where the log does not say), or since it was installed",
                        "work_orders, components",
                        "maintenance");
            }
            if (plan.failures()) {
                addSince(column(component) + "_failed", "the last failure of " + component, "events", "failures");
            }
        }
        plan.codes().forEach(this::addCode);
        plan.types().forEach(value -> addOneHot("type", value));
        plan.models().forEach(value -> addOneHot("model", value));
        plan.sites().forEach(value -> addOneHot("site", value));
        if (plan.operations()) {
            addLoads();
        }
        if (plan.genealogy()) {
            plan.components().forEach(this::addGenealogy);
        }
        if (plan.schedule() != null) {
            addSchedule(plan.schedule());
        }
        plan.environment().forEach(this::addEnvironment);
        plan.duties().forEach(this::addDuty);
        if (plan.loadShare() != null) {
            addLoadShare(plan.loadShare());
        }
        return List.copyOf(features);
    }

    private void addAge() {
        if (plan.cycles()) {
            add("age_cycles", "cycles since the machine's first reading", "cycles", null, "series", "age", "age");
        } else {
            add(
                    "age_days",
                    "days since commissioning; without a date, the age in the metadata plus days since the first"
                            + " reading",
                    "d",
                    null,
                    "equipment.commissioned, equipment.age_years, series",
                    "age",
                    "age");
        }
    }

    private void addSince(String what, String since, String inputs, String family) {
        add(
                hours + what,
                "time since " + since + ", strictly before as_of and known by it",
                hourUnit,
                null,
                inputs,
                "time_since",
                family);
    }

    private void addCode(String code) {
        for (String window : plan.windowNames()) {
            add(
                    column(code) + "_count_" + window,
                    "number of " + code + " in the window, known by as_of",
                    "events",
                    window,
                    "events",
                    "count",
                    "events");
        }
        addSince(column(code), "the last " + code, "events", "events");
    }

    private void addOneHot(String what, String value) {
        add(what + "_" + column(value), oneHot(what, value), "", null, "equipment." + what, "one_hot", "equipment");
    }

    /** The definition of the column of one value of the machines' metadata. */
    public static String oneHot(String what, String value) {
        return "1 where the machine's " + what + " is " + value + ", else 0";
    }

    private void addLoads() {
        add(
                "planned_load",
                "planned load just before as_of, " + WHICH_PLAN,
                "share of full load",
                null,
                "operations",
                "mean",
                "load");
        for (String window : plan.windowNames()) {
            add(
                    "planned_load_" + window,
                    "mean planned load of the window, " + WHICH_PLAN,
                    "share of full load",
                    window,
                    "operations",
                    "mean",
                    "load");
        }
        for (String ahead : plan.aheadNames()) {
            add(
                    "planned_load_ahead_" + ahead,
                    "mean planned load over the time ahead [as_of, as_of + " + ahead + "), " + WHICH_PLAN,
                    "share of full load",
                    null,
                    "operations",
                    "mean",
                    "load");
        }
    }

    private void addGenealogy(String component) {
        String inputs = "components.serial, components.installed_at";
        String now = "the serial that sits in the machine as " + component + ", by installations strictly before as_of";
        add(
                hours + column(component) + "_first_installed",
                "time since the first installation in any machine of " + now,
                hourUnit,
                null,
                inputs,
                "time_since",
                "genealogy");
        add(
                column(component) + "_earlier_serials",
                "number of other serials that sat in the machine as " + component + " before as_of",
                "",
                null,
                inputs,
                "count",
                "genealogy");
        add(
                column(component) + (plan.cycles() ? "_cycles_elsewhere" : "_hours_elsewhere"),
                "time in other machines of " + now,
                hourUnit,
                null,
                inputs,
                "sum",
                "genealogy");
    }

    private void addSchedule(ContextPlan.Schedule schedule) {
        String open =
                "orders that are not closed by what was written of each last, opened before as_of and known by it";
        if (schedule.orders()) {
            add("open_orders", "number of " + open, "", null, "work_orders", "count", "schedule");
            add(
                    hours + "oldest_open_order",
                    "time since the first was opened of " + open,
                    hourUnit,
                    null,
                    "work_orders",
                    "time_since",
                    "schedule");
            if (schedule.planned()) {
                add(
                        until + "planned_order",
                        "time until the next that is planned at or after as_of, of " + open,
                        hourUnit,
                        null,
                        "work_orders.scheduled_for",
                        "time_until",
                        "schedule");
            }
        }
        if (schedule.stops()) {
            add(
                    until + "planned_stop",
                    "time until the planned load is 0, within " + (plan.cycles() ? "720 cycles, " : "30 days, ")
                            + WHICH_PLAN,
                    hourUnit,
                    null,
                    "operations",
                    "time_until",
                    "schedule");
        }
    }

    private void addEnvironment(ContextPlan.Surroundings around) {
        for (String window : around.windowNames()) {
            add(
                    around.sensor() + "_" + window,
                    "mean of " + around.sensor()
                            + " around the machine or at its site over the window, readings known by as_of;"
                            + " of one instant the one known last",
                    around.unit(),
                    window,
                    "conditions.value",
                    "mean",
                    "environment");
        }
    }

    private void addLoadShare(ContextPlan.LoadShare share) {
        String readings = FeatureDefinition.readingsOf(List.of(share.sensor()));
        String mean = share.rated()
                ? "mean of " + share.sensor() + " over the window, over its rated value (attribute rated_"
                        + share.sensor() + "; the upper end of a rated range)"
                : "mean of " + share.sensor() + " over the window, a share of full load as it is";
        for (String window : share.windowNames()) {
            if (share.rated()) {
                add(
                        "load_share_" + window,
                        mean,
                        "share of rated load",
                        window,
                        readings + ", equipment.attributes",
                        "mean",
                        "load");
            }
            if (share.planned()) {
                add(
                        "load_over_plan_" + window,
                        mean + ", over the mean planned load of the window, " + WHICH_PLAN,
                        "",
                        window,
                        readings + (share.rated() ? ", equipment.attributes" : "") + ", operations",
                        "ratio",
                        "load");
            }
        }
    }

    private void addDuty(Duty duty) {
        String level = duty.sensor() + " of " + duty.above() + " or more";
        String inputs = FeatureDefinition.readingsOf(List.of(duty.sensor()));
        for (String window : plan.windowNames()) {
            add(
                    duty.name() + "_starts_" + window,
                    "how often " + duty.sensor() + " rose to " + duty.above()
                            + ": as seldom as the first, last, lowest and highest readings of the window's tiles allow",
                    "",
                    window,
                    inputs,
                    "starts",
                    duty.name());
            add(
                    duty.name() + (plan.cycles() ? "_cycles_" : "_hours_") + window,
                    "time at " + level + "; a tile with readings on both sides counts with"
                            + " (mean - lowest) / (highest - lowest) of its length",
                    hourUnit,
                    window,
                    inputs,
                    "at_load",
                    duty.name());
        }
    }

    private void add(
            String name,
            String definition,
            String unit,
            @Nullable String window,
            String inputs,
            String statistic,
            String family) {
        features.add(
                new FeatureDefinition(PREFIX + name, definition, unit, window, inputs, null, statistic, family, null));
    }

    /** Text as part of a column name. */
    static String column(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
    }
}
