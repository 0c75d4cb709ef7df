package io.millwright.training.candidate;

import io.millwright.training.matrix.FailureLabels;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.classification.DecisionTreeClassificationModel;
import org.apache.spark.ml.classification.RandomForestClassifier;
import org.apache.spark.ml.tree.ContinuousSplit;
import org.apache.spark.ml.tree.InternalNode;
import org.apache.spark.ml.tree.Node;
import org.apache.spark.sql.SparkSession;

/** MLlib's random forest on the most telling features. */
final class RandomForestCandidate implements Candidate {

    private static final int TREES = 20;
    private static final int DEPTH = 6;

    private final FeatureChoice features;
    private final SparkSession spark;

    RandomForestCandidate(FeatureChoice features, SparkSession spark) {
        this.features = features;
        this.spark = spark;
    }

    @Override
    public String name() {
        return "random_forest";
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
        ScreenedRows few = ScreenedRows.of(features.of(rows, labels), labels);
        RandomForestClassifier forest = new RandomForestClassifier();
        forest.setNumTrees(TREES);
        forest.setMaxDepth(DEPTH);
        forest.setMinInstancesPerNode(5);
        forest.setMaxMemoryInMB(512);
        forest.setSeed(seed);
        forest.setWeightCol(SparkRows.BESIDE);
        List<Tree> trees = Arrays.stream(forest.fit(few.filled(spark)).trees())
                .map(DecisionTreeClassificationModel::rootNode)
                .map(RandomForestCandidate::flat)
                .toList();
        return new ForestModel(few.preparation(), trees);
    }

    static Tree flat(Node root) {
        TreeBuilder builder = new TreeBuilder();
        add(builder, root);
        return builder.build();
    }

    private static int add(TreeBuilder builder, Node node) {
        double[] counts = node.impurityStats().stats();
        int number = builder.node(counts[1] / (counts[0] + counts[1]));
        if (node instanceof InternalNode inner && inner.split() instanceof ContinuousSplit split) {
            int left = add(builder, inner.leftChild());
            int right = add(builder, inner.rightChild());
            builder.split(number, split.featureIndex(), split.threshold(), left, right);
        }
        return number;
    }
}
