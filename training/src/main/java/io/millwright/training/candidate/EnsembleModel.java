package io.millwright.training.candidate;

import io.millwright.training.calibration.Platt;
import io.millwright.training.matrix.Json;
import io.millwright.training.matrix.TrainingMatrix;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Several fitted models whose calibrated scores are averaged. Their files stand beside each other, each name after its member's number.
 */
public final class EnsembleModel implements FittedModel {

    static final String FILE = "ensemble.txt";

    private static final String CALIBRATOR_FILE = "vote.json";

    private final List<Member> members;
    private final List<String> columns;

    /**
     * One that votes.
     *
     * @param calibrator of its scores; the identity in packages from before votes were calibrated
     */
    record Member(FittedModel model, Platt calibrator) {

        double[] vote(TrainingMatrix rows) {
            return calibrator.probabilities(model.scores(rows));
        }
    }

    EnsembleModel(List<Member> members) {
        this.members = List.copyOf(members);
        Set<String> all = new LinkedHashSet<>();
        members.forEach(member -> all.addAll(member.model().columns()));
        this.columns = List.copyOf(all);
    }

    static EnsembleModel read(Map<String, byte[]> files) {
        int count = Integer.parseInt(new String(ModelFiles.file(files, FILE), StandardCharsets.UTF_8));
        return new EnsembleModel(IntStream.range(0, count)
                .mapToObj(member -> member(filesOf(member, files)))
                .toList());
    }

    private static Member member(Map<String, byte[]> files) {
        byte[] calibrator = files.get(CALIBRATOR_FILE);
        return new Member(
                ModelFiles.read(files),
                calibrator == null ? Platt.IDENTITY : Json.read(calibrator, Platt.class, CALIBRATOR_FILE));
    }

    private static Map<String, byte[]> filesOf(int member, Map<String, byte[]> files) {
        Map<String, byte[]> own = new TreeMap<>();
        files.forEach((name, content) -> {
            if (name.startsWith(prefix(member))) {
                own.put(name.substring(prefix(member).length()), content);
            }
        });
        return own;
    }

    private static String prefix(int member) {
        return "member-" + member + "-";
    }

    @Override
    public double[] scores(TrainingMatrix rows) {
        return mean(members.stream().map(member -> member.vote(rows)).toList());
    }

    /** Row by row, in the order of the members. */
    static double[] mean(List<double[]> scores) {
        double[] mean = new double[scores.get(0).length];
        Arrays.setAll(
                mean, row -> scores.stream().mapToDouble(member -> member[row]).sum() / scores.size());
        return mean;
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    /**
     * Members push in units of their own, so each member's pushes on a row are taken as shares of all it pushes there; the mean of those,
     * in [-1, 1].
     */
    @Override
    public double[][] contributions(TrainingMatrix rows) {
        double[][] shares = new double[rows.rows()][columns.size()];
        for (Member each : members) {
            FittedModel member = each.model();
            int[] column = member.columns().stream().mapToInt(columns::indexOf).toArray();
            double[][] pushes = member.contributions(rows);
            for (int row = 0; row < pushes.length; row++) {
                double all = Arrays.stream(pushes[row]).map(Math::abs).sum();
                for (int i = 0; i < column.length && all > 0; i++) {
                    shares[row][column[i]] += pushes[row][i] / all / members.size();
                }
            }
        }
        return shares;
    }

    @Override
    public Map<String, byte[]> files() {
        Map<String, byte[]> files = new TreeMap<>();
        files.put(FILE, Integer.toString(members.size()).getBytes(StandardCharsets.UTF_8));
        for (int member = 0; member < members.size(); member++) {
            String prefix = prefix(member);
            members.get(member).model().files().forEach((name, content) -> files.put(prefix + name, content));
            files.put(prefix + CALIBRATOR_FILE, Json.bytes(members.get(member).calibrator()));
        }
        return files;
    }
}
