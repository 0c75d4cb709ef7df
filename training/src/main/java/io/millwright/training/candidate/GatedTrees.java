package io.millwright.training.candidate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millwright.training.matrix.Json;
import java.util.ArrayList;
import java.util.List;
import ml.dmlc.xgboost4j.java.Booster;

/**
 * Joins trees that are for some machines only to a boosted model of all machines. Each such tree gets a new root that splits on the group's
 * column: where it is 1 the tree speaks, elsewhere a leaf says 0. So the sum is a model like any other, of one file, that whatever reads
 * XGBoost's JSON can score, explain and export.
 */
final class GatedTrees {

    /** A 0 or 1 lies on either side of it. */
    private static final double BETWEEN = 0.5;

    private static final int NO_PARENT = Integer.MAX_VALUE;
    private static final int LEAF = -1;
    /** The new root and the leaf of all other machines. */
    private static final int ADDED = 2;

    private GatedTrees() {}

    /**
     * Trees of one group.
     *
     * @param column that is 1 for its machines
     * @param share of all rows that are its
     */
    record Group(String column, Adaptation.Grown grown, double share) {}

    /** The fleet's trees, then those of each group. */
    static BoostedModel joined(BoostedModel fleet, List<Group> groups) {
        List<String> columns = new ArrayList<>(fleet.columns());
        groups.forEach(group -> {
            addMissing(columns, List.of(group.column()));
            addMissing(columns, group.grown().columns());
        });
        ObjectNode json = json(ModelFiles.file(fleet.files(), BoostedModel.FILE));
        ObjectNode all = model(json);
        String width = Integer.toString(columns.size());
        trees(all).forEach(tree -> parameters(tree).put("num_feature", width));
        for (Group group : groups) {
            int gate = columns.indexOf(group.column());
            int[] places =
                    group.grown().columns().stream().mapToInt(columns::indexOf).toArray();
            ArrayNode own = trees(model(json(Boosting.bytes(group.grown().booster()))));
            for (JsonNode tree : own) {
                ObjectNode gated = gated((ObjectNode) tree, gate, places, group.share());
                parameters(gated).put("num_feature", width);
                gated.put("id", trees(all).size());
                trees(all).add(gated);
                array(all, "tree_info").add(0);
            }
        }
        ObjectNode counts = (ObjectNode) all.path("gbtree_model_param");
        counts.put("num_trees", Integer.toString(trees(all).size()));
        all.set(
                "iteration_indptr",
                everyRound(all, counts.path("num_parallel_tree").asInt()));
        ((ObjectNode) json.path("learner").path("learner_model_param")).put("num_feature", width);
        Booster booster = Boosting.read(Json.bytes(json));
        return new BoostedModel(columns, booster);
    }

    private static void addMissing(List<String> columns, List<String> more) {
        more.stream().filter(column -> !columns.contains(column)).forEach(columns::add);
    }

    private static ObjectNode json(byte[] booster) {
        return Json.read(booster, ObjectNode.class, BoostedModel.FILE);
    }

    private static ObjectNode model(ObjectNode json) {
        return (ObjectNode) json.path("learner").path("gradient_booster").path("model");
    }

    private static ArrayNode trees(ObjectNode model) {
        return array(model, "trees");
    }

    private static ObjectNode parameters(JsonNode tree) {
        return (ObjectNode) tree.path("tree_param");
    }

    private static ArrayNode array(ObjectNode node, String name) {
        return (ArrayNode) node.path(name);
    }

    /** Numbers of the first tree of each round, and of all trees. */
    private static ArrayNode everyRound(ObjectNode model, int treesOfARound) {
        ArrayNode starts = model.arrayNode();
        for (int tree = 0; tree <= trees(model).size(); tree += treesOfARound) {
            starts.add(tree);
        }
        return starts;
    }

    /** @param places of the tree's features among the columns of all */
    private static ObjectNode gated(ObjectNode tree, int gate, int[] places, double share) {
        double weight = array(tree, "sum_hessian").get(0).asDouble();
        ObjectNode gated = tree.deepCopy();
        grow(gated, "left_children", List.of(1, LEAF), LEAF);
        grow(gated, "right_children", List.of(ADDED, LEAF), LEAF);
        grow(gated, "parents", List.of(NO_PARENT, 0), NO_PARENT);
        array(gated, "parents").set(ADDED, 0);
        prepend(gated, "split_indices", gate, 0);
        for (int node = ADDED; node < array(gated, "split_indices").size(); node++) {
            if (array(gated, "left_children").get(node).asInt() != LEAF) {
                array(gated, "split_indices")
                        .set(
                                node,
                                places[array(gated, "split_indices").get(node).asInt()]);
            }
        }
        prepend(gated, "split_conditions", BETWEEN, 0.0);
        prepend(gated, "base_weights", 0.0, 0.0);
        prepend(gated, "loss_changes", 0.0, 0.0);
        prepend(gated, "sum_hessian", weight / share, weight / share - weight);
        prepend(gated, "default_left", 1, 0);
        prepend(gated, "split_type", 0, 0);
        parameters(gated)
                .put("num_nodes", Integer.toString(array(gated, "left_children").size()));
        return gated;
    }

    /** Numbers of nodes, each two further on but those that name none, with two more in front. */
    private static void grow(ObjectNode tree, String name, List<Integer> front, int none) {
        ArrayNode grown = tree.arrayNode();
        front.forEach(grown::add);
        array(tree, name).forEach(node -> grown.add(node.asInt() == none ? none : node.asInt() + ADDED));
        tree.set(name, grown);
    }

    private static void prepend(ObjectNode tree, String name, double first, double second) {
        ArrayNode longer = tree.arrayNode().add(first).add(second);
        longer.addAll(array(tree, name));
        tree.set(name, longer);
    }

    private static void prepend(ObjectNode tree, String name, int first, int second) {
        ArrayNode longer = tree.arrayNode().add(first).add(second);
        longer.addAll(array(tree, name));
        tree.set(name, longer);
    }
}
