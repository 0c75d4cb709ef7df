package io.millwright.training.candidate;

import io.millwright.training.matrix.FailureLabels;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.dtree.CARTClassificationTrainer;
import org.tribuo.classification.dtree.impurity.GiniIndex;
import org.tribuo.classification.ensemble.VotingCombiner;
import org.tribuo.common.tree.LeafNode;
import org.tribuo.common.tree.Node;
import org.tribuo.common.tree.RandomForestTrainer;
import org.tribuo.common.tree.SplitNode;
import org.tribuo.common.tree.TreeModel;
import org.tribuo.ensemble.EnsembleModel;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/** Tribuo's random forest of CART trees on the most telling features. */
final class TribuoForestCandidate implements Candidate {

    private static final int MOST_ROWS = 1_500;
    private static final int FEATURES = 24;
    private static final int TREES = 8;
    private static final int DEPTH = 6;
    private static final float MIN_ROWS_OF_A_CHILD = 5;
    private static final float SHARE_OF_FEATURES_A_SPLIT = 0.3f;

    private static final Label FAILS = new Label("1");
    private static final Label LASTS = new Label("0");
    /** Tribuo notes every tree; a reference keeps the level from being forgotten. */
    private static final Logger NOISE = Logger.getLogger("org.tribuo");

    private final FeatureChoice features;

    TribuoForestCandidate(FeatureChoice features) {
        this.features = features;
    }

    @Override
    public String name() {
        return "tribuo_forest";
    }

    @Override
    public boolean probabilistic() {
        return true;
    }

    @Override
    public int innerFolds(int configured) {
        return Math.min(configured, 2);
    }

    @Override
    public FittedModel fit(TrainingMatrix rows, FailureLabels labels, long seed) {
        NOISE.setLevel(Level.WARNING);
        Thinning thinning = Thinning.of(labels, MOST_ROWS);
        FailureLabels kept = thinning.of(labels);
        TrainingMatrix all = thinning.of(features.of(rows, labels));
        TrainingMatrix telling = all.withColumns(Screening.mostTelling(all, kept, FEATURES));
        Preparation preparation = Preparation.fit(telling);
        CARTClassificationTrainer tree = new CARTClassificationTrainer(
                DEPTH, MIN_ROWS_OF_A_CHILD, 0, SHARE_OF_FEATURES_A_SPLIT, false, new GiniIndex(), seed);
        EnsembleModel<Label> forest = new RandomForestTrainer<>(tree, new VotingCombiner(), TREES, seed)
                .train(examples(preparation.filled(telling), kept, thinning.weights()));
        List<Tree> trees = new ArrayList<>();
        for (Model<Label> member : forest.getModels()) {
            trees.add(flat((TreeModel<Label>) member));
        }
        return new ForestModel(preparation, trees);
    }

    private static MutableDataset<Label> examples(double[][] values, FailureLabels labels, double[] weights) {
        MutableDataset<Label> examples = new MutableDataset<>(
                new SimpleDataSourceProvenance("training rows", new LabelFactory()), new LabelFactory());
        int width = values.length == 0 ? 0 : values[0].length;
        String[] names = IntStream.range(0, width)
                .mapToObj(TribuoForestCandidate::featureName)
                .toArray(String[]::new);
        for (int row = 0; row < values.length; row++) {
            ArrayExample<Label> example = new ArrayExample<>(labels.positive(row) ? FAILS : LASTS, names, values[row]);
            example.setWeight((float) weights[row]);
            examples.add(example);
        }
        return examples;
    }

    /** Sorts like the number it holds; Tribuo numbers features by name. */
    private static String featureName(int column) {
        return String.format(Locale.ROOT, "f%05d", column);
    }

    private static Tree flat(TreeModel<Label> model) {
        TreeBuilder builder = new TreeBuilder();
        add(builder, model.getRoot(), model.getFeatureIDMap());
        return builder.build();
    }

    /** Inner nodes keep no counts in Tribuo: their value is the mean of their children's, which only explanations use. */
    private static int add(TreeBuilder builder, Node<Label> node, ImmutableFeatureMap features) {
        int number = builder.node(0);
        if (node instanceof SplitNode<Label> split) {
            int column = Integer.parseInt(
                    features.get(split.getFeatureID()).getName().substring(1));
            int left = add(builder, split.getLessThanOrEqual(), features);
            int right = add(builder, split.getGreaterThan(), features);
            builder.split(number, column, split.splitValue(), left, right);
            builder.value(number, (builder.valueOf(left) + builder.valueOf(right)) / 2);
        } else if (node instanceof LeafNode<Label> leaf) {
            builder.value(number, probability(leaf.getDistribution()));
        }
        return number;
    }

    private static double probability(Map<String, Label> distribution) {
        double fails = score(distribution, FAILS.getLabel());
        double lasts = score(distribution, LASTS.getLabel());
        return fails + lasts == 0 ? 0 : fails / (fails + lasts);
    }

    /** Tribuo takes weights of single precision from one another: of a class that is not there a little below 0 may be left. */
    private static double score(Map<String, Label> distribution, String name) {
        Label label = distribution.get(name);
        return label == null ? 0 : Math.max(0, label.getScore());
    }
}
