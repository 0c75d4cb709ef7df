package io.millwright.features.rollup;

import io.millwright.lake.config.FeatureSpec.RollUp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** The roll-ups of the machines of one site at one moment. */
public final class RollUpFeatures {

    private final RollUpPlan plan;

    public RollUpFeatures(RollUpPlan plan) {
        this.plan = plan;
    }

    /**
     * One row a machine, in the plan's order; NaN where nothing could be computed, or the machine has no line.
     *
     * @param machines of one site, in an order that does not depend on how they came together
     * @param taken of each of them, see {@link RollUpPlan#taken}
     */
    public double[][] rows(List<String> machines, double[][] taken) {
        List<double[]> columns = new ArrayList<>();
        int first = 0;
        for (int i = 0; i < plan.rollUps().size(); i++) {
            RollUp rollUp = plan.rollUps().get(i);
            int from = first;
            int to = first + plan.columns().get(i).length;
            for (RollUp.Level level : rollUp.to()) {
                for (RollUp.By by : rollUp.by()) {
                    double[] ofMachine = Arrays.stream(taken)
                            .mapToDouble(row -> summed(by, Arrays.stream(row, from, to)))
                            .toArray();
                    columns.add(summed(level, by, machines, ofMachine));
                }
            }
            first = to;
        }
        return IntStream.range(0, machines.size())
                .mapToObj(machine ->
                        columns.stream().mapToDouble(column -> column[machine]).toArray())
                .toArray(double[][]::new);
    }

    private double[] summed(RollUp.Level level, RollUp.By by, List<String> machines, double[] ofMachine) {
        return switch (level) {
            case MACHINE -> ofMachine;
            case SITE -> {
                double[] ofSite = new double[ofMachine.length];
                Arrays.fill(ofSite, summed(by, Arrays.stream(ofMachine)));
                yield ofSite;
            }
            case LINE -> ofLines(by, machines, ofMachine);
        };
    }

    private double[] ofLines(RollUp.By by, List<String> machines, double[] ofMachine) {
        Map<String, List<Integer>> members = IntStream.range(0, ofMachine.length)
                .boxed()
                .collect(Collectors.groupingBy(machine -> line(machines.get(machine))));
        double[] ofLine = new double[ofMachine.length];
        members.forEach((line, of) -> {
            double sum =
                    line.isEmpty() ? Double.NaN : summed(by, of.stream().mapToDouble(machine -> ofMachine[machine]));
            of.forEach(machine -> ofLine[machine] = sum);
        });
        return ofLine;
    }

    private String line(String machine) {
        return plan.line().getOrDefault(machine, "");
    }

    private static double summed(RollUp.By by, DoubleStream values) {
        double[] known = values.filter(value -> !Double.isNaN(value)).toArray();
        if (known.length == 0) {
            return Double.NaN;
        }
        return switch (by) {
            case MIN -> Arrays.stream(known).min().orElseThrow();
            case MAX -> Arrays.stream(known).max().orElseThrow();
            case MEAN -> Arrays.stream(known).sum() / known.length;
        };
    }
}
