package io.millwright.training.note;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import io.millwright.evaluation.row.ClassMetrics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;

/**
 * Says what a short note is about: a linear support vector machine for each answer against all others, on words, pairs of words and pieces
 * of words. Fitted anew the same notes give the same classifier. A few seconds for thousands of notes and hundreds of answers.
 */
public final class NoteClassifier {

    /** What a mistake costs against a wider margin. */
    private static final double[] COSTS = {0.25, 0.5, 1, 2, 4};

    private static final double TOLERANCE = 0.1;

    private final NoteTerms terms;
    private final List<String> answers;
    private final Model machines;

    /**
     * What is said of a note.
     *
     * @param margin by which the answer is ahead of the next one, in units of the machines; 0 is a draw
     */
    public record Said(String answer, double margin) {}

    private NoteClassifier(NoteTerms terms, List<String> answers, Model machines) {
        this.terms = terms;
        this.answers = answers;
        this.machines = machines;
    }

    /**
     * Fits on all notes, with the cost that judges the later ones best when fitted on the earlier ones.
     *
     * @param inOrder of time; both parts have at least two different answers
     * @param earlier how many of them are the earlier ones
     * @throws IllegalArgumentException where there is no later one, or only one answer
     */
    public static NoteClassifier chosen(List<KnownNote> inOrder, int earlier, long seed) {
        List<KnownNote> before = inOrder.subList(0, earlier);
        List<KnownNote> after = inOrder.subList(earlier, inOrder.size());
        List<String> truths = after.stream().map(KnownNote::answer).toList();
        double best = COSTS[0];
        double most = -1;
        for (double cost : COSTS) {
            NoteClassifier tried = fit(before, cost, seed);
            double reached = new ClassMetrics(
                            truths,
                            after.stream()
                                    .map(note -> tried.say(note.text()).answer())
                                    .toList())
                    .weightedF1();
            if (reached > most) {
                most = reached;
                best = cost;
            }
        }
        return fit(inOrder, best, seed);
    }

    /**
     * Fits on all notes.
     *
     * @param cost of a mistake against a wider margin, above 0
     * @throws IllegalArgumentException where there are not two different answers
     */
    public static NoteClassifier fit(List<KnownNote> notes, double cost, long seed) {
        List<String> answers =
                List.copyOf(new TreeSet<>(notes.stream().map(KnownNote::answer).toList()));
        if (answers.size() < 2) {
            throw new IllegalArgumentException("nothing to tell apart: the answers are " + answers);
        }
        NoteTerms terms = NoteTerms.of(notes.stream().map(KnownNote::text).toList());
        Problem problem = new Problem();
        problem.l = notes.size();
        problem.bias = 1;
        problem.n = terms.width() + 1;
        problem.x = notes.stream().map(note -> features(terms, note.text())).toArray(Feature[][]::new);
        problem.y = notes.stream()
                .mapToDouble(note -> answers.indexOf(note.answer()))
                .toArray();
        Parameter parameter = new Parameter(SolverType.L2R_L2LOSS_SVC_DUAL, cost, TOLERANCE);
        parameter.setRandom(new Random(seed));
        return new NoteClassifier(terms, answers, Linear.train(problem, parameter));
    }

    /** Places count from 1, and the last one is the machines' own threshold. */
    private static Feature[] features(NoteTerms terms, String note) {
        List<Feature> features = new ArrayList<>();
        for (Map.Entry<Integer, Double> weight : terms.vector(note).entrySet()) {
            features.add(new FeatureNode(weight.getKey() + 1, weight.getValue()));
        }
        features.add(new FeatureNode(terms.width() + 1, 1));
        return features.toArray(new Feature[0]);
    }

    /** Always one of {@link #answers}, a note of unknown words too: then the margin is small. */
    public Said say(String note) {
        double[] values = new double[machines.getNrClass()];
        int said = (int) Linear.predictValues(machines, features(terms, note), values);
        double[] sorted =
                values.length == 2 ? new double[] {-Math.abs(values[0]), Math.abs(values[0])} : values.clone();
        Arrays.sort(sorted);
        return new Said(answers.get(said), sorted[sorted.length - 1] - sorted[sorted.length - 2]);
    }

    /** Every answer there is, in order. */
    public List<String> answers() {
        return answers;
    }
}
