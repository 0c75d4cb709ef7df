package io.millwright.fleet;

import org.apache.spark.sql.SparkSession;

/** Generates a fleet from the command line: landing folder, truth folder, seed, machines, days, scenario. */
final class GenerateMain {
    private GenerateMain() {}

    public static void main(String[] arguments) throws Exception {
        FleetSpec spec = FleetSpec.defaults()
                .withSeed(Long.parseLong(arguments[2]))
                .withMachines(Integer.parseInt(arguments[3]))
                .withDays(Integer.parseInt(arguments[4]))
                .withScenario(Scenario.valueOf(arguments[5]));
        SparkSession spark = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", "false")
                .getOrCreate();
        long before = System.nanoTime();
        FleetGenerator.generate(spark, spec, arguments[0], arguments[1], (files, of) -> {});
        System.out.println("seconds " + (System.nanoTime() - before) / 1e9);
        spark.stop();
    }
}
