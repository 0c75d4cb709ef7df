package io.millwright.features.catalogue;

import io.millwright.features.text.TextPlan;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The features of notes of a plan, in the order of the columns of {@code TextFeatures}. */
public final class TextCatalogue {

    private static final String PREFIX = "text__";

    private final TextPlan plan;
    private final String inputs;
    private final List<FeatureDefinition> features = new ArrayList<>();

    public TextCatalogue(TextPlan plan) {
        this.plan = plan;
        this.inputs = "work_orders.note, work_orders.event_time, work_orders.known_time, words of lexicon "
                + plan.lexicon().version();
    }

    public List<FeatureDefinition> features() {
        features.clear();
        add("note", "notes");
        add("urgent", "notes that say that something cannot wait");
        plan.modes()
                .forEach(mode -> add(
                        "mode_" + ContextCatalogue.column(mode),
                        "notes that speak of the failure mode " + mode + " and do not deny it"));
        plan.components()
                .forEach(component -> add(
                        "component_" + ContextCatalogue.column(component),
                        "notes that speak of the component " + component));
        plan.actions()
                .forEach(action -> add(
                        "action_" + ContextCatalogue.column(action),
                        "notes that speak of the action " + action
                                + " (done, asked for or advised) and do not deny it"));
        return List.copyOf(features);
    }

    private void add(String what, String notes) {
        for (String window : plan.windowNames()) {
            add(
                    what + "_count_" + window,
                    "number of " + notes + ", of work in the window, known by as_of; of an order's versions the newest",
                    "",
                    window,
                    "count");
        }
        add(
                (plan.cycles() ? "cycles_since_" : "hours_since_") + what,
                "time since the work of the last of the " + notes + ", strictly before as_of and known by it",
                plan.cycles() ? "cycles" : "h",
                null,
                "time_since");
    }

    private void add(String name, String definition, String unit, @Nullable String window, String statistic) {
        features.add(
                new FeatureDefinition(PREFIX + name, definition, unit, window, inputs, null, statistic, "notes", null));
    }
}
